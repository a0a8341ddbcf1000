package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.proxy.config.WishedPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DaxListenerTest {
  private final List<Integer> tried = new ArrayList<>();

  private final DaxListener.Opening allTaken =
      port -> {
        tried.add(port);
        throw new IOException("the address is already in use");
      };

  @Test
  void theUsualPortIsLeftToWhoeverHasIt() throws IOException {
    assertThat(DaxListener.open(WishedPort.parse("auto"), 8111, allTaken)).isNull();

    assertThat(tried).containsExactly(8111);
  }

  @Test
  void aPortThatWasAskedForIsNot() {
    assertThatThrownBy(() -> DaxListener.open(WishedPort.parse("8111"), 8111, allTaken))
        .isInstanceOf(IOException.class);
  }

  @Test
  void noPortIsTriedWhereNoneIsWanted() throws IOException {
    assertThat(DaxListener.open(WishedPort.parse("none"), 8111, allTaken)).isNull();

    assertThat(tried).isEmpty();
  }
}
