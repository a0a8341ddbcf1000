package io.larder.proxy.call;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BlockingWorkTest {
  private final BlockingWork work = new BlockingWork(2, 3);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void runsSoManyAtOnceLetsSoManyWaitAndRefusesTheRest() {
    for (int i = 0; i < 5; i++) {
      work.run(this::waitForRelease, new PromisedResponse());
    }
    await().until(() -> running.get() == 2);

    assertThatThrownBy(() -> work.run(this::waitForRelease, new PromisedResponse()))
        .isInstanceOf(ServiceException.class)
        .hasMessage("Rate of requests exceeds the allowed throughput.");
    assertThat(work.inFlight()).isEqualTo(5);
    assertThat(running).hasValue(2);

    release.countDown();
    await().until(() -> done.get() == 5 && work.inFlight() == 0);
  }

  @Test
  void tellsOfAFailureAndIsFreeAgain() {
    var told = new PromisedResponse();

    work.run(
        () -> {
          throw new IllegalStateException("broken");
        },
        told);

    await().until(told.outcome()::isDone);
    assertThat(told.outcome().exceptionNow()).hasMessage("broken");
    await().until(() -> work.inFlight() == 0);
  }

  @Test
  void runsOnVirtualThreads() {
    var isVirtual = new CompletableFuture<Boolean>();

    work.run(() -> isVirtual.complete(Thread.currentThread().isVirtual()), new PromisedResponse());

    assertThat(isVirtual.join()).isTrue();
  }

  private void waitForRelease() {
    running.incrementAndGet();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    done.incrementAndGet();
  }
}
