package io.larder.store.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RareLineTest {
  private final ManualTicker ticker = new ManualTicker();
  private final RareLine line = new RareLine(ticker);

  @Test
  void theFirstIsWrittenAndThoseOfTheSameMinuteAreNot() {
    assertThat(line.admit()).isZero();

    ticker.pass(Duration.ofSeconds(59));

    assertThat(line.admit()).isEqualTo(RareLine.LEFT_OUT);
  }

  @Test
  void afterAMinuteTheNextIsWrittenAndTellsOfThoseLeftOut() {
    line.admit();
    line.admit();
    line.admit();

    ticker.pass(Duration.ofMinutes(1));

    assertThat(line.admit()).isEqualTo(2);
    assertThat(line.admit()).isEqualTo(RareLine.LEFT_OUT);
  }

  @Test
  void timeMayOverflow() {
    ticker.pass(Duration.ofNanos(Long.MAX_VALUE - 5));
    var late = new RareLine(ticker);
    late.admit();
    late.admit();

    ticker.pass(Duration.ofMinutes(1));

    assertThat(late.admit()).isEqualTo(1);
  }
}
