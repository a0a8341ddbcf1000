package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ContentCodingTest {
  @ParameterizedTest
  @EnumSource
  void whatIsEncodedCanBeDecoded(ContentCoding coding) {
    byte[] plain = "{\"a\":1}".repeat(100).getBytes(UTF_8);

    byte[] coded = coding.encode(plain);

    assertThat(coding.decode(coded, 0, coded.length, plain.length)).isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatWouldBeTooLargeIsNotDecoded(ContentCoding coding) {
    byte[] bomb = coding.encode(new byte[1_000_000]);

    assertThat(coding.decode(bomb, 0, bomb.length, 999_999)).isNull();
  }

  @Test
  void garbageIsNotDecoded() {
    assertThat(ContentCoding.GZIP.decode(new byte[20], 0, 20, 100)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "gzip; GZIP",
        "deflate; DEFLATE",
        "br, GZIP; GZIP",
        "gzip|q=0.5, deflate; GZIP",
        "gzip|q=0, deflate; DEFLATE",
        "gzip|q=0.0; -",
        "identity; -",
        "x-gzip; -",
        "''; -"
      },
      delimiter = ';')
  void theClientChoosesTheCoding(String acceptEncoding, ContentCoding expected) {
    assertThat(ContentCoding.accepted(acceptEncoding.replace('|', ';'))).isEqualTo(expected);
  }
}
