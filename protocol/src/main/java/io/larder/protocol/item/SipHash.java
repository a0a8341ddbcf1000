package io.larder.protocol.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 (J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", 2012): 64
 * bits that nobody can foresee who does not know the key.
 */
public final class SipHash {
  /** In bytes. */
  public static final int KEY_LENGTH = 2 * Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;

  /**
   * @param key {@link #KEY_LENGTH} bytes
   */
  public SipHash(byte[] key) {
    key0 = (long) LONGS.get(key, 0);
    key1 = (long) LONGS.get(key, Long.BYTES);
  }

  /** The hash of {@code bytes}. */
  public long of(byte[] bytes) {
    State state = begin();
    int at = 0;
    for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
      state.add((long) LONGS.get(bytes, at));
    }
    long last = (long) bytes.length << 56;
    for (int shift = 0; at < bytes.length; at++, shift += Byte.SIZE) {
      last |= (bytes[at] & 0xFFL) << shift;
    }
    state.add(last);
    return state.end();
  }

  /** Begins the hash of what comes as whole words. */
  State begin() {
    return new State(key0, key1);
  }

  /** The four words of the reference, which a compiler keeps in registers. */
  static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private State(long key0, long key1) {
      v0 = key0 ^ 0x736f6d6570736575L;
      v1 = key1 ^ 0x646f72616e646f6dL;
      v2 = key0 ^ 0x6c7967656e657261L;
      v3 = key1 ^ 0x7465646279746573L;
    }

    void add(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long end() {
      v2 ^= 0xFF;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
