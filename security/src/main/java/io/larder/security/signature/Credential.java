package io.larder.security.signature;

import io.larder.security.auth.Principal;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an access key.
 *
 * @param principal whose it is
 * @param secret what is signed with, fetched only when it is needed
 */
record Credential(Principal principal, Supplier<byte[]> secret) {
  /** When the key is no longer good; null for never. */
  @Nullable Instant expires() {
    return expires(principal);
  }

  static @Nullable Instant expires(Principal principal) {
    Principal.Session session =
        switch (principal) {
          case Principal.User user -> user.session();
          case Principal.AssumedRole role -> role.session();
          case Principal.Root _, Principal.Unverified _ -> null;
        };
    return session == null ? null : session.expires();
  }
}
