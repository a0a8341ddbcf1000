package io.larder.protocol.dax.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentItemsTest {
  private static final KeySchema KEYS = keys("pk");

  private final RecentItems recent = new RecentItems();
  private final Lists lists = new Lists();
  private final Item item = item("v");
  private final CborWriter out = new CborWriter();

  private static KeySchema keys(String partition) {
    return new KeySchema(List.of(new KeyAttribute(partition, AttributeValue.Type.S)), List.of());
  }

  private static Item item(String value) {
    return Item.of(Map.of("pk", new Str("k"), "v", new Str(value)));
  }

  private boolean isWritten(Item asked, boolean isWhole, KeySchema keys, Lists of) {
    out.clear();
    return recent.write(asked, isWhole, keys, of, out);
  }

  private void written(Item read) {
    out.clear();
    out.writeText("before");
    int start = out.length();
    out.writeText("the item");
    recent.written(read, true, KEYS, lists, out, start);
  }

  @BeforeEach
  void writeItOnce() {
    written(item);
  }

  @Test
  void keepsWhatIsWrittenAgain() {
    assertThat(isWritten(item, true, KEYS, lists)).isFalse();
    written(item);

    assertThat(isWritten(item, true, KEYS, lists)).isTrue();
    assertThat(out.toByteArray()).isEqualTo(new CborWriter().writeText("the item").toByteArray());
  }

  @Test
  void knowsAnItemByItsBytes() {
    written(item("v"));

    assertThat(isWritten(item("v"), true, KEYS, lists)).isTrue();
  }

  @Test
  void takesNothingElseForIt() {
    written(item);

    assertThat(isWritten(item("w"), true, KEYS, lists)).isFalse();
    assertThat(isWritten(item, false, KEYS, lists)).isFalse();
    assertThat(isWritten(item, true, keys("v"), lists)).isFalse();
    assertThat(isWritten(item, true, KEYS, new Lists())).isFalse();
  }

  @Test
  void keepsNoLargeItem() {
    Item large = item("v".repeat(4096));
    written(large);
    written(large);

    assertThat(isWritten(large, true, KEYS, lists)).isFalse();
  }
}
