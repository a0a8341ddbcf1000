package io.larder.security.identity.edit;

import io.larder.security.identity.AccessKey;
import io.larder.security.identity.IdentityStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first user, without whom nobody could make others. */
public final class Administrator {
  /** The name of the user. */
  public static final String NAME = "admin";

  private static final String POLICY = "arn:aws:iam::aws:policy/AdministratorAccess";

  private Administrator() {}

  /**
   * Makes the user and a key of it, if there is no user and no role in the account.
   *
   * @return the key, whose secret is not told again; null if somebody is there already
   * @throws io.larder.security.identity.IdentityException as {@link IdentityStore#change} does
   */
  public static @Nullable AccessKey make(
      IdentityStore store, IdentityOperations operations, String account) {
    return store.<@Nullable AccessKey>change(
        edit -> {
          AccountEdit own = operations.on(edit, account);
          if (!own.state().users().isEmpty() || !own.state().roles().isEmpty()) {
            return null;
          }
          own.users().create("/", NAME, null, Map.of());
          own.users().attachPolicy(NAME, POLICY);
          return own.accessKeys().create(NAME);
        });
  }
}
