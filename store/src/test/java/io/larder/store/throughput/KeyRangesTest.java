package io.larder.store.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class KeyRangesTest {
  private static final long HOT = 0x0123_4567_89AB_CDEFL;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final KeyRanges ranges = new KeyRanges(0);

  private int taken(Access access, long collection, long now) {
    int taken = 0;
    while (!ranges.isSpent(access, collection, now)) {
      ranges.take(access, collection, 1, now);
      taken++;
    }
    return taken;
  }

  @Test
  void aCollectionHasWhatAPartitionGivesInASecond() {
    assertThat(taken(Access.WRITE, HOT, 0)).isEqualTo(KeyRanges.WRITE_UNITS);
    assertThat(taken(Access.READ, HOT, 0)).isEqualTo(KeyRanges.READ_UNITS);
    assertThat(taken(Access.WRITE, HOT, SECOND / 2)).isEqualTo(KeyRanges.WRITE_UNITS / 2);
    assertThat(taken(Access.WRITE, HOT, 100 * SECOND)).isEqualTo(KeyRanges.WRITE_UNITS);
  }

  @Test
  void othersDoNotFeelAHotOne() {
    taken(Access.WRITE, HOT, 0);

    assertThat(ranges.isSpent(Access.WRITE, ~HOT, 0)).isFalse();
  }
}
