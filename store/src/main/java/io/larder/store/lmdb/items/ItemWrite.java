package io.larder.store.lmdb.items;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.Item;
import io.larder.store.Index;
import io.larder.store.ItemChange;
import io.larder.store.lmdb.changes.ChangedItem;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.lmdb.changes.TableStream;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.Records;
import io.larder.store.lmdb.layout.Source;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.throughput.Access;
import io.larder.store.throughput.TableThroughput;
import io.larder.store.throughput.WriteCharge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one write does to one item and its index entries: fully evaluated, not yet made. */
final class ItemWrite {
  private final Target target;
  private final @Nullable Image before;
  private final @Nullable Image after;
  private final List<EntryChange> entries;
  private final @Nullable ExpiryChange expiry;

  /** An index entry that appears, disappears, moves or changes. */
  private record EntryChange(@Nullable IndexEntry before, @Nullable IndexEntry after) {
    boolean moves() {
      return before != null && after != null && !before.hasSameKey(after);
    }

    /** The entry as it will be, or was if there will be none. */
    @Nullable IndexEntry newest() {
      return after == null ? before : after;
    }
  }

  private ItemWrite(
      Target target,
      @Nullable Image before,
      @Nullable Image after,
      List<EntryChange> entries,
      @Nullable ExpiryChange expiry) {
    this.target = target;
    this.before = before;
    this.after = after;
    this.entries = entries;
    this.expiry = expiry;
  }

  static ItemWrite of(
      KeyLayout layout, Target target, @Nullable Image before, @Nullable Image after) {
    return new ItemWrite(
        target,
        before,
        after,
        entryChanges(layout, target, before, after),
        ExpiryChange.of(layout, target, before, after));
  }

  private static List<EntryChange> entryChanges(
      KeyLayout layout, Target target, @Nullable Image before, @Nullable Image after) {
    int indexes = target.table().indexesByName().size();
    if (indexes == 0 || before == after) {
      return List.of();
    }
    @Nullable IndexEntry[] old = before == null ? null : before.entries(layout, target);
    @Nullable IndexEntry[] now = after == null ? null : after.entries(layout, target);
    List<EntryChange> changes = new ArrayList<>(indexes);
    for (int at = 0; at < indexes; at++) {
      IndexEntry from = old == null ? null : old[at];
      IndexEntry to = now == null ? null : now[at];
      if (from == null ? to != null : to == null || !from.hasSameKey(to) || !from.holdsSame(to)) {
        changes.add(new EntryChange(from, to));
      }
    }
    return changes;
  }

  /** Lets go of what was parsed, which can be many times as large as the items. */
  void forgetAttributes() {
    if (before != null) {
      before.forgetAttributes();
    }
    if (after != null) {
      after.forgetAttributes();
    }
  }

  Target target() {
    return target;
  }

  @Nullable Image before() {
    return before;
  }

  @Nullable Image after() {
    return after;
  }

  int oldSize() {
    return before == null ? 0 : before.item().size();
  }

  int newSize() {
    return after == null ? 0 : after.item().size();
  }

  /** Why an index that would change takes no writes now; null if all of them do. */
  @Nullable ServiceError refusal(TableThroughput throughput) {
    for (EntryChange change : entries) {
      IndexEntry entry = change.newest();
      Index index = entry == null ? null : entry.index();
      if (entry != null && index != null && index.isGlobal()) {
        ServiceError refusal = throughput.of(index).refusal(Access.WRITE, entry.key().collection());
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  void chargeTo(WriteCharge charge) {
    charge.addItem(oldSize(), newSize());
    for (EntryChange change : entries) {
      IndexEntry from = change.before();
      IndexEntry to = change.after();
      IndexEntry any = change.newest();
      if (any != null) {
        charge.addIndexEntry(
            any.index(),
            any.key().collection(),
            from == null ? 0 : from.item().size(),
            to == null ? 0 : to.item().size(),
            change.moves());
      }
    }
  }

  /** Makes the write; {@code record} is what the item's record holds now. */
  void apply(WriteGroup group, byte @Nullable [] record) {
    apply(group, record, false);
  }

  /** The same of a deletion because the item's time is over. */
  void applyExpiry(WriteGroup group, byte @Nullable [] record) {
    apply(group, record, true);
  }

  private void apply(WriteGroup group, byte @Nullable [] record, boolean isExpiry) {
    if (before == after || !writeItem(group, record)) {
      return;
    }
    for (EntryChange change : entries) {
      writeEntry(group, change);
    }
    if (expiry != null) {
      expiry.apply(group);
    }
    tellStream(group, isExpiry);
    Item image = after == null ? null : after.item();
    group.changed(new ItemChange(target.key(), image, collections()));
  }

  private boolean writeItem(WriteGroup group, byte @Nullable [] record) {
    int id = target.table().id();
    if (after != null) {
      byte[] changed = Records.of(target.at(), after.item());
      if (Arrays.equals(record, changed)) {
        return false;
      }
      group.put(target.at(), changed, record == null);
      group.sizes().add(id, before == null ? 1 : 0, newSize() - oldSize());
    } else if (record != null) {
      group.remove(target.at());
      group.sizes().add(id, -1, -oldSize());
    }
    return true;
  }

  private void tellStream(WriteGroup group, boolean isExpiry) {
    Streams streams = group.tables().streams();
    int tableId = target.table().id();
    Image any = after == null ? before : after;
    if (any == null || !streams.tell(tableId)) {
      return;
    }
    Item old = before == null ? null : before.item();
    Item now = after == null ? null : after.item();
    if (old != null && now != null && ChangedItem.isSame(old, now)) {
      return;
    }
    Item keys = Item.of(Source.only(target.table().keySchema(), any.attributes()));
    var change = new ChangedItem(keys, old, now, isExpiry);
    TableStream stream = streams.openOf(tableId);
    if (stream != null) {
      group.streams().add(stream, target.at(), change);
    }
    Delivery delivery = streams.deliveries().openOf(tableId);
    if (delivery != null) {
      group.streams().add(delivery, change);
    }
  }

  private static void writeEntry(WriteGroup group, EntryChange change) {
    IndexEntry from = change.before();
    IndexEntry to = change.after();
    if (from != null && (to == null || change.moves())) {
      group.removeEntry(from.index().id(), from.at());
    }
    if (to != null) {
      group.putEntry(to.index().id(), to.at(), to.item());
    }
  }

  private long[] collections() {
    long[] collections = new long[1 + 2 * entries.size()];
    collections[0] = target.key().collection();
    int count = 1;
    for (EntryChange change : entries) {
      IndexEntry from = change.before();
      IndexEntry to = change.after();
      if (from != null) {
        collections[count++] = from.key().collection();
      }
      if (to != null && (from == null || to.key().collection() != from.key().collection())) {
        collections[count++] = to.key().collection();
      }
    }
    return count == collections.length ? collections : Arrays.copyOf(collections, count);
  }
}
