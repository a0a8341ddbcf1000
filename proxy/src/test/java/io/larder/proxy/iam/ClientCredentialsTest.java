package io.larder.proxy.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.proxy.upstream.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCredentialsTest {
  @TempDir private Path folder;

  @Test
  void keyOfTheEnvironmentComesFirst() throws Exception {
    assertThat(
            ClientCredentials.of(
                Map.of(
                    "AWS_ACCESS_KEY_ID", "id",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_SHARED_CREDENTIALS_FILE", "/nowhere")))
        .isEqualTo(new Credentials("id", "secret", null));
  }

  @Test
  void sharedCredentialsFileIsReadWhereThereIsNoKey() throws Exception {
    Path file = folder.resolve("credentials");
    Files.writeString(
        file,
        """
        [other]
        aws_access_key_id = no
        [default]
        aws_access_key_id = id
        aws_secret_access_key = secret
        """);
    assertThat(ClientCredentials.of(Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString())))
        .isEqualTo(new Credentials("id", "secret", null));
  }

  @Test
  void fileWithoutAKeyIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("credentials"), "[default]\n");
    assertThatThrownBy(
            () -> ClientCredentials.of(Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void withoutEitherThereAreNone() throws Exception {
    assertThat(ClientCredentials.of(Map.of("AWS_ACCESS_KEY_ID", "id"))).isNull();
  }
}
