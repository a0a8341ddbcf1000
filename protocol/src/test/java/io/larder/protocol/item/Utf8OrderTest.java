package io.larder.protocol.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Utf8OrderTest {
  @Test
  void stringsOrderAsTheirBytesDo() {
    List<String> texts =
        List.of(
            "",
            "a",
            "ab",
            "b",
            "z",
            "\u007f",
            "\u0080",
            "é",
            "\u07ff",
            "\u0800",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "😀",
            "😁",
            "😀a",
            "\ud83c\udf00",
            "a😀",
            "a\uffff");

    for (String left : texts) {
      for (String right : texts) {
        int expected = Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));

        assertThat(Integer.signum(Utf8Order.compare(left, right)))
            .as("'%s' and '%s'", left, right)
            .isEqualTo(Integer.signum(expected));
      }
    }
  }
}
