package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ContentCodingTest {
  @ParameterizedTest
  @EnumSource
  void whatIsEncodedCanBeDecoded(ContentCoding coding) {
    byte[] plain = "{\"a\":1}".repeat(100).getBytes(UTF_8);

    byte[] coded = coding.encode(plain, plain.length);

    assertThat(coding.decode(coded, 0, coded.length, plain.length)).isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatWouldBeTooLargeIsNotDecoded(ContentCoding coding) {
    byte[] bomb = coding.encode(new byte[1_000_000], 1_000_000);

    assertThatThrownBy(() -> coding.decode(bomb, 0, bomb.length, 999_999))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refused -> assertThat(refused.error().httpStatus()).isEqualTo(413));
  }

  @Test
  void garbageIsNotDecoded() {
    assertThatThrownBy(() -> ContentCoding.GZIP.decode(new byte[20], 0, 20, 100))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refused -> assertThat(refused.error().httpStatus()).isEqualTo(500));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      quoteCharacter = '"',
      value = {
        "gzip | GZIP",
        "deflate | DEFLATE",
        "GZip | GZIP",
        "x-gzip | GZIP",
        "br, gzip | GZIP",
        // the order
        "gzip, deflate | GZIP",
        "deflate, gzip | DEFLATE",
        "deflate;q=0.5, gzip;q=0.5 | DEFLATE",
        // the weight before the order
        "gzip;q=0.5, deflate | DEFLATE",
        "gzip;q=0.5, deflate;q=0.501 | DEFLATE",
        "gzip ; Q=0.3 ,deflate; q=0.2 | GZIP",
        "br;q=1, gzip;q=0.001 | GZIP",
        // refused ones
        "gzip;q=0, deflate | DEFLATE",
        "gzip; q=0 | -",
        "gzip;q=0.0 | -",
        "gzip ;\tq=0.000 | -",
        // no coding
        "identity | -",
        "identity, gzip | -",
        "gzip, identity | GZIP",
        "gzip;q=0.5, identity | -",
        "gzip, identity;q=0.5 | GZIP",
        "br | -",
        "\"\" | -",
        // any
        "* | GZIP",
        "*;q=0 | -",
        "*, gzip;q=0 | DEFLATE",
        "*;q=0.5, deflate;q=0.4 | GZIP",
        "*, gzip;q=0, deflate;q=0 | -",
        "identity;q=0.5, * | GZIP",
        // what is no weight
        "gzip;q=2 | -",
        "gzip;q=x, deflate | DEFLATE",
        "gzip;q=0.1234 | -",
        "gzip;level=1 | -",
        ",, gzip | GZIP"
      },
      delimiter = '|')
  void theClientChoosesTheCoding(String acceptEncoding, ContentCoding expected) {
    assertThat(AcceptEncoding.preferred(acceptEncoding)).isEqualTo(expected);
  }
}
