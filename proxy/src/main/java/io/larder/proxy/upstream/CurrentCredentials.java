package io.larder.proxy.upstream;

import io.larder.store.logging.RareLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials of this moment. Who provides them is asked often, and is expected to keep what it
 * knows until it ends: so files that change are seen, and credentials that end are replaced before.
 */
final class CurrentCredentials {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentCredentials.class);

  private final AwsCredentialsProvider provider;
  private final RareLine failures = new RareLine(System::nanoTime);
  private volatile @Nullable Credentials latest;
  private volatile String failure = "they were not looked for yet";

  CurrentCredentials(AwsCredentialsProvider provider) {
    this.provider = provider;
  }

  /**
   * Asks for them; may block. Where there are none, those before stay. For one thread at a time.
   */
  void refresh() {
    try {
      latest = Credentials.of(provider.resolveCredentials());
    } catch (RuntimeException e) {
      // The SDK says by all kinds of them that it found none, or what is wrong with a file.
      failure = String.valueOf(e.getMessage());
      failures.log(
          LOG.atWarn().addKeyValue("reason", failure),
          "No credentials for the upstream were found");
    }
  }

  /** Null if none were found so far. */
  @Nullable Credentials latest() {
    return latest;
  }

  /** Why there are none. */
  String failure() {
    return failure;
  }
}
