package io.larder.proxy.net;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * How long a connection may keep the server waiting.
 *
 * @param idle most time between an answer and the next request
 * @param header most time from the first byte of a request to the end of its head, and for a
 *     handshake
 * @param body most time in which nothing arrives of a body that is under way
 * @param write most time in which the client takes nothing of the answers that wait for it
 * @param minimumRate bytes in a second that must arrive of a body, or be taken of answers, for it
 *     to have more than the time-out altogether; zero for any rate
 */
public record Timeouts(
    Duration idle, Duration header, Duration body, Duration write, long minimumRate) {
  private static final long MAX_SWEEP_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int SWEEPS = 4;

  /** The same in nanoseconds; the rate is per second. */
  record Nanos(long idle, long header, long body, long write, long minimumRate) {}

  Nanos nanos() {
    return new Nanos(
        idle.toNanos(), header.toNanos(), body.toNanos(), write.toNanos(), minimumRate);
  }

  /** How often to look at connections, so that none keeps the server waiting for much longer. */
  long sweepNanos() {
    Nanos nanos = nanos();
    long shortest =
        LongStream.of(nanos.idle, nanos.header, nanos.body, nanos.write).min().orElseThrow();
    return Math.clamp(shortest / SWEEPS, 1, MAX_SWEEP_NANOS);
  }
}
