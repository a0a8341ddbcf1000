package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A piece of an answer that is encoded once. */
final class Ascii {
  private final byte[] bytes;

  private Ascii(byte[] bytes) {
    this.bytes = bytes;
  }

  static Ascii of(String text) {
    return new Ascii(text.getBytes(US_ASCII));
  }

  int length() {
    return bytes.length;
  }

  /** Copies the piece to {@code target} and returns the place behind it. */
  int copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
    return at + bytes.length;
  }
}
