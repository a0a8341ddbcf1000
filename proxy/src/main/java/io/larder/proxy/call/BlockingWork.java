package io.larder.proxy.call;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * Runs what may block on virtual threads: so many at the same moment, so many waiting for a place,
 * and the rest is refused at once. The places are no more than the store has room for.
 */
public final class BlockingWork implements Work {
  // A place becomes free within a page's read; whoever waits this long is behind a defect.
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);
  static final ServiceError REFUSED =
      new ServiceError.Throttling("Rate of requests exceeds the allowed throughput.");

  private final Bulkhead admitted;
  private final Bulkhead running;
  private final ThreadFactory threads = Thread.ofVirtual().name("read-", 0).factory();

  public BlockingWork(int atOnce, int waiting) {
    this.admitted = bulkhead("admitted", atOnce + waiting, Duration.ZERO);
    this.running = bulkhead("running", atOnce, MAX_WAIT);
  }

  private static Bulkhead bulkhead(String name, int calls, Duration wait) {
    return Bulkhead.of(
        name,
        BulkheadConfig.custom()
            .maxConcurrentCalls(calls)
            .maxWaitDuration(wait)
            .writableStackTraceEnabled(false)
            .build());
  }

  @Override
  public void run(Runnable work, Completion completion) {
    if (!admitted.tryAcquirePermission()) {
      throw new ServiceException(REFUSED);
    }
    threads.newThread(() -> runAdmitted(work, completion)).start();
  }

  private void runAdmitted(Runnable work, Completion completion) {
    try {
      running.executeRunnable(work);
    } catch (BulkheadFullException e) {
      completion.complete(new Answer.Refused(REFUSED));
    } catch (Throwable failure) {
      completion.complete(Answer.of(failure));
    } finally {
      admitted.releasePermission();
    }
  }

  @Override
  public int inFlight() {
    var metrics = admitted.getMetrics();
    return metrics.getMaxAllowedConcurrentCalls() - metrics.getAvailableConcurrentCalls();
  }
}
