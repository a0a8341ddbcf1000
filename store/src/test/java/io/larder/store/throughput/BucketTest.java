package io.larder.store.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long BURST = 300 * SECOND;

  private long now;

  private int taken(Bucket bucket) {
    int taken = 0;
    while (!bucket.isSpent(now)) {
      bucket.take(1, now);
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 10_000_000_000L, Long.MIN_VALUE, -1_000_000_000L})
  void itBeginsWithWhatComesInASecondAndSavesWhatIsNotTaken(long start) {
    now = start;
    var bucket = new Bucket(10, BURST, now);

    assertThat(taken(bucket)).isEqualTo(10);
    now += SECOND;
    assertThat(taken(bucket)).isEqualTo(10);
    now += 20 * SECOND;
    assertThat(taken(bucket)).isEqualTo(200);
    now += 1000 * SECOND;
    assertThat(taken(bucket)).isEqualTo(3000);
  }

  @Test
  void whatIsTakenBeyondIsOwed() {
    var bucket = new Bucket(10, BURST, now);
    bucket.take(9, now);

    bucket.take(51, now);

    now += 5 * SECOND;
    assertThat(bucket.isSpent(now)).isTrue();
    now += 1;
    assertThat(bucket.isSpent(now)).isFalse();
  }

  @Test
  void nothingOwesMoreThanItCostHoweverManyCameAtOnce() {
    var bucket = new Bucket(1, BURST, now);

    for (int reader = 0; reader < 100; reader++) {
      bucket.take(128, now);
    }

    now += 128 * SECOND + 1;
    assertThat(bucket.isSpent(now)).isFalse();
  }

  @Test
  void anotherRateKeepsTheUnitsThatAreThere() {
    var bucket = new Bucket(1, BURST, now);
    now += BURST;

    bucket.rate(100, now);

    assertThat(taken(bucket)).isEqualTo(300);
    now += SECOND;
    assertThat(taken(bucket)).isEqualTo(100);
  }
}
