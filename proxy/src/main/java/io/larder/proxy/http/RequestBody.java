package io.larder.proxy.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The body of one request while it arrives. Memory follows what has arrived, not what the client
 * announces.
 */
final class RequestBody {
  private static final byte[] EMPTY = {};
  private static final int FIRST_CAPACITY = 64 * 1024;

  private final int limit;
  private byte[] bytes = EMPTY;
  private int length;

  RequestBody(int limit) {
    this.limit = limit;
  }

  /** Appends a part; false if the body becomes too large. Does not release {@code part}. */
  boolean append(ByteBuf part) {
    int more = part.readableBytes();
    if (more > limit - length) {
      return false;
    }
    if (more > bytes.length - length) {
      int doubled = Math.max(FIRST_CAPACITY, (int) Math.min(2L * bytes.length, limit));
      bytes = Arrays.copyOf(bytes, Math.max(doubled, length + more));
    }
    part.readBytes(bytes, length, more);
    length += more;
    return true;
  }

  boolean isEmpty() {
    return length == 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Forgets the body and its memory. */
  void clear() {
    bytes = EMPTY;
    length = 0;
  }
}
