package io.larder.protocol.wire;

/** A value that exists as finished JSON (UTF-8) and is copied to the wire as it is. */
public interface RenderedJson {

  /** Length of the JSON in bytes. */
  int jsonLength();

  /** Copies the JSON to {@code target} at {@code offset}. */
  void copyJsonTo(byte[] target, int offset);
}
