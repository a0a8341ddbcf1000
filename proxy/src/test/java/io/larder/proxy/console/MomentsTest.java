package io.larder.proxy.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MomentsTest {
  private final AtomicLong now = new AtomicLong(1000);
  private final Moments moments =
      new Moments(millis -> "{\"at\":" + millis + "}", () -> Instant.ofEpochMilli(now.get()));

  private void take(int count) {
    for (int i = 0; i < count; i++) {
      moments.take();
      now.addAndGet(1000);
    }
  }

  @Test
  void whatIsNewerIsTold() {
    take(3);

    assertThat(moments.since(0)).isEqualTo("[{\"at\":1000},\n{\"at\":2000},\n{\"at\":3000}]");
    assertThat(moments.since(2000)).isEqualTo("[{\"at\":3000}]");
    assertThat(moments.since(3000)).isEqualTo("[]");
  }

  @Test
  void aQuarterOfAnHourIsKept() {
    take(Moments.MOST + 10);

    assertThat(moments.since(0).lines())
        .hasSize(Moments.MOST)
        .first()
        .isEqualTo("[{\"at\":11000},");
  }

  @Test
  void whatFailsIsLeftOut() {
    var failing =
        new Moments(
            _ -> {
              throw new IllegalStateException("closed");
            },
            () -> Instant.ofEpochMilli(now.get()));

    failing.take();

    assertThat(failing.since(0)).isEqualTo("[]");
  }
}
