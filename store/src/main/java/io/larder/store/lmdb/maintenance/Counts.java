package io.larder.store.lmdb.maintenance;

import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many entries each id has, and how many of them others ask for. */
final class Counts {
  private final Map<Integer, Count> byId = new HashMap<>();

  /** Of one id. */
  static final class Count {
    private long entries;
    private long bytes;
    private long expected;
    private boolean isUnsure;

    void entry(int size) {
      entries++;
      bytes += size;
    }

    void expected() {
      expected++;
    }

    /** A record could not be read, so nothing can be said of the sums. */
    void unsure() {
      isUnsure = true;
    }

    /** True if there are entries that nobody has asked for, or records that cannot be read. */
    boolean hasStrangers() {
      return entries != expected;
    }
  }

  Count of(int id) {
    return byId.computeIfAbsent(id, _ -> new Count());
  }

  /** Compares them with those that the store keeps. */
  void compare(Snapshot snapshot, Owners owners, Findings findings) {
    Set<Integer> kept = new HashSet<>();
    try (RecordCursor sizes = snapshot.cursor(Database.SIZES)) {
      for (boolean found = sizes.first(); found; found = sizes.next()) {
        int id = ByteBuffer.wrap(sizes.key()).getInt();
        kept.add(id);
        ByteBuffer value = ByteBuffer.wrap(sizes.value());
        compare(id, value.getLong(), value.getLong(), owners, findings);
      }
    } catch (DamagedRecordException e) {
      // Told where all records of the database are looked at.
      return;
    }
    owners.all().keySet().stream()
        .filter(id -> !kept.contains(id))
        .forEach(id -> compare(id, 0, 0, owners, findings));
  }

  private void compare(int id, long items, long bytes, Owners owners, Findings findings) {
    Owner owner = owners.of(id);
    switch (owner) {
      case null -> findings.damage("sizes: there is no table or index with the id " + id);
      case Owner.Dropped _, Owner.OfStream _, Owner.OfDelivery _ -> {}
      case Owner.Items _, Owner.Entries _ -> {
        Count count = of(id);
        if (!count.isUnsure && (count.entries != items || count.bytes != bytes)) {
          findings.damage(
              "sizes: %s has %d entries of %d bytes, and is counted with %d of %d"
                  .formatted(owner.name(), count.entries, count.bytes, items, bytes));
        }
      }
    }
  }
}
