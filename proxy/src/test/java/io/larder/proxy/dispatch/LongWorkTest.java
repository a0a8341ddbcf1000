package io.larder.proxy.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Response;
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
      work.run(this::waitForRelease, new Told());
    }

    assertThatThrownBy(() -> work.run(this::waitForRelease, new Told()))
        .isInstanceOf(ServiceException.class)
        .hasMessage("Rate of requests exceeds the allowed throughput.");
    assertThat(work.inFlight()).isEqualTo(3);

    release.complete(null);
    await().until(() -> done.get() == 3 && work.inFlight() == 0);
  }

  @Test
  void tellsOfAFailureAndGoesOn() {
    var told = new Told();

    work.run(
        () -> {
          throw new IllegalStateException("broken");
        },
        told);
    work.run(done::incrementAndGet, new Told());

    assertThat(told.failure.join()).hasMessage("broken");
    await().until(() -> done.get() == 1);
  }

  private void waitForRelease() {
    release.join();
    done.incrementAndGet();
  }

  /** Keeps the failure that it is told. */
  private static final class Told implements Completion {
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    @Override
    public void succeeded(Response response) {}

    @Override
    public void failed(Throwable cause) {
      failure.complete(cause);
    }
  }
}
