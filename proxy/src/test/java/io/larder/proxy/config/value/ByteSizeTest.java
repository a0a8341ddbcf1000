package io.larder.proxy.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,       0,             0 B",
    "100,     100,           100 B",
    "1 KB,    1024,          1 KB",
    "16mb,    16777216,      16 MB",
    "1536 M,  1610612736,    1536 MB",
    "2GiB,    2147483648,    2 GB",
    "1 TB,    1099511627776, 1 TB",
    "2048 GB, 2199023255552, 2 TB"
  })
  void sizesHaveBinaryUnits(String text, long bytes, String printed) {
    ByteSize size = ByteSize.parse(text);

    assertThat(size.bytes()).isEqualTo(bytes);
    assertThat(size).hasToString(printed);
    assertThat(ByteSize.parse(printed)).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1", "1.5 MB", "1 PB", "9999999999999 TB", "100%"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSizeCanBeAPartOfTheHeap() {
    assertThat(ByteSize.parse("50 %").bytes())
        .isCloseTo(Runtime.getRuntime().maxMemory() / 2, Percentage.withPercentage(1));
  }
}
