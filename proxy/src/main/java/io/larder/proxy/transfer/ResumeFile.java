package io.larder.proxy.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far an import is, in a file that tells it to a later one. */
final class ResumeFile {
  private static final long BETWEEN = 10_000;

  private final @Nullable Path file;
  private final String source;
  private long written;

  /**
   * @param file null if nobody wants to know
   * @param source what is imported, in one line
   */
  ResumeFile(@Nullable Path file, String source) {
    this.file = file;
    this.source = source;
  }

  /**
   * So many items of the source need not be imported again.
   *
   * @throws IOException if the file is of another source
   */
  long done() throws IOException {
    if (file == null || !Files.exists(file)) {
      return 0;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 2
        || !lines.getFirst().equals(source)
        || !lines.get(1).matches("[0-9]{1,18}")) {
      throw new IOException("--resume: " + file + " is not of an import of " + source);
    }
    written = Long.parseLong(lines.get(1));
    return written;
  }

  /** Writes it now and then. */
  void at(long done) throws IOException {
    if (done - written >= BETWEEN) {
      write(done);
    }
  }

  void write(long done) throws IOException {
    if (file != null) {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.write(next, List.of(source, Long.toString(done)));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      written = done;
    }
  }

  void delete() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
