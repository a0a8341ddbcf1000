package io.larder.store.lmdb.changes;

import java.math.BigInteger;
import java.time.Instant;

/**
 * The numbers of changes. They grow with every change of the store, and hold the millisecond at
 * which it was made: so a number alone tells how old a record is. On the wire they have 21 digits.
 */
public final class SequenceNumbers {
  /** Below the time: so many changes of one millisecond have numbers of their own. */
  private static final int COUNTER_BITS = 21;

  private static final long MAX_MILLIS = Long.MAX_VALUE >> COUNTER_BITS;

  /** What a number is added to, so that all have the same length. */
  private static final String BASE = "100000000000000000000";

  private static final BigInteger BASE_VALUE = new BigInteger(BASE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private SequenceNumbers() {}

  /** The first number of that moment. */
  public static long at(Instant time) {
    return Math.clamp(time.toEpochMilli(), 0, MAX_MILLIS) << COUNTER_BITS;
  }

  /** When a number was given. */
  public static Instant timeOf(long number) {
    return Instant.ofEpochMilli(number >>> COUNTER_BITS);
  }

  public static String text(long number) {
    String digits = Long.toString(number);
    return BASE.substring(0, BASE.length() - digits.length()) + digits;
  }

  /** The number of so many digits; for one that is none the nearest that is. */
  public static long of(String digits) {
    BigInteger number = new BigInteger(digits).subtract(BASE_VALUE);
    return number.signum() < 0 ? 0 : number.min(MAX).longValue();
  }
}
