package io.larder.store.lmdb.items;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemAttributes;
import io.larder.protocol.operation.ProjectionType;
import io.larder.store.Index;
import io.larder.store.IndexKeys;
import io.larder.store.PrimaryKey;
import io.larder.store.lmdb.layout.KeyLayout;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item as it is before or after a write. Its attributes are parsed only when asked for. Not safe
 * for several threads at once.
 */
public final class Image {
  private final Item item;
  private @Nullable ItemAttributes attributes;
  private @Nullable IndexEntry @Nullable [] entries;

  private Image(Item item) {
    this.item = item;
  }

  public static Image of(Item item) {
    return new Image(item);
  }

  /** This item after a change of {@code names} to what {@code changed} has of them. */
  Image with(Collection<String> names, Map<String, AttributeValue> changed) {
    return of(attributes().with(names, changed));
  }

  Item item() {
    return item;
  }

  public ItemAttributes attributes() {
    ItemAttributes view = attributes;
    if (view == null) {
      view = item.attributes();
      attributes = view;
    }
    return view;
  }

  /** Lets go of the parsed attributes; they are parsed again when they are asked for. */
  void forgetAttributes() {
    attributes = null;
  }

  /** The item's entries in the indexes of its table, in their order; null where it has none. */
  @Nullable IndexEntry[] entries(KeyLayout layout, Target target) {
    @Nullable IndexEntry[] result = entries;
    if (result == null) {
      var indexes = target.table().indexesByName();
      result = new IndexEntry[indexes.size()];
      for (int at = 0; at < result.length; at++) {
        result[at] = entry(layout, target, indexes.get(at));
      }
      entries = result;
    }
    return result;
  }

  /** The item's entry in one index, or null. */
  public @Nullable IndexEntry entry(KeyLayout layout, Target target, Index index) {
    Map<String, AttributeValue> whole = attributes();
    PrimaryKey key = IndexKeys.of(index, whole);
    if (key == null) {
      return null;
    }
    Map<String, AttributeValue> held = IndexKeys.project(target.table(), index, whole);
    // An index that holds everything holds the very bytes of the item.
    Item entryItem =
        index.projection().projectionType() == ProjectionType.ALL ? item : Item.of(held);
    return new IndexEntry(index, key, layout.ofEntry(index, key, target.key()), entryItem, held);
  }
}
