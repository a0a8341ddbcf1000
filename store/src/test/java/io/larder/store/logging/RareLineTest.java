package io.larder.store.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RareLineTest {
  private long now;
  private final RareLine line = new RareLine(() -> now);

  @Test
  void theFirstIsWrittenAndThoseOfTheSameMinuteAreNot() {
    assertThat(line.admit()).isZero();

    now += Duration.ofSeconds(59).toNanos();

    assertThat(line.admit()).isEqualTo(RareLine.LEFT_OUT);
  }

  @Test
  void afterAMinuteTheNextIsWrittenAndTellsOfThoseLeftOut() {
    line.admit();
    line.admit();
    line.admit();

    now += Duration.ofMinutes(1).toNanos();

    assertThat(line.admit()).isEqualTo(2);
    assertThat(line.admit()).isEqualTo(RareLine.LEFT_OUT);
  }

  @Test
  void timeMayOverflow() {
    now += Duration.ofNanos(Long.MAX_VALUE - 5).toNanos();
    var late = new RareLine(() -> now);
    late.admit();
    late.admit();

    now += Duration.ofMinutes(1).toNanos();

    assertThat(late.admit()).isEqualTo(1);
  }
}
