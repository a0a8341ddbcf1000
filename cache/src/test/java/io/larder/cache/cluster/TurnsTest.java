package io.larder.cache.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left for the end of a turn. */
final class TurnsTest {
  private final Turns turns = new Turns();
  private final List<String> done = new ArrayList<>();

  @Test
  void effectsComeAfterTheTurnInTheirOrderAndMayTakeAnother() {
    turns.take(
        () -> {
          turns.later(() -> turns.take(() -> done.add("another turn")));
          turns.later(() -> done.add("second"));
          done.add("turn");
        });

    assertThat(done).containsExactly("turn", "another turn", "second");
  }

  @Test
  void whatOneThrowsKeepsNoneOfTheOthersBack() {
    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      turns.later(
                          () -> {
                            throw new IllegalStateException("first");
                          });
                      turns.later(() -> done.add("second"));
                    }))
        .hasMessage("first");

    assertThat(done).containsExactly("second");
  }

  @Test
  void nothingIsLeftOutsideOfATurn() {
    assertThatThrownBy(() -> turns.later(() -> {})).isInstanceOf(IllegalStateException.class);
  }
}
