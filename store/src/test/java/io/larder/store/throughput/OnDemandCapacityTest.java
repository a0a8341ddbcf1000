package io.larder.store.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OnDemandCapacityTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final OnDemandCapacity capacity = new OnDemandCapacity(4000, 0);
  private long now;

  /** Takes what there is for a minute, at most so much in a second; returns how much that was. */
  private long takeForAMinute(int most) {
    long taken = 0;
    for (int second = 0; second < 60; second++) {
      for (int unit = 0; unit < most && !capacity.isSpent(now); unit++) {
        capacity.take(1, now);
        taken++;
      }
      now += SECOND;
    }
    return taken;
  }

  @Test
  void itTakesWhatItIsWarmForAndGrowsWithTheDemand() {
    assertThat(takeForAMinute(20_000)).isEqualTo(60 * 4000);
    assertThat(takeForAMinute(20_000)).isBetween(60 * 8000L - 8000, 60 * 8000L);
    assertThat(takeForAMinute(20_000)).isBetween(60 * 15_000L, 60 * 16_000L);
    assertThat(takeForAMinute(20_000)).isBetween(60 * 19_000L, 60 * 20_000L);
  }

  @Test
  void aTableThatIsNotAskedForMuchStaysAsItIs() {
    takeForAMinute(100);

    assertThat(takeForAMinute(20_000)).isEqualTo(60 * 4000);
  }
}
