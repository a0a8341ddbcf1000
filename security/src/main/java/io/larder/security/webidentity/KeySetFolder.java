package io.larder.security.webidentity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Key sets in files, one for each issuer; for those that are not in the folder another source is
 * asked. The file of {@code idp.example.com/pool} is {@code idp.example.com_pool.json}.
 */
public final class KeySetFolder implements KeySetSource {
  private static final String ENDING = ".json";

  private final Path folder;
  private final KeySetSource others;

  public KeySetFolder(Path folder, KeySetSource others) {
    this.folder = folder;
    this.others = others;
  }

  /**
   * What is wrong with the files of a folder, a line for each.
   *
   * @throws IOException if it cannot be read
   */
  public static List<String> problems(Path folder) throws IOException {
    List<String> problems = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : files) {
        KeySet keys;
        try (InputStream in = Files.newInputStream(file)) {
          keys = KeySet.parse(WholeStream.read(in, MAX_BYTES));
        }
        if (keys == null || keys.isEmpty()) {
          problems.add(
              file.getFileName()
                  + (keys == null
                      ? ": is no JSON Web Key Set"
                      : ": has no key for RS256, from 2048 bits, or ES256"));
        }
      }
    }
    problems.sort(Comparator.naturalOrder());
    return problems;
  }

  @Override
  public byte[] fetch(String issuer) throws IOException {
    Path file = folder.resolve(issuer.replaceAll("[^A-Za-z0-9.-]", "_") + ENDING);
    if (!Files.exists(file)) {
      return others.fetch(issuer);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return WholeStream.read(in, MAX_BYTES);
    }
  }
}
