package io.larder.cache.policy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns of table names. */
final class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "Orders,  Orders,     true",
    "Orders,  orders,     false",
    "Orders,  Orders2,    false",
    "Orders?, Orders2,    true",
    "Orders?, Orders,     false",
    "Order*,  Orders,     true",
    "Order*,  Order,      true",
    "*,       Orders,     true",
    "*s,      Orders,     true",
    "*s,      Order,      false",
    "a*b*c,   a-b-b-c,    true",
    "a*b*c,   a-c-b,      false",
    "a**?,    ab,         true",
    "a.c,     abc,        false",
    "a.c,     a.c,        true"
  })
  void aStarIsAnyTextAndAQuestionMarkOneCharacter(String pattern, String name, boolean matches) {
    assertThat(NamePattern.matches(pattern, name)).isEqualTo(matches);
  }

  @Test
  @Timeout(value = 5, unit = SECONDS)
  void manyStarsTakeNoLonger() {
    assertThat(NamePattern.matches("*a".repeat(120) + "b", "a".repeat(255))).isFalse();
  }
}
