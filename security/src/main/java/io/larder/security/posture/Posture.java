package io.larder.security.posture;

import io.larder.security.identity.Identities;
import io.larder.store.TableStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks a server. */
public final class Posture {
  private Posture() {}

  /** What can be said of a server that does not run, by its configuration alone. */
  public static PostureReport of(ServerFacts server) {
    return new PostureReport(ServerRules.check(server));
  }

  /**
   * What can be said of a server that runs. Blocks: not for event loops.
   *
   * @param lastUsed when an access key was used last, by its id; null if nobody knows of a use
   * @throws io.larder.protocol.error.ServiceException if the store cannot list its tables
   */
  public static PostureReport of(
      ServerFacts server,
      TableStore store,
      Identities identities,
      Function<String, @Nullable Instant> lastUsed,
      Instant now) {
    List<Finding> findings = new ArrayList<>(ServerRules.check(server));
    findings.addAll(TableRules.check(TableFacts.of(store), server));
    findings.addAll(IdentityRules.check(identities, lastUsed, now));
    return new PostureReport(findings);
  }
}
