package io.larder.store;

import static io.larder.protocol.dax.AttributeLists.EMPTY;
import static io.larder.protocol.dax.AttributeLists.UNKNOWN;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.store.names.AttributeListStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of attribute lists must do; extended by the test of each. */
public abstract class AttributeListStoreContract {
  /** More than any store keeps of lists that are as long as they can be. */
  private static final int TOO_MANY = 1_000;

  /** An empty store. */
  protected abstract AttributeListStore lists();

  private int register(String... names) {
    return lists().register(List.of(names)).join();
  }

  @Test
  void aListHasNoNumberUntilItIsRegistered() {
    assertThat(lists().idOf(List.of("a"))).isEqualTo(UNKNOWN);
    assertThat(lists().namesOf(2)).isNull();
  }

  @Test
  void aRegisteredListHasOneNumberAndTheNumberHasTheList() {
    int id = register("b", "a");

    assertThat(id).isGreaterThan(EMPTY);
    assertThat(lists().idOf(List.of("b", "a"))).isEqualTo(id);
    assertThat(lists().namesOf(id)).containsExactly("b", "a");
    assertThat(register("b", "a")).isEqualTo(id);
  }

  @Test
  void listsThatDifferInAnythingHaveNumbersOfTheirOwn() {
    var ids =
        List.of(
            register("a", "b"),
            register("b", "a"),
            register("ab"),
            register("a"),
            register("A"),
            register("a", "b", "c"));

    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void theEmptyListHasItsNumberFromTheBeginning() {
    assertThat(lists().idOf(List.of())).isEqualTo(EMPTY);
    assertThat(lists().namesOf(EMPTY)).isEmpty();
    assertThat(register()).isEqualTo(EMPTY);
  }

  @Test
  void namesOfAnyTextAreKept() {
    List<String> names = List.of("\0", "é", "名前", "🎵".repeat(16_383), " ", "x".repeat(65_535));

    int id = lists().register(names).join();

    assertThat(lists().namesOf(id)).isEqualTo(names);
  }

  @Test
  void aListThatTheCallerChangesLaterStaysWhatItWas() {
    List<String> names = new ArrayList<>(List.of("a"));
    int id = lists().register(names).join();

    names.add("b");

    assertThat(lists().namesOf(id)).containsExactly("a");
    assertThat(lists().idOf(List.of("a"))).isEqualTo(id);
  }

  @Test
  void aListIsRegisteredOnceHoweverManyAskAtOnce() {
    List<CompletableFuture<Integer>> answers = Collections.synchronizedList(new ArrayList<>());
    IntStream.range(0, 1_000)
        .parallel()
        .forEach(number -> answers.add(lists().register(List.of("n" + number % 10))));

    Set<Integer> ids = new HashSet<>(answers.stream().map(CompletableFuture::join).toList());

    assertThat(ids).hasSize(10);
    for (int number = 0; number < 10; number++) {
      assertThat(ids).contains(lists().idOf(List.of("n" + number)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "half of a pair: \ud83c"})
  void aNameThatNoAttributeHasIsRefused(String name) {
    assertInvalid(List.of("a", name));
  }

  @Test
  void aListThatNoItemHasIsRefused() {
    assertInvalid(List.of("a", "b", "a"));
    assertInvalid(List.of("x".repeat(65_536)));
    assertInvalid(ofLongNames(7, 0));
  }

  private void assertInvalid(List<String> names) {
    assertThat(refusal(lists().register(names))).isInstanceOf(ServiceError.Validation.class);
    assertThat(lists().idOf(names)).isEqualTo(UNKNOWN);
  }

  /** So many names of 64,000 bytes. */
  private static List<String> ofLongNames(int count, int number) {
    return IntStream.range(0, count)
        .mapToObj(at -> "%d.%d.%s".formatted(number, at, "x".repeat(64_000)).substring(0, 64_000))
        .toList();
  }

  @Test
  void listsTakeNoMoreMemoryThanIsAllowedAndThoseThatAreThereStay() {
    int first = register("first");
    int kept = 0;
    while (kept < TOO_MANY && !lists().register(ofLongNames(6, kept)).isCompletedExceptionally()) {
      kept++;
    }

    assertThat(kept).isBetween(10, TOO_MANY - 1);
    assertThat(refusal(lists().register(ofLongNames(6, TOO_MANY))))
        .isInstanceOf(ServiceError.LimitExceeded.class);
    assertThat(register("first")).isEqualTo(first);
  }
}
