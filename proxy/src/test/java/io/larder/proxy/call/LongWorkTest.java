package io.larder.proxy.call;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LongWorkTest {
  private final LongWork work = LongWork.start("long", 1, 2);
  private final CompletableFuture<Void> release = new CompletableFuture<>();
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void letsSoManyWaitAndRefusesTheRest() {
    for (int i = 0; i < 3; i++) {
      work.run(this::waitForRelease, new PromisedResponse());
    }

    assertThatThrownBy(() -> work.run(this::waitForRelease, new PromisedResponse()))
        .isInstanceOf(ServiceException.class)
        .hasMessage("Rate of requests exceeds the allowed throughput.");
    assertThat(work.inFlight()).isEqualTo(3);

    release.complete(null);
    await().until(() -> done.get() == 3 && work.inFlight() == 0);
  }

  @Test
  void tellsOfAFailureAndGoesOn() {
    var told = new PromisedResponse();

    work.run(
        () -> {
          throw new IllegalStateException("broken");
        },
        told);
    work.run(done::incrementAndGet, new PromisedResponse());

    await().until(told.outcome()::isDone);
    assertThat(told.outcome().exceptionNow()).hasMessage("broken");
    await().until(() -> done.get() == 1);
  }

  private void waitForRelease() {
    release.join();
    done.incrementAndGet();
  }
}
