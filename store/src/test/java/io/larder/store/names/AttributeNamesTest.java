package io.larder.store.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists chosen so that Java's hash of them is one and the same. */
final class AttributeNamesTest {
  private static final int COUNT = 256;

  private static List<String> chosen(int number) {
    List<String> names = new ArrayList<>();
    for (int bit = 1; bit < COUNT; bit <<= 1) {
      names.add((number & bit) == 0 ? "Aa" : "BB");
    }
    return names;
  }

  @Test
  void listsCannotBeChosenToShareAHash() {
    long hashes =
        IntStream.range(0, COUNT)
            .map(number -> new NameLists.Names(chosen(number)).hashCode())
            .distinct()
            .count();

    assertThat(hashes).isGreaterThan(COUNT - 8);
  }

  @Test
  void equalListsShareTheirHash() {
    assertThat(new NameLists.Names(chosen(1)))
        .isEqualTo(new NameLists.Names(List.copyOf(chosen(1))))
        .hasSameHashCodeAs(new NameLists.Names(List.copyOf(chosen(1))));
  }
}
