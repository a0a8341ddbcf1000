package io.larder.proxy.net;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The body of one request while it arrives. Memory follows what has arrived, not what the client
 * announces.
 */
public final class RequestBody {
  private static final byte[] EMPTY = {};
  private static final int FIRST_CAPACITY = 4 * 1024;

  private final int limit;
  private final RequestMemory memory;
  private byte[] bytes = EMPTY;
  private int length;

  /** {@code limit}: most bytes that it may have. */
  public RequestBody(int limit, RequestMemory memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /** Whether a part could be appended. */
  public enum Appended {
    DONE,
    TOO_LARGE,
    /** All connections together have too much in memory. */
    NO_MEMORY
  }

  /** Appends a part. Does not release {@code part}. */
  public Appended append(ByteBuf part) {
    int more = part.readableBytes();
    Appended room = makeRoom(more);
    if (room == Appended.DONE) {
      part.readBytes(bytes, length, more);
      length += more;
    }
    return room;
  }

  /** Appends a part of an array. */
  public Appended append(byte[] from, int offset, int more) {
    Appended room = makeRoom(more);
    if (room == Appended.DONE) {
      System.arraycopy(from, offset, bytes, length, more);
      length += more;
    }
    return room;
  }

  private Appended makeRoom(int more) {
    if (more > limit - length) {
      return Appended.TOO_LARGE;
    }
    if (more > bytes.length - length) {
      int doubled = Math.max(FIRST_CAPACITY, (int) Math.min(2L * bytes.length, limit));
      int capacity = Math.max(doubled, length + more);
      if (!memory.take(capacity - bytes.length)) {
        return Appended.NO_MEMORY;
      }
      bytes = Arrays.copyOf(bytes, capacity);
    }
    return Appended.DONE;
  }

  /** Most bytes that a body may have. */
  public int limit() {
    return limit;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** The array that begins with the {@link #length} bytes that have come. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Forgets the body and its memory. */
  public void clear() {
    memory.giveBack(bytes.length);
    bytes = EMPTY;
    length = 0;
  }
}
