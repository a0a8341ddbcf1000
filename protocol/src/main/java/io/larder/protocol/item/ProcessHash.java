package io.larder.protocol.item;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.function.ToIntFunction;

/**
 * Hashes for tables in memory whose keys clients choose: nobody outside this process can foresee
 * them, so nobody can make keys that share one and turn a search in the table into a walk. A table
 * of strings, which are ordered, does without: Java searches such keys by their order.
 */
public final class ProcessHash {
  /** Java asks values for their hash without handing anything in, hence for all of them. */
  private static final SipHash HASH = new SipHash(randomKey());

  private static final int OF_EMPTY = hashed("");

  private ProcessHash() {}

  private static byte[] randomKey() {
    byte[] key = new byte[SipHash.KEY_LENGTH];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** Of bytes, in 64 bits. */
  public static long of(byte[] bytes) {
    return HASH.of(bytes);
  }

  /** Of a string. Lists may hold hundreds of thousands of empty ones. */
  public static int of(String text) {
    return text.isEmpty() ? OF_EMPTY : hashed(text);
  }

  private static int hashed(String text) {
    SipHash.State state = HASH.begin();
    int length = text.length();
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = (word << Character.SIZE) | text.charAt(i);
      if ((i & 3) == 3) {
        state.add(word);
        word = 0;
      }
    }
    state.add(((long) length << 48) ^ word);
    return Long.hashCode(state.end());
  }

  /** Of a number. */
  static int of(long value) {
    SipHash.State state = HASH.begin();
    state.add(value);
    return Long.hashCode(state.end());
  }

  /** Of several things in their order, each of which {@code hash} is asked for. */
  public static <T> int ofAll(Collection<T> parts, ToIntFunction<? super T> hash) {
    SipHash.State state = HASH.begin();
    for (T part : parts) {
      state.add(hash.applyAsInt(part));
    }
    state.add(parts.size());
    return Long.hashCode(state.end());
  }

  /** Of a name and what it stands for. */
  public static int ofMember(String name, int valueHash) {
    return of(((long) of(name) << Integer.SIZE) | (valueHash & 0xFFFF_FFFFL));
  }
}
