package io.larder.cache.restart;

import java.io.IOException;

/** Keeps from others what stands in a file. */
public interface Seal {
  /**
   * @throws IOException if it cannot be sealed now
   */
  byte[] seal(byte[] message) throws IOException;

  /**
   * @throws IOException if it was sealed otherwise, or changed, or cannot be opened now
   */
  byte[] open(byte[] sealed) throws IOException;
}
