package io.larder.store.lmdb.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.ScanSegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyRangeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1,    0,    4095",
    "0, 3,    0,    1365",
    "1, 3,    1366, 2730",
    "2, 3,    2731, 4095",
    "4, 7,    2341, 2925",
    "9, 4096, 9,    9"
  })
  void aSegmentHoldsItsShareOfTheFirstTwelveBitsOfTheHash(
      int segment, int totalSegments, int first, int last) {
    var part = new ScanSegment(segment, totalSegments);

    assertThat(KeyRange.contains(part, first)).isTrue();
    assertThat(KeyRange.contains(part, last)).isTrue();
    assertThat(KeyRange.contains(part, first - 1)).isFalse();
    assertThat(KeyRange.contains(part, last + 1)).isFalse();
  }
}
