package io.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys chosen so that the JDK's hash of their bytes is one and the same. */
final class PrimaryKeyTest {
  private static final int COUNT = 256;
  private static final byte[] SAME = {'a'};

  private static byte[] chosen(int number) {
    var text = new StringBuilder();
    for (int bit = 1; bit < COUNT; bit <<= 1) {
      text.append((number & bit) == 0 ? "Aa" : "BB");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static long distinct(IntStream hashes) {
    return hashes.distinct().count();
  }

  @Test
  void sortKeysCannotBeChosenToShareAHash() {
    assertThat(
            distinct(
                IntStream.range(0, COUNT)
                    .map(i -> new PrimaryKey(1, 1, SAME, chosen(i)).hashCode())))
        .isGreaterThan(COUNT - 8);
  }

  @Test
  void equalKeysShareTheirHash() {
    assertThat(new PrimaryKey(1, 1, chosen(1), chosen(2)))
        .isEqualTo(new PrimaryKey(1, 1, chosen(1), chosen(2)))
        .hasSameHashCodeAs(new PrimaryKey(1, 1, chosen(1), chosen(2)));
    assertThat(new PrimaryKey(1, 1, SAME, new byte[0]).hashCode())
        .isNotEqualTo(new PrimaryKey(2, 2, SAME, new byte[0]).hashCode());
  }
}
