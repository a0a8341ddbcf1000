package io.larder.store.lmdb.binding;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Finds the LMDB library for this machine in lmdbjava's jar of them and loads it. */
@SuppressWarnings("restricted") // native access is what this is for
final class NativeLibrary {
  private NativeLibrary() {}

  static SymbolLookup load() {
    String resource = "/org/lmdbjava/native/" + name();
    try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new FileNotFoundException("There is no LMDB for this machine: " + resource);
      }
      Path file = Files.createTempFile("larder-lmdb-", ".library");
      try {
        Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
        return SymbolLookup.libraryLookup(file, Arena.global());
      } finally {
        // Once loaded it needs no name; where the system insists on one, it stays until reboot.
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name() {
    String architecture =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          case String other -> other;
        };
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return architecture + "-macos-none.so";
    }
    boolean usesMusl = Files.exists(Path.of("/lib/ld-musl-" + architecture + ".so.1"));
    return architecture + (usesMusl ? "-linux-musl.so" : "-linux-gnu.so");
  }
}
