package io.larder.proxy.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The id of the answer that is being written. Makes ids in the service's form: 52 characters of
 * base 32, of which the second half names the event loop that made them. For one thread.
 */
public final class RequestIds {
  /** The most characters that an id has. */
  public static final int MAX_LENGTH = 64;

  static final int LENGTH = 52;
  static final byte[] ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUV".getBytes(US_ASCII);
  private static final int RANDOM_LENGTH = 26;
  static final int CHARS_PER_LONG = 12;

  /** So many random numbers make a whole id. */
  static final int LONGS = (LENGTH + CHARS_PER_LONG - 1) / CHARS_PER_LONG;

  private final RandomGenerator random;
  private final byte[] made = new byte[LENGTH];

  /** Of which the answer is one to a call that was handed on; else null. */
  private byte @Nullable [] given;

  /** The ids that {@code random} makes. */
  public RequestIds(RandomGenerator random) {
    this.random = random;
    fill(0, LENGTH);
  }

  /** Makes the next id the current one. */
  public void next() {
    given = null;
    fill(0, RANDOM_LENGTH);
  }

  /** Makes {@code id}, which another server has given, the current one if it is one. */
  public void take(@Nullable String id) {
    if (id != null && isId(id)) {
      given = id.getBytes(US_ASCII);
    }
  }

  // It is written into a head, where nothing but its characters must come of it.
  static boolean isId(String id) {
    if (id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c > 'z' || !(Character.isLetterOrDigit(c) || c == '-')) {
        return false;
      }
    }
    return !id.isEmpty();
  }

  private void fill(int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      if ((i - from) % CHARS_PER_LONG == 0) {
        bits = random.nextLong();
      }
      made[i] = ALPHABET[(int) bits & 31];
      bits >>>= 5;
    }
  }

  /** Copies the current id to {@code target} and returns the place behind it. */
  public int copyTo(byte[] target, int at) {
    byte[] id = given == null ? made : given;
    System.arraycopy(id, 0, target, at, id.length);
    return at + id.length;
  }

  @Override
  public String toString() {
    return new String(given == null ? made : given, US_ASCII);
  }
}
