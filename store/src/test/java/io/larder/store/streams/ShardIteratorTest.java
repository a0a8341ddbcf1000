package io.larder.store.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ShardPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIteratorTest {
  private static final String ARN =
      "arn:aws:dynamodb:us-east-1:123456789012:table/abc/stream/2026-11-29T10:00:00.123";
  private static final String SHARD = "shardId-00000001414562045508-2bac9cd2";
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:01.234Z");

  static Stream<ShardPosition> positions() {
    return Stream.of(
        ShardPosition.TRIM_HORIZON,
        ShardPosition.at("300000000000000499659"),
        ShardPosition.after("9".repeat(40)));
  }

  @ParameterizedTest
  @MethodSource("positions")
  void aReaderGoesOnWhereItWas(ShardPosition position) {
    var iterator = new ShardIterator(ARN, SHARD, position, NOW);

    assertThat(ShardIterator.parse(iterator.text())).isEqualTo(iterator);
  }

  @Test
  void itBeginsWithItsStreamAndFitsItsMember() {
    String longest =
        new ShardIterator(
                ARN.replace("abc", "a".repeat(255)),
                "s".repeat(65),
                ShardPosition.at("9".repeat(40)),
                NOW)
            .text();

    assertThat(new ShardIterator(ARN, SHARD, ShardPosition.TRIM_HORIZON, NOW).text())
        .startsWith(ARN + "|1|");
    assertThat(longest).hasSizeLessThan(2048);
  }

  @Test
  void itIsGoodForAQuarterOfAnHour() {
    var iterator = new ShardIterator(ARN, SHARD, ShardPosition.TRIM_HORIZON, NOW);

    assertThat(iterator.isExpired(NOW.plus(Duration.ofMinutes(15)))).isFalse();
    assertThat(iterator.isExpired(NOW.plus(Duration.ofMinutes(15)).plusMillis(1))).isTrue();
    assertThat(
            iterator
                .next(ShardPosition.at("1"), NOW.plus(Duration.ofMinutes(10)))
                .isExpired(NOW.plus(Duration.ofMinutes(20))))
        .isFalse();
  }

  @Test
  void whatIsNotWholeOrWasChangedIsRefused() {
    String good = new ShardIterator(ARN, SHARD, ShardPosition.at("300"), NOW).text();
    int payload = good.lastIndexOf('|') + 1;

    for (int length = 0; length < good.length(); length++) {
      assertRefused(good.substring(0, length));
    }
    for (int at = payload; at < good.length(); at++) {
      char other = good.charAt(at) == 'A' ? 'B' : 'A';
      String changed = good.substring(0, at) + other + good.substring(at + 1);
      assertRefused(changed);
    }
    assertRefused(good.replace("table/abc", "table/abd"));
    assertRefused(good + "AAAA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "|1|",
        "arn:x|1|AAAA",
        ARN,
        ARN + "|1|",
        ARN + "|1|AAAA",
        ARN + "|2|AAAA"
      })
  void rubbishIsRefused(String text) {
    assertRefused(text);
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> ShardIterator.parse(text))
        .as(text)
        .isInstanceOf(ServiceException.class)
        .hasMessage("Invalid ShardIterator");
  }

  @Test
  void theEndOfAShardIsNoPlaceToKeep() {
    assertThatThrownBy(() -> new ShardIterator(ARN, SHARD, ShardPosition.LATEST, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
