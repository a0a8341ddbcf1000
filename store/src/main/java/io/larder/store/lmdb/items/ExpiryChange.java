package io.larder.store.lmdb.items;

import io.larder.protocol.item.Item;
import io.larder.store.TimeToLive;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.RecordKey;
import io.larder.store.lmdb.layout.Source;
import io.larder.store.lmdb.writer.WriteGroup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a write moves its item in the order in which the items of a table expire. That order is kept
 * beside the table's indexes, in the same commits, so that the sweep never searches the table.
 *
 * @param item what the order holds of the item: its key
 */
public record ExpiryChange(int id, @Nullable RecordKey from, @Nullable RecordKey to, Item item) {

  /** Null if the item stays where it is. */
  public static @Nullable ExpiryChange of(
      KeyLayout layout, Target target, @Nullable Image before, @Nullable Image after) {
    TimeToLive timeToLive = target.table().timeToLive();
    if (timeToLive == null || before == after) {
      return null;
    }
    Long from = before == null ? null : timeToLive.expiryOf(before.attributes());
    Long to = after == null ? null : timeToLive.expiryOf(after.attributes());
    Image image = after == null ? before : after;
    if (image == null || Objects.equals(from, to)) {
      return null;
    }
    return new ExpiryChange(
        timeToLive.id(),
        from == null ? null : layout.ofExpiry(timeToLive.id(), from, target.key()),
        to == null ? null : layout.ofExpiry(timeToLive.id(), to, target.key()),
        Item.of(Source.only(target.table().keySchema(), image.attributes())));
  }

  public void apply(WriteGroup group) {
    if (from != null) {
      group.removeEntry(id, from);
    }
    if (to != null) {
      group.putEntry(id, to, item);
    }
  }
}
