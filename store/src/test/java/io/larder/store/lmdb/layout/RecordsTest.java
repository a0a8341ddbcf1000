package io.larder.store.lmdb.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.item.Item;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecordsTest {

  @Test
  void anEntryIsReadBack() {
    byte[] record = Records.of(key("p", "o"), item("one"));

    assertThat(json(read(record, key("p", "o")))).isEqualTo("one");
    assertThat(RecordReader.item(null, key("p", "o"))).isNull();
  }

  @Test
  void anEntryOfAnotherKeyIsNeverTakenForTheRightOne() {
    byte[] record = Records.of(key("p", "o"), item("one"));

    assertThatThrownBy(() -> RecordReader.item(record, key("q", "o")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> RecordReader.item(record, key("p", "x")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> RecordReader.item(record, key("po", "")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theItemSizeIsKeptForSmallAndLargeItems() {
    for (int size : new int[] {0, 1, 127, 128, 16_383, 16_384, 409_600}) {
      Item item = Item.ofStored("{}".getBytes(StandardCharsets.UTF_8), size);

      byte[] record = Records.of(key("p", ""), item);

      assertThat(read(record, key("p", "")).size()).isEqualTo(size);
    }
  }

  @Test
  void aRecordThatIsCutIsReadWithoutItsEndOrNotAtAll() {
    byte[] record = Records.of(key("p".repeat(200), "o".repeat(150)), item("{}"));
    int start = record.length - 2;

    for (int length = 0; length < start; length++) {
      byte[] cut = Arrays.copyOf(record, length);
      assertThatThrownBy(() -> new RecordReader().open(cut))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(new RecordReader().open(Arrays.copyOf(record, start)).item().jsonLength()).isZero();
  }

  @Test
  void anyBytesAreARecordOrAreRefused() {
    var random = new Random(20261130);
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      try {
        Item item = new RecordReader().open(bytes).item();
        assertThat(item.jsonLength()).isBetween(0, bytes.length);
        assertThat(item.size()).isNotNegative();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("A stored record is malformed");
      }
    }
  }

  private static RecordKey key(String partition, String owner) {
    return Layers.at(KeyLayout.NONE, bytes(partition), bytes(owner));
  }

  private static Item item(String json) {
    return Item.ofStored(bytes(json), json.length());
  }

  private static Item read(byte[] record, RecordKey key) {
    return Objects.requireNonNull(RecordReader.item(record, key));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Item item) {
    byte[] json = new byte[item.jsonLength()];
    item.copyJsonTo(json, 0);
    return new String(json, StandardCharsets.UTF_8);
  }
}
