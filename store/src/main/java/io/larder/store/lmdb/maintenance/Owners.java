package io.larder.store.lmdb.maintenance;

import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.changes.TableStream;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.writer.Tables;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who has which id, by what the catalogue and the backlog say. */
final class Owners {
  private static final byte FILL = 0;
  private static final int JOB = 1 + Integer.BYTES;

  private final Map<Integer, Owner> byId = new TreeMap<>();
  private final Set<Integer> filling = new HashSet<>();

  static Owners of(Snapshot snapshot, Tables tables, Findings findings) {
    var owners = new Owners();
    for (Tables.Entry entry : tables.byName().values()) {
      owners.add(entry.table(), findings);
    }
    for (TableStream stream : tables.streams().all()) {
      owners.put(stream.id(), new Owner.OfStream(stream), findings);
    }
    for (Delivery delivery : tables.streams().deliveries().all()) {
      owners.put(delivery.id(), new Owner.OfDelivery(delivery), findings);
    }
    owners.byId.keySet().stream()
        .filter(id -> id >= tables.nextId())
        .forEach(id -> findings.damage("catalog: the next id is not above " + id));
    owners.addJobs(snapshot, findings);
    return owners;
  }

  private void add(Table table, Findings findings) {
    put(table.id(), new Owner.Items(table), findings);
    for (Index index : table.indexesByName()) {
      put(index.id(), new Owner.OfIndex(table, index), findings);
    }
    TimeToLive timeToLive = table.timeToLive();
    if (timeToLive != null) {
      put(timeToLive.id(), new Owner.OfExpiry(table), findings);
    }
  }

  private void put(int id, Owner owner, Findings findings) {
    Owner other = byId.putIfAbsent(id, owner);
    if (other != null) {
      findings.damage("catalog: " + other.name() + " and " + owner.name() + " have the id " + id);
    }
  }

  private void addJobs(Snapshot snapshot, Findings findings) {
    try (RecordCursor jobs = snapshot.cursor(Database.BACKLOG)) {
      for (boolean found = jobs.first(); found; found = jobs.next()) {
        byte[] key = jobs.key();
        if (key.length != JOB || key[0] < 0 || key[0] > 1) {
          findings.damage("backlog: a record with the key hash " + Findings.hash(key) + " is none");
          continue;
        }
        int id = ByteBuffer.wrap(key).getInt(1);
        if (key[0] == FILL) {
          filling.add(id);
        } else {
          byId.putIfAbsent(id, new Owner.Dropped());
        }
      }
    } catch (DamagedRecordException e) {
      // Told where all records of the database are looked at.
    }
  }

  /** Null if nobody has that id. */
  @Nullable Owner of(int id) {
    return byId.get(id);
  }

  /** True if the index is still being filled. */
  boolean isFilling(int id) {
    return filling.contains(id);
  }

  Map<Integer, Owner> all() {
    return byId;
  }
}
