package io.larder.protocol.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSearchTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String random(Random random, int length, int letters) {
    return random
        .ints(length, 0, letters)
        .mapToObj(letter -> String.valueOf((char) ('a' + letter)))
        .collect(Collectors.joining());
  }

  /** 1,024 characters; that of the opposite letters has the same hash modulo 2³² to any base. */
  private static String thueMorse(char zero, char one) {
    return IntStream.range(0, 1_024)
        .mapToObj(i -> String.valueOf(Integer.bitCount(i) % 2 == 0 ? zero : one))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 150})
  void findsWhatTheJdkFinds(int letters) {
    var random = new Random(letters);
    for (int round = 0; round < 300; round++) {
      String text = random(random, random.nextInt(6_000), letters);
      ByteSearch search = ByteSearch.in(bytes(text));
      for (int times = 0; times < 5; times++) {
        int from = random.nextInt(text.length() + 1);
        int to = from + random.nextInt(text.length() - from + 1);
        String part = text.substring(from, to) + random(random, random.nextInt(3), letters);

        assertThat(search.finds(bytes(part))).isEqualTo(text.contains(part));
      }
    }
  }

  @Test
  void isNotMisledByStringsOfTheSameHash() {
    // Given
    String text = thueMorse('a', 'b').repeat(50);
    ByteSearch search = ByteSearch.in(bytes(text));

    // When, Then
    assertThat(search.finds(bytes(thueMorse('b', 'a') + thueMorse('a', 'b')))).isFalse();
    assertThat(search.finds(bytes(thueMorse('a', 'b') + thueMorse('b', 'a')))).isFalse();
    assertThat(search.finds(bytes(thueMorse('a', 'b') + thueMorse('a', 'b')))).isTrue();
  }

  @Test
  void findsNothingLongerThanTheText() {
    assertThat(ByteSearch.in(bytes("abc")).finds(bytes("abcd"))).isFalse();
    assertThat(ByteSearch.in(bytes("")).finds(bytes(""))).isTrue();
  }
}
