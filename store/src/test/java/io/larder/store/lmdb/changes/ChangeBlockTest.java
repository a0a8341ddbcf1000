package io.larder.store.lmdb.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.StreamViewType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeBlockTest {
  private static final long LAST = 1_000;

  private final ChangeBlock block = new ChangeBlock();

  private static Item item(String text) {
    return Item.ofStored(
        ("{\"pk\":{\"S\":\"" + text + "\"}}").getBytes(StandardCharsets.UTF_8), 2 + text.length());
  }

  private static @Nullable String json(@Nullable Item item) {
    if (item == null) {
      return null;
    }
    var bytes = new byte[item.jsonLength()];
    item.copyJsonTo(bytes, 0);
    return item.size() + " " + new String(bytes, StandardCharsets.UTF_8);
  }

  private static String text(Random random, String like) {
    int kept = random.nextInt(like.length() + 1);
    int from = random.nextInt(like.length() - kept + 1);
    String other = "abab".repeat(random.nextInt(40));
    return random.nextBoolean()
        ? like.substring(0, kept) + other + like.substring(like.length() - from)
        : other;
  }

  @Test
  void whatIsWrittenIsReadInEveryView() {
    var random = new Random(11);
    for (StreamViewType view : StreamViewType.values()) {
      var written = new ChangeBlock();
      List<ChangedItem> changes = new ArrayList<>();
      String text = "a".repeat(300);
      for (int count = 0; count < 500; count++) {
        String other = text(random, text);
        Item before = random.nextInt(10) == 0 ? null : item(text);
        Item after = before != null && random.nextInt(10) == 0 ? null : item(other);
        changes.add(new ChangedItem(item("k" + count), before, after, random.nextBoolean()));
        written.add(changes.getLast(), view);
        text = other + "b".repeat(random.nextInt(200));
      }

      byte[] bytes = written.toBytes();
      assertThat(bytes).hasSize(written.length());
      var reader = new BlockReader(bytes, LAST);
      for (ChangedItem change : changes) {
        assertThat(reader.next()).isTrue();
        assertThat(json(reader.keys())).isEqualTo(json(change.keys()));
        assertThat(json(reader.newImage()))
            .isEqualTo(view.showsNewImage() ? json(change.after()) : null);
        assertThat(json(reader.oldImage()))
            .isEqualTo(view.showsOldImage() ? json(change.before()) : null);
        assertThat(reader.isExpiry()).isEqualTo(change.isExpiry());
      }
      assertThat(reader.next()).isFalse();
      assertThat(reader.number()).isEqualTo(LAST);
    }
  }

  @Test
  void anOldImageThatIsMuchAsTheNewOneTakesLittleRoom() {
    String much = "x".repeat(1_000);
    block.add(
        new ChangedItem(item("k"), item(much + "1" + much), item(much + "23" + much), false),
        StreamViewType.NEW_AND_OLD_IMAGES);

    assertThat(block.length()).isBetween(2_000, 2_100);
  }

  @Test
  void aBlockThatIsCutIsMalformed() {
    block.add(
        new ChangedItem(item("k"), item("old " + "x".repeat(50)), item("x".repeat(50)), false),
        StreamViewType.NEW_AND_OLD_IMAGES);
    byte[] whole = block.toBytes();

    for (int length = ChangeBlock.HEADER + 1; length < whole.length; length++) {
      var reader = new BlockReader(Arrays.copyOf(whole, length), LAST);
      assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void equalItemsAreTheSameHoweverTheyAreWritten() {
    Item one = written("{\"pk\":{\"S\":\"a\"},\"x\":{\"S\":\"b\"},\"y\":{\"N\":\"1\"}}");
    Item moved = written("{\"pk\":{\"S\":\"a\"},\"y\":{\"N\":\"1\"},\"x\":{\"S\":\"b\"}}");
    Item other = written("{\"pk\":{\"S\":\"a\"},\"x\":{\"S\":\"1\"},\"y\":{\"N\":\"2\"}}");

    assertThat(ChangedItem.isSame(one, one)).isTrue();
    assertThat(ChangedItem.isSame(one, moved)).isTrue();
    assertThat(ChangedItem.isSame(one, other)).isFalse();
  }

  private static Item written(String json) {
    return Item.ofStored(json.getBytes(StandardCharsets.UTF_8), 9);
  }
}
