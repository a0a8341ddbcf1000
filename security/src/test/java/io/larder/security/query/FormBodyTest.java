package io.larder.security.query;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormBodyTest {
  @Test
  void namesAndValuesAreDecoded() {
    assertThat(parse("Action=GetUser&a+b=c%2Bd%20e&Empty=&None&x=1=2&%C3%A9=%e2%82%AC"))
        .isEqualTo(
            Map.of(
                "Action", "GetUser", "a b", "c+d e", "Empty", "", "None", "", "x", "1=2", "é",
                "€"));
  }

  @Test
  void nothingHoldsNoParameters() {
    assertThat(parse("")).isEmpty();
    assertThat(parse("&&")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%ff", "=b", "a=1&a=2"})
  void whatIsNoFormIsRefused(String body) {
    assertThat(refusal(body).code()).isEqualTo("MalformedQueryString");
  }

  @Test
  void aFormHasABoundInBytesAndInParameters() {
    assertThat(refusal("a=" + "x".repeat(FormBody.MAX_BYTES)).code())
        .isEqualTo("RequestEntityTooLarge");
    String many =
        IntStream.rangeClosed(0, FormBody.MAX_PARAMETERS)
            .mapToObj(i -> "p" + i + "=")
            .collect(Collectors.joining("&"));
    assertThat(refusal(many).code()).isEqualTo("MalformedQueryString");
  }

  private static QueryException refusal(String body) {
    return catchThrowableOfType(QueryException.class, () -> parse(body));
  }

  private static Map<String, String> parse(String body) {
    // Something before and behind it, which is not to be looked at.
    byte[] bytes = ("a=b&" + body + "&c=d").getBytes(ISO_8859_1);
    return FormBody.parse(bytes, 4, bytes.length - 8);
  }
}
