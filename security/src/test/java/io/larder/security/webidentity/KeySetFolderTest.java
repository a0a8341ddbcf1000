package io.larder.security.webidentity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeySetFolderTest {
  @TempDir private Path folder;

  @Test
  void theFileOfAnIssuerIsItsKeySet() throws IOException {
    Files.writeString(folder.resolve("idp.example.com_pool.json"), "{}");
    KeySetSource source = new KeySetFolder(folder, issuer -> issuer.getBytes(UTF_8));

    assertThat(source.fetch("idp.example.com/pool")).asString(UTF_8).isEqualTo("{}");
    assertThat(source.fetch("other.example.com")).asString(UTF_8).isEqualTo("other.example.com");
    assertThat(source.fetch("../x")).asString(UTF_8).isEqualTo("../x");
  }

  @Test
  void aFileHasABound() throws IOException {
    Files.write(folder.resolve("idp.json"), new byte[KeySetSource.MAX_BYTES + 1]);
    KeySetSource source = new KeySetFolder(folder, issuer -> issuer.getBytes(UTF_8));

    assertThatThrownBy(() -> source.fetch("idp")).isInstanceOf(IOException.class);
  }
}
