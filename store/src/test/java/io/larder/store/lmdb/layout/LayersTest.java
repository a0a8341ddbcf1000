package io.larder.store.lmdb.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LayersTest {
  private static RecordKey at(int length) {
    byte[] full = new byte[length];
    Arrays.fill(full, (byte) 3);
    return Layers.at(full, KeyLayout.NONE, KeyLayout.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "28,   0, 28",
    "510,  0, 510",
    "511,  1, 20",
    "512,  1, 21",
    "1001, 1, 510",
    "1002, 2, 20",
    "1052, 2, 70",
    "1493, 3, 20",
    "2108, 4, 144",
  })
  void aKeyGoesOnInTheLayerBelowWhereItFillsAKeyOfLmdb(int length, int markers, int rest) {
    RecordKey key = at(length);

    assertThat(key.markers()).hasSize(markers).allMatch(marker -> marker.length == 511);
    assertThat(key.key()).hasSize(rest);
  }

  @Test
  void theIdOfALayerIsThatOfItsTableWithTheTopBitSet() {
    assertThat(at(600).key()).startsWith(0x83, 3, 3, 3);
    assertThat(at(2_000).markers().getLast()).startsWith(0x83, 3, 3, 3);
  }

  @Test
  void keysThatDifferBeforeTheCutAreInDifferentLayers() {
    byte[] one = new byte[600];
    byte[] other = new byte[600];
    other[510] = 1;

    assertThat(Arrays.copyOf(Layers.at(one, one, one).key(), Layers.PREFIX))
        .isNotEqualTo(Arrays.copyOf(Layers.at(other, one, one).key(), Layers.PREFIX));
  }

  @Test
  void keysThatDifferBehindTheCutAreInOneLayerInTheirOrder() {
    byte[] one = new byte[600];
    byte[] other = new byte[600];
    other[511] = 1;

    RecordKey first = Layers.at(one, one, one);
    RecordKey second = Layers.at(other, one, one);

    assertThat(Arrays.mismatch(first.key(), second.key())).isEqualTo(Layers.PREFIX);
    assertThat(Arrays.compareUnsigned(first.key(), second.key())).isNegative();
  }
}
