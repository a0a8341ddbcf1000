package io.larder.proxy.upstream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * What calls are signed with.
 *
 * @param sessionToken goes with keys that somebody was lent
 */
public record Credentials(
    String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
  static Credentials of(AwsCredentials credentials) {
    return new Credentials(
        credentials.accessKeyId(),
        credentials.secretAccessKey(),
        credentials instanceof AwsSessionCredentials session ? session.sessionToken() : null);
  }

  // Secrets must get into no log.
  @Override
  public String toString() {
    return accessKeyId;
  }
}
