package io.larder.security.signature;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often an address may get a signature wrong. Addresses are hashed into a fixed number of
 * places, so that no number of them takes memory; two that share a place share its allowance, which
 * only counts for those who have not shown a secret. Networks of IPv6 count as one address, since
 * whoever has one has 2^64. Safe for any number of threads.
 */
final class FailureLimit {
  static final int BURST = 100;
  static final long NANOS_FOR_EACH = 100_000_000;
  private static final int PLACES = 1 << 14;
  private static final int NETWORK_BYTES = 8;

  /**
   * For each place, until when its failures are paid for (as the generic cell rate algorithm has
   * it): each moves that on, time catches up with it.
   */
  private final AtomicLongArray paidUntil = new AtomicLongArray(PLACES);

  private final LongSupplier nanoTime;
  private final long begin;
  private final int seed;

  /**
   * @param seed nobody else knows it, so that nobody can choose an address that shares another's
   *     place
   */
  FailureLimit(LongSupplier nanoTime, int seed) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
    this.seed = seed;
  }

  /** True if that address has failed too often of late. */
  boolean isReached(@Nullable InetAddress address) {
    return paidUntil.get(place(address)) - now() > (BURST - 1) * NANOS_FOR_EACH;
  }

  /** Counts a failure. */
  void failed(@Nullable InetAddress address) {
    long now = now();
    paidUntil.updateAndGet(
        place(address),
        paid -> Math.min(Math.max(paid, now) + NANOS_FOR_EACH, now + BURST * NANOS_FOR_EACH));
  }

  private long now() {
    return nanoTime.getAsLong() - begin;
  }

  private int place(@Nullable InetAddress address) {
    if (address == null) {
      return 0;
    }
    byte[] bytes = address.getAddress();
    int length = address instanceof Inet6Address ? NETWORK_BYTES : bytes.length;
    int hash = seed;
    for (int i = 0; i < length; i++) {
      hash = mixed(hash ^ bytes[i]);
    }
    return hash & (PLACES - 1);
  }

  /** Murmur3's last steps: every bit reaches every other. */
  private static int mixed(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }
}
