package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.proxy.config.value.WishedPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListeningTest {
  private final List<Integer> tried = new ArrayList<>();

  private final Listening.Opening allTaken =
      port -> {
        tried.add(port);
        throw new IOException("the address is already in use");
      };

  private static Listening.Address address(String port) {
    return new Listening.Address("localhost", WishedPort.parse(port), 8111, "dax.port");
  }

  @Test
  void theUsualPortIsLeftToWhoeverHasIt() throws IOException {
    assertThat(Listening.open(address("auto"), allTaken)).isNull();

    assertThat(tried).containsExactly(8111);
  }

  @Test
  void aPortThatWasAskedForIsNot() {
    assertThatThrownBy(() -> Listening.open(address("8111"), allTaken))
        .isInstanceOf(IOException.class);
  }

  @Test
  void noPortIsTriedWhereNoneIsWanted() throws IOException {
    assertThat(Listening.open(address("none"), allTaken)).isNull();

    assertThat(tried).isEmpty();
  }
}
