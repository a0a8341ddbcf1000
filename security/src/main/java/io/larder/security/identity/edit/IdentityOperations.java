package io.larder.security.identity.edit;

import io.larder.security.identity.IdentityEdit;
import io.larder.security.identity.UniqueIds;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Makes the operations on identities; has what they need of the world. */
public final class IdentityOperations {
  private final UniqueIds ids;
  private final InstantSource clock;

  public IdentityOperations(UniqueIds ids, InstantSource clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /** The operations on an account, as a part of that change. */
  public AccountEdit on(IdentityEdit edit, String account) {
    return new AccountEdit(edit, account, ids, clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }
}
