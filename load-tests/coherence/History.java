package coherence;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with one line of JSON for each call: where, what, from when to when by the {@link
 * Moments}, with which status, and what it wrote or was shown. For any number of threads.
 */
public final class History implements AutoCloseable {
  private final BufferedWriter out;

  /** Writes to a file, or nowhere if its name is empty. */
  public History(String file) throws IOException {
    out = file.isEmpty() ? null : Files.newBufferedWriter(Path.of(file));
  }

  boolean isKept() {
    return out != null;
  }

  void note(Wire wire, String call, long start, long end, int status, String detail) {
    if (out == null) {
      return;
    }
    String line =
        """
        {"at":"%s","call":"%s","start":%d,"end":%d,"status":%d,"detail":"%s"}
        """
            .formatted(
                wire.address(), call, start, end, status, detail.replaceAll("[\\\\\"\\p{Cntrl}]", " "));
    try {
      synchronized (out) {
        out.write(line);
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
