package io.larder.store.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RecordsTest {

  @Test
  void aSingleEntryIsFoundByItsKeyOnly() {
    byte[] record = Records.single(key("s", "p", "o"), item("one"));

    assertThat(RecordReader.item(record, key("s", "p", "o"))).isNotNull();
    assertThat(json(Objects.requireNonNull(RecordReader.item(record, key("s", "p", "o")))))
        .isEqualTo("one");
    assertThat(RecordReader.item(record, key("t", "p", "o"))).isNull();
    assertThat(RecordReader.item(record, key("s", "q", "o"))).isNull();
    assertThat(RecordReader.item(record, key("s", "p", "x"))).isNull();
    assertThat(RecordReader.item(null, key("s", "p", "o"))).isNull();
  }

  @Test
  void theItemSizeIsKeptForSmallAndLargeItems() {
    for (int size : new int[] {0, 1, 127, 128, 16_383, 16_384, 409_600}) {
      Item item = Item.ofStored("{}".getBytes(StandardCharsets.UTF_8), size);

      byte[] record = Records.single(key("", "p", ""), item);

      assertThat(Objects.requireNonNull(RecordReader.item(record, key("", "p", ""))).size())
          .isEqualTo(size);
    }
  }

  @Test
  void replacingTheOnlyEntryLeavesASingleOne() {
    byte[] record = Records.single(key("", "p", ""), item("old"));

    byte[] changed = Records.with(record, key("", "p", ""), item("new"));

    assertThat(changed).isEqualTo(Records.single(key("", "p", ""), item("new")));
  }

  @Test
  void removingTheOnlyEntryLeavesNoRecord() {
    byte[] record = Records.single(key("a", "p", ""), item("one"));

    assertThat(Records.without(record, key("a", "p", ""))).isNull();
  }

  @Test
  void removingAnEntryThatIsNotThereLeavesTheOthers() {
    byte[] record = Records.single(key("a", "p", ""), item("one"));

    byte[] rest = Objects.requireNonNull(Records.without(record, key("b", "p", "")));

    assertThat(contents(rest)).containsExactly("one");
  }

  @Test
  void entriesAreOrderedBySuffixThenPartitionThenOwner() {
    byte[] record = Records.single(key("b", "p", ""), item("4"));
    record = Records.with(record, key("a", "q", "y"), item("3"));
    record = Records.with(record, key("a", "q", "x"), item("2"));
    record = Records.with(record, key("a", "p", "z"), item("1"));

    assertThat(contents(record)).containsExactly("1", "2", "3", "4");
    assertThat(contentsBackward(record)).containsExactly("4", "3", "2", "1");
  }

  @Test
  void insertsReplacementsAndRemovalsInAnyOrderAgreeWithAMap() {
    var random = new Random(20261120);
    var expected = new TreeMap<String, String>();
    byte[] record = null;
    for (int step = 0; step < 2_000; step++) {
      String suffix = "%03d".formatted(random.nextInt(40));
      RecordKey key = key(suffix, "p", "");
      if (random.nextInt(3) > 0) {
        String json = "x".repeat(random.nextInt(300)) + step;
        record = Records.with(record, key, item(json));
        expected.put(suffix, json);
      } else if (record != null) {
        record = Records.without(record, key);
        expected.remove(suffix);
      }
      if (record == null) {
        assertThat(expected).isEmpty();
      } else {
        assertThat(contents(record)).containsExactlyElementsOf(expected.values());
      }
    }
  }

  private static RecordKey key(String suffix, String partition, String owner) {
    return new RecordKey(KeyLayout.NONE, bytes(suffix), bytes(partition), bytes(owner));
  }

  private static Item item(String json) {
    return Item.ofStored(bytes(json), json.length());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Item item) {
    byte[] json = new byte[item.jsonLength()];
    item.copyJsonTo(json, 0);
    return new String(json, StandardCharsets.UTF_8);
  }

  private static List<String> contents(byte[] record) {
    List<String> contents = new ArrayList<>();
    var reader = new RecordReader().open(record);
    while (reader.next()) {
      contents.add(json(reader.item()));
    }
    return contents;
  }

  private static List<String> contentsBackward(byte[] record) {
    List<String> contents = new ArrayList<>();
    var reader = new RecordReader().openAtEnd(record);
    while (reader.previous()) {
      contents.add(json(reader.item()));
    }
    return contents;
  }
}
