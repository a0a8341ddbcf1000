package io.larder.store.lmdb.changes;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The numbers of changes. They grow with every change of the store, and hold the microsecond at
 * which it was made: so a number alone tells how old a record is. On the wire they have 21 digits.
 */
public final class SequenceNumbers {
  /** Below the millisecond: so many changes of one have numbers of their own. */
  private static final int COUNTER_BITS = 21;

  /** Below the microsecond. */
  private static final int SMALL_BITS = 11;

  private static final int MICROS = 1000;
  private static final int MICROS_MASK = (1 << (COUNTER_BITS - SMALL_BITS)) - 1;
  private static final long MAX_MICROS = (Long.MAX_VALUE >> COUNTER_BITS) * MICROS;

  /** What a number is added to, so that all have the same length. */
  private static final String BASE = "100000000000000000000";

  private static final BigInteger BASE_VALUE = new BigInteger(BASE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private SequenceNumbers() {}

  /** The first number of that moment. */
  public static long at(Instant time) {
    long micros = Math.clamp(ChronoUnit.MICROS.between(Instant.EPOCH, time), 0, MAX_MICROS);
    return ((micros / MICROS) << COUNTER_BITS) | ((micros % MICROS) << SMALL_BITS);
  }

  /** When a number was given. */
  public static Instant timeOf(long number) {
    return Instant.ofEpochMilli(number >>> COUNTER_BITS);
  }

  /** The same in microseconds since 1970. */
  public static long microsOf(long number) {
    long micros = Math.min((number >>> SMALL_BITS) & MICROS_MASK, MICROS - 1);
    return (number >>> COUNTER_BITS) * MICROS + micros;
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
