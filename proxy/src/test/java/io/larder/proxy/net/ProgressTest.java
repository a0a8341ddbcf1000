package io.larder.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final long SECOND = 1_000_000_000;
  private static final long TIMEOUT = 10 * SECOND;

  private final Progress progress = new Progress();

  @Test
  void whatStandsStillIsTooSlowAfterTheTimeOut() {
    progress.begin(0, 100);
    progress.see(200, 5 * SECOND);
    progress.see(200, 14 * SECOND);

    assertThat(progress.isTooSlow(15 * SECOND - 1, TIMEOUT, 0)).isFalse();
    assertThat(progress.isTooSlow(15 * SECOND, TIMEOUT, 0)).isTrue();
  }

  @Test
  void whatComesMayTakeTheTimeOutAndAsLongAsItsRateAllows() {
    progress.begin(0, 100);
    for (int second = 1; second <= 20; second++) {
      progress.see(100 + 10 * second, second * SECOND);
    }

    assertThat(progress.gained()).isEqualTo(200);
    assertThat(progress.isTooSlow(20 * SECOND, TIMEOUT, 0)).isFalse();
    assertThat(progress.isTooSlow(20 * SECOND, TIMEOUT, 19)).isFalse();
    assertThat(progress.isTooSlow(20 * SECOND, TIMEOUT, 20)).isTrue();
  }

  @Test
  void timeMayOverflow() {
    long start = Long.MAX_VALUE - SECOND;
    progress.begin(start, 0);

    assertThat(progress.isTooSlow(start + 2 * SECOND, TIMEOUT, 1)).isFalse();
    assertThat(progress.isTooSlow(start + TIMEOUT, TIMEOUT, 1)).isTrue();
  }
}
