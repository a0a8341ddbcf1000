package io.larder.security.webidentity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Key sets in files, one for each issuer; for those that are not in the folder another source is
 * asked. The file of {@code idp.example.com/pool} is {@code idp.example.com_pool.json}.
 */
public final class KeySetFolder implements KeySetSource {
  private final Path folder;
  private final KeySetSource others;

  public KeySetFolder(Path folder, KeySetSource others) {
    this.folder = folder;
    this.others = others;
  }

  @Override
  public byte[] fetch(String issuer) throws IOException {
    Path file = folder.resolve(issuer.replaceAll("[^A-Za-z0-9.-]", "_") + ".json");
    if (!Files.exists(file)) {
      return others.fetch(issuer);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return WholeStream.read(in, MAX_BYTES);
    }
  }
}
