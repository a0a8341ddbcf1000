package io.larder.protocol.item;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds byte strings in a long one, in time linear in both whatever they are (R. M. Karp and M. O.
 * Rabin, "Efficient randomized pattern-matching algorithms", 1987).
 *
 * <p>The hash of every beginning of the text is kept, so the hash of any part of it is two of them
 * apart. The first hash is modulo 2³², which processors do for many places at once; texts are known
 * that make it wrong whatever its base. Where it was wrong once, another one modulo a prime is
 * asked before bytes are compared; its base is random, so no text is bad for it. Not for two
 * threads at once.
 */
public final class ByteSearch {
  private static final int PRIME = Integer.MAX_VALUE;

  /** How many places are looked at before it is asked whether one of them fits. */
  private static final int BLOCK = 2048;

  private static final int BASE = new SecureRandom().nextInt() | 1;
  private static final int PRIME_BASE = new SecureRandom().nextInt(1 << 16, PRIME);

  private final byte[] text;
  private final int[] hashes;
  private int @Nullable [] primeHashes;
  private boolean wasWrong;

  private ByteSearch(byte[] text) {
    this.text = text;
    this.hashes = new int[text.length + 1];
    for (int i = 0; i < text.length; i++) {
      hashes[i + 1] = hashes[i] * BASE + text[i];
    }
  }

  /** Takes ownership of {@code text}. */
  public static ByteSearch in(byte[] text) {
    return new ByteSearch(text);
  }

  /** True if {@code part} occurs anywhere in the text. */
  public boolean finds(byte[] part) {
    int places = text.length - part.length + 1;
    int hash = 0;
    int power = 1;
    for (byte b : part) {
      hash = hash * BASE + b;
      power *= BASE;
    }
    var check = new PrimeCheck(part);
    for (int from = 0; from < places; from += BLOCK) {
      int to = Math.min(from + BLOCK, places);
      if (mayFit(from, to, part.length, hash, power)) {
        for (int at = from; at < to; at++) {
          if (hashes[at] * power + hash == hashes[at + part.length] && check.fits(at)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  // Without a branch for each place: compiled to vector instructions.
  private boolean mayFit(int from, int to, int length, int hash, int power) {
    int least = Integer.MAX_VALUE;
    for (int at = from; at < to; at++) {
      int difference = hashes[at] * power + hash - hashes[at + length];
      least = Math.min(least, difference ^ Integer.MIN_VALUE);
    }
    return least == Integer.MIN_VALUE;
  }

  private final class PrimeCheck {
    private final byte[] part;
    private long hash = -1;
    private long power = 1;

    PrimeCheck(byte[] part) {
      this.part = part;
    }

    boolean fits(int at) {
      if (wasWrong && !agrees(at)) {
        return false;
      }
      boolean fits = Arrays.equals(text, at, at + part.length, part, 0, part.length);
      wasWrong |= !fits;
      return fits;
    }

    private boolean agrees(int at) {
      int[] beginnings = primeHashes();
      if (hash < 0) {
        hash = 0;
        for (byte b : part) {
          hash = next(hash, b);
          power = power * PRIME_BASE % PRIME;
        }
      }
      return (beginnings[at] * power + hash) % PRIME == beginnings[at + part.length];
    }
  }

  private int[] primeHashes() {
    int[] made = primeHashes;
    if (made == null) {
      made = new int[text.length + 1];
      for (int i = 0; i < text.length; i++) {
        made[i + 1] = (int) next(made[i], text[i]);
      }
      primeHashes = made;
    }
    return made;
  }

  private static long next(long hash, byte b) {
    return (hash * PRIME_BASE + Byte.toUnsignedInt(b)) % PRIME;
  }
}
