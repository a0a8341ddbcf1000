package io.larder.cache.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Stripes of writes whose outcome nobody knows. */
final class QuietTimeTest {
  private final StripedVersions versions = new StripedVersions(8);
  private final Queue<Long> due = new ArrayDeque<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private long now;

  private QuietTime quiet(Duration length) {
    return new QuietTime(
        versions,
        length,
        () -> now,
        (_, task, delay, _) -> {
          due.add(now + delay);
          tasks.add(task);
          return new CompletableFuture<>();
        },
        Runnable::run);
  }

  private void unknown(QuietTime quiet, long... hashes) {
    Flux.enter(versions, hashes).leaveTo(quiet);
  }

  /** Lets the next task run when it is due. */
  private void pass() {
    now = Objects.requireNonNull(due.poll());
    Objects.requireNonNull(tasks.poll()).run();
  }

  private boolean isInFlux(long hash) {
    return versions.current(hash) == StripedVersions.IN_FLUX;
  }

  @Test
  void aStripeStaysInFluxUntilTheTimeIsOver() {
    unknown(quiet(Duration.ofNanos(10)), 1, 2);

    assertThat(due).containsExactly(10L);
    assertThat(isInFlux(1)).isTrue();
    pass();
    assertThat(isInFlux(1)).isFalse();
    assertThat(isInFlux(2)).isFalse();
    assertThat(tasks).isEmpty();
  }

  @Test
  void theLastWriteOfAStripeSaysHowLong() {
    QuietTime quiet = quiet(Duration.ofNanos(10));
    unknown(quiet, 1, 2);
    now = 4;
    unknown(quiet, 2, 3);

    pass();

    assertThat(isInFlux(1)).isFalse();
    assertThat(isInFlux(2)).isTrue();
    assertThat(isInFlux(3)).isTrue();
    assertThat(due).containsExactly(14L);
    pass();
    assertThat(isInFlux(2)).isFalse();
    assertThat(isInFlux(3)).isFalse();
    assertThat(tasks).isEmpty();
  }

  @Test
  void anyNumberOfWritesLeavesRoomForOthers() {
    QuietTime quiet = quiet(Duration.ofNanos(10));
    for (int i = 0; i < 2 * StripedVersions.MAX_IN_FLUX; i++) {
      unknown(quiet, 1);
    }

    Flux.enter(versions, new long[] {1}).leave();

    assertThat(tasks).hasSize(1);
    pass();
    assertThat(isInFlux(1)).isFalse();
  }

  @Test
  void whereNothingComesLaterNothingIsHeld() {
    unknown(quiet(Duration.ZERO), 1);

    assertThat(isInFlux(1)).isFalse();
    assertThat(tasks).isEmpty();
  }

  @Test
  void afterAllWasLeftItBeginsAgain() {
    QuietTime quiet = quiet(Duration.ofNanos(10));
    unknown(quiet, 1);
    pass();

    unknown(quiet, 1);

    assertThat(isInFlux(1)).isTrue();
    pass();
    assertThat(isInFlux(1)).isFalse();
  }
}
