package io.larder.security.signature;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How far the time of a signature may be from ours, either way. */
record Window(Duration skew, InstantSource clock) {
  private static final int SECONDS = 60;

  /** Now, in seconds since 1970. */
  long now() {
    return Math.floorDiv(clock.millis(), 1000L);
  }

  /** True if a signature of that time, in seconds since 1970, is good now. */
  boolean holds(long signed, long now) {
    return Math.abs(signed - now) <= skew.toSeconds();
  }

  /**
   * Returns if a signature of that time is good now.
   *
   * @throws ServiceException InvalidSignature, in the service's words
   */
  void require(AmzDate date) {
    long now = now();
    long signed = date.epochSecond();
    if (holds(signed, now)) {
      return;
    }
    boolean isOver = signed < now;
    long bound = isOver ? now - skew.toSeconds() : now + skew.toSeconds();
    throw new ServiceException(
        new ServiceError.InvalidSignature(
            "Signature %s: %s is %s than %s (%s %s %s.)"
                .formatted(
                    isOver ? "expired" : "not yet current",
                    date.text(),
                    isOver ? "now earlier" : "still later",
                    AmzDate.format(Instant.ofEpochSecond(bound)),
                    AmzDate.format(Instant.ofEpochSecond(now)),
                    isOver ? "-" : "+",
                    length())));
  }

  private String length() {
    long seconds = skew.toSeconds();
    return seconds % SECONDS == 0 ? seconds / SECONDS + " min" : seconds + " sec";
  }

  /**
   * Returns if a session that ends then is not over.
   *
   * @throws ServiceException ExpiredToken
   */
  void requireRunning(@Nullable Instant end) {
    if (!isRunning(end)) {
      throw new ServiceException(
          new ServiceError.ExpiredToken("The security token included in the request is expired"));
    }
  }

  /** True if what ends then, or never, has not ended. */
  boolean isRunning(@Nullable Instant end) {
    return end == null || clock.millis() < end.toEpochMilli();
  }
}
