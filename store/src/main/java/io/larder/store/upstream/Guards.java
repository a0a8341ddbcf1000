package io.larder.store.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.time.Duration;

/** What keeps an upstream that is in trouble from being called, and calls from piling up. */
final class Guards {
  private static final int WINDOW = 100;
  private static final int LEAST_CALLS = 20;
  private static final int PROBES = 10;
  private static final float MOST_FAILED_PERCENT = 50;
  private static final float MOST_SLOW_PERCENT = 100;

  private Guards() {}

  /** One for all tables: it counts what got no answer or one of 5xx, never a refusal. */
  static CircuitBreaker breaker() {
    return CircuitBreaker.of(
        "upstream",
        CircuitBreakerConfig.custom()
            .slidingWindow(WINDOW, LEAST_CALLS, SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(MOST_FAILED_PERCENT)
            .slowCallDurationThreshold(Duration.ofSeconds(1))
            .slowCallRateThreshold(MOST_SLOW_PERCENT)
            .waitDurationInOpenState(Duration.ofSeconds(5))
            .permittedNumberOfCallsInHalfOpenState(PROBES)
            .writableStackTraceEnabled(false)
            .build());
  }

  /** Admits so many at once, and refuses others without waiting. */
  static Bulkhead bulkhead(String name, int atOnce) {
    return Bulkhead.of(
        name,
        BulkheadConfig.custom()
            .maxConcurrentCalls(atOnce)
            .maxWaitDuration(Duration.ZERO)
            .writableStackTraceEnabled(false)
            .build());
  }

  /** The refusal of a call for which there is no room. */
  static ServiceException tooMany() {
    return new ServiceException(
        new ServiceError.Throttling("Rate of requests exceeds the allowed throughput."));
  }
}
