package io.larder.proxy.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Where the credentials come from that calls to the upstream are signed with. */
public sealed interface CredentialsSource {
  /** Where AWS's SDKs look, one place after the other. */
  record Chain() implements CredentialsSource {
    @Override
    public AwsCredentialsProvider provider() {
      return DefaultCredentialsProvider.builder().build();
    }
  }

  /** {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}. */
  record Environment() implements CredentialsSource {
    @Override
    public AwsCredentialsProvider provider() {
      return EnvironmentVariableCredentialsProvider.create();
    }
  }

  /**
   * Files that hold one line each, which may change at any time.
   *
   * @param sessionToken null where there is none
   */
  record FromFiles(Path accessKeyId, Path secretAccessKey, @Nullable Path sessionToken)
      implements CredentialsSource {
    private static final int MAX_BYTES = 64 * 1024;

    @Override
    public AwsCredentialsProvider provider() {
      return this::read;
    }

    private AwsCredentials read() {
      String id = read(accessKeyId);
      String secret = read(secretAccessKey);
      return sessionToken == null
          ? AwsBasicCredentials.create(id, secret)
          : AwsSessionCredentials.create(id, secret, read(sessionToken));
    }

    private static String read(Path file) {
      try (var in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(MAX_BYTES), java.nio.charset.StandardCharsets.UTF_8);
        if (text.isBlank()) {
          throw new IllegalStateException(file + " is empty");
        }
        return text.strip();
      } catch (IOException e) {
        throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  /** None that anybody gave out, for an upstream that wants a signature and does not verify it. */
  record Placeholder() implements CredentialsSource {
    private static final String NAME = "larder";

    @Override
    public AwsCredentialsProvider provider() {
      return StaticCredentialsProvider.create(AwsBasicCredentials.create(NAME, NAME));
    }
  }

  /**
   * Who provides them now. It may block, and throws {@code SdkException} or {@link
   * IllegalStateException} where there are none.
   */
  AwsCredentialsProvider provider();

  /**
   * Looks for them once; may block.
   *
   * @throws RuntimeException as {@link #provider} does
   */
  default void check() {
    var _ = provider().resolveCredentials();
  }
}
