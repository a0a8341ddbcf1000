package io.larder.proxy.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.random.RandomGenerator;

/**
 * Makes request ids in the service's form: 52 characters of base 32, of which the second half names
 * the event loop that made them. For one thread.
 */
public final class RequestIds {
  public static final int LENGTH = 52;

  private static final byte[] ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUV".getBytes(US_ASCII);
  private static final int RANDOM_LENGTH = 26;
  private static final int CHARS_PER_LONG = 12;

  private final RandomGenerator random;
  private final byte[] current = new byte[LENGTH];

  /** The ids that {@code random} makes. */
  public RequestIds(RandomGenerator random) {
    this.random = random;
    fill(0, LENGTH);
  }

  /** Makes the next id the current one. */
  public void next() {
    fill(0, RANDOM_LENGTH);
  }

  private void fill(int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      if ((i - from) % CHARS_PER_LONG == 0) {
        bits = random.nextLong();
      }
      current[i] = ALPHABET[(int) bits & 31];
      bits >>>= 5;
    }
  }

  /** Copies the current id to {@code target} and returns the place behind it. */
  public int copyTo(byte[] target, int at) {
    System.arraycopy(current, 0, target, at, LENGTH);
    return at + LENGTH;
  }

  @Override
  public String toString() {
    return new String(current, US_ASCII);
  }
}
