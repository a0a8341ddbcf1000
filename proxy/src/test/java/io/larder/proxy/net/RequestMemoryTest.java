package io.larder.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RequestMemoryTest {
  private static final int LIMIT = 1 << 20;
  private static final int SMALL = 1 << 10;

  private final RequestMemory memory = new RequestMemory(LIMIT);

  @Test
  void theLastNinthIsForThoseWhoTakeLittle() {
    assertThat(memory.take(LIMIT + 1)).isFalse();
    assertThat(memory.take(LIMIT)).isTrue();
    assertThat(memory.take(LIMIT / 2)).isFalse();
    assertThat(memory.take(LIMIT / 8)).isTrue();
    assertThat(memory.take(1)).isFalse();
    memory.giveBack(1);
    assertThat(memory.take(1)).isTrue();
  }

  @Test
  void whatIsRefusedCountsAtNoMoment() throws InterruptedException {
    // Given others that are refused all the time
    assertThat(memory.take(SMALL)).isTrue();
    Thread others =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    memory.take(2 * LIMIT);
                  }
                });

    // Then
    try {
      for (int i = 0; i < 1_000_000; i++) {
        assertThat(memory.taken()).isEqualTo(SMALL);
      }
    } finally {
      others.interrupt();
      others.join();
    }
  }
}
