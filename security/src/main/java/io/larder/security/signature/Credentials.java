package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.security.auth.Principal;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Identities;
import io.larder.security.identity.User;
import io.larder.security.session.SessionCredentials;
import io.larder.security.session.SessionTokens;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The access keys that requests may be signed with, in the current state of the identities. */
final class Credentials {
  private final Supplier<Identities> identities;
  private final SessionTokens tokens;

  Credentials(Supplier<Identities> identities, SessionTokens tokens) {
    this.identities = identities;
    this.tokens = tokens;
  }

  /** The state that the other methods are asked about. */
  Identities current() {
    return identities.get();
  }

  /**
   * Whose key that is.
   *
   * @param token that came with it; null if none did
   * @return null if nobody has such a key, it is not active, or the token is not its own
   */
  @Nullable Credential find(String accessKeyId, @Nullable String token, Identities state) {
    AccessKey lasting = state.accessKey(accessKeyId);
    if (token == null) {
      return lasting == null ? null : lasting(lasting, state);
    }
    return lasting == null ? temporary(accessKeyId, token, state) : null;
  }

  private static @Nullable Credential lasting(AccessKey key, Identities state) {
    User owner = key.active() ? state.owner(key) : null;
    return owner == null
        ? null
        : new Credential(owner.principal(key.id(), null), key.secret()::toByteArray);
  }

  private @Nullable Credential temporary(String accessKeyId, String token, Identities state) {
    SessionCredentials session = tokens.open(token, accessKeyId);
    return session == null || !isThere(session.principal(), state)
        ? null
        : new Credential(session.principal(), () -> session.secretAccessKey().getBytes(UTF_8));
  }

  /**
   * True if what proved that caller once would still prove it, but for the time: its key is there
   * and active, or its user or role is.
   */
  boolean isCurrent(Principal principal) {
    Identities state = current();
    if (principal instanceof Principal.User user && user.session() == null) {
      AccessKey key = user.accessKeyId() == null ? null : state.accessKey(user.accessKeyId());
      return key != null
          && key.active()
          && key.userName().equals(user.name())
          && state.user(user) != null;
    }
    return isThere(principal, state);
  }

  private static boolean isThere(Principal principal, Identities state) {
    return switch (principal) {
      case Principal.User user -> state.user(user) != null;
      case Principal.AssumedRole role -> state.role(role) != null;
      case Principal.Root _, Principal.Unverified _ -> false;
    };
  }
}
