package io.larder.security.webidentity;

import java.io.IOException;
import java.io.InputStream;

/** Reads what has an end before a bound. */
final class WholeStream {
  private WholeStream() {}

  /**
   * All that comes.
   *
   * @throws IOException if that is more than {@code max} bytes
   */
  static byte[] read(InputStream in, int max) throws IOException {
    byte[] bytes = in.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new IOException("more than " + max + " bytes");
    }
    return bytes;
  }
}
