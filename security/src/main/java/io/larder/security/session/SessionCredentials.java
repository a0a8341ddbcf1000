package io.larder.security.session;

import io.larder.security.auth.Principal;
import java.util.Objects;

/**
 * Temporary credentials and who has them.
 *
 * @param principal a user or a role's session; has a session and an access key
 * @param secretAccessKey what requests are signed with; nothing prints it
 * @param token what goes with every request
 */
public record SessionCredentials(Principal principal, String secretAccessKey, String token) {
  /** {@code ASIA…}. */
  public String accessKeyId() {
    return Objects.requireNonNull(principal.accessKeyId());
  }

  /** What the credentials carry. */
  public Principal.Session session() {
    return SessionForm.session(principal);
  }

  @Override
  public String toString() {
    return "SessionCredentials[" + principal.accessKeyId() + "]";
  }
}
