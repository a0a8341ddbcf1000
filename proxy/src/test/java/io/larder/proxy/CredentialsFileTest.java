package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.security.identity.AccessKey;
import io.larder.security.identity.SecretAccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsFileTest {
  private static final AccessKey KEY = key("AKIA1", "one");

  @TempDir Path folder;

  private static AccessKey key(String id, String secret) {
    return new AccessKey(
        "000000000000", "admin", id, SecretAccessKey.of(secret), true, Instant.EPOCH);
  }

  @Test
  void theKeyStandsInAFormThatSdksTakeAndOnlyTheOwnerReads() throws IOException {
    Path path = folder.resolve("new").resolve("credentials");
    var file = new CredentialsFile(path);

    file.prepare();
    file.write(KEY);

    assertThat(path)
        .content()
        .contains("[default]\naws_access_key_id = AKIA1\naws_secret_access_key = one\n");
    assertThat(Files.getPosixFilePermissions(path))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    try (var files = Files.list(path.getParent())) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void whatAnotherFirstStartHasWrittenIsReplaced() throws IOException {
    Path path = folder.resolve("credentials");
    new CredentialsFile(path).write(KEY);

    var file = new CredentialsFile(path);
    file.prepare();
    file.write(key("AKIA2", "two"));

    assertThat(path).content().contains("AKIA2").doesNotContain("AKIA1");
  }

  @Test
  void whatSomebodyElseHasWrittenIsNot() throws IOException {
    Path path = Files.writeString(folder.resolve("credentials"), "[default]\n");

    assertThatThrownBy(() -> new CredentialsFile(path).prepare())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("iam.credentials-file");
    assertThat(path).hasContent("[default]");
  }
}
