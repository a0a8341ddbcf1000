package io.larder.store.lmdb.tables;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.TableDescription;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.engine.sealed.KeyTakenException;
import io.larder.store.lmdb.items.ExpiryChange;
import io.larder.store.lmdb.items.Image;
import io.larder.store.lmdb.items.IndexEntry;
import io.larder.store.lmdb.items.Target;
import io.larder.store.lmdb.layout.EntryWalk;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.KeyRange;
import io.larder.store.lmdb.layout.Layers;
import io.larder.store.lmdb.layout.Source;
import io.larder.store.lmdb.writer.Chore;
import io.larder.store.lmdb.writer.ChunkBudget;
import io.larder.store.lmdb.writer.OpenJobs;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writer does in small chunks beside its writes: it deletes the records of dropped tables
 * and indexes, and fills new indexes and orders of expiry from their tables. Each job is a record,
 * so it goes on after a restart where the last committed chunk ended. A job that comes to a damaged
 * record, or whose table has no key, waits for the next start: an index that lacks an item would
 * give wrong answers.
 */
public final class Backlog implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private static final int RECORDS_PER_CHUNK = 256;

  // The first byte of a job's key, so also the order in which jobs are done.
  private static final byte BACKFILL = 0;
  private static final byte GARBAGE = 1;

  private final KeyLayout layout;
  private final OpenJobs open;
  private final Ticker ticker;
  private final Set<Integer> waiting = new HashSet<>();

  public Backlog(KeyLayout layout, OpenJobs open, Ticker ticker) {
    this.layout = layout;
    this.open = open;
    this.ticker = ticker;
  }

  /** Counts the jobs that an earlier process left. */
  public void load(Snapshot snapshot) {
    try (RecordCursor all = snapshot.cursor(Database.BACKLOG)) {
      int found = 0;
      for (boolean more = all.first(); more; more = all.next()) {
        found++;
      }
      open.add(found);
    }
  }

  /** Lets the records of a dropped table or index be deleted, and no longer counts them. */
  static void addGarbage(WriteGroup group, int id, Sizes sizes) {
    group.sizes().forget(id, sizes);
    add(group, key(GARBAGE, id));
  }

  /** Lets a new index, or the order of expiry, be filled from its table. */
  static void addBackfill(WriteGroup group, int id) {
    add(group, key(BACKFILL, id));
  }

  private static byte[] key(byte kind, int id) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(kind).putInt(id).array();
  }

  private static void add(WriteGroup group, byte[] key) {
    group.put(Database.BACKLOG, key, KeyLayout.NONE);
    group.addJobs(1);
  }

  private static void done(WriteGroup group, byte[] key) {
    group.delete(Database.BACKLOG, key);
    group.addJobs(-1);
  }

  @Override
  public @Nullable Work<Boolean> next() {
    return open.count() > waiting.size() ? this::runChunk : null;
  }

  /** Does one chunk of the first job that need not wait. */
  private Boolean runChunk(WriteGroup group) {
    byte[] key;
    byte[] progress;
    try (RecordCursor cursor = group.cursor(Database.BACKLOG)) {
      boolean found = cursor.first();
      while (found && waiting.contains(idOf(cursor.key()))) {
        found = cursor.next();
      }
      if (!found) {
        return false;
      }
      key = cursor.key();
      progress = progress(cursor);
    }
    if (key[0] == GARBAGE) {
      deleteChunk(group, key, idOf(key), progress);
    } else {
      fillChunk(group, key, idOf(key), progress);
    }
    return true;
  }

  private static int idOf(byte[] job) {
    return ByteBuffer.wrap(job).getInt(1);
  }

  /** Jobs do no harm if they begin again. */
  private static byte[] progress(RecordCursor job) {
    try {
      return job.value();
    } catch (DamagedRecordException e) {
      return KeyLayout.NONE;
    }
  }

  /** {@code from} is the key to go on at; empty at the beginning. */
  private void deleteChunk(WriteGroup group, byte[] job, int id, byte[] from) {
    var budget = new ChunkBudget(ticker, RECORDS_PER_CHUNK);
    try (RecordCursor cursor = group.cursor(Database.DATA)) {
      for (byte[] prefix : List.of(KeyLayout.prefix(id), Layers.prefix(id))) {
        boolean found = cursor.seek(Arrays.compareUnsigned(from, prefix) > 0 ? from : prefix);
        while (found && KeyLayout.startsWith(cursor.key(), prefix)) {
          if (budget.isSpent()) {
            group.put(Database.BACKLOG, job, cursor.key());
            return;
          }
          group.delete(Database.DATA, cursor.key());
          budget.spend(0);
          found = cursor.next();
        }
      }
    }
    done(group, job);
  }

  /** {@code after} is the full key of the item that was done last; empty at the beginning. */
  private void fillChunk(WriteGroup group, byte[] job, int id, byte[] after) {
    Tables.Entry entry = entryOf(group.tables(), id);
    if (entry == null) {
      done(group, job);
      return;
    }
    Table table = entry.table();
    Index index = indexOf(table, id);
    byte[] last;
    try {
      last = fill(group, table, index, after);
    } catch (KeyTakenException e) {
      waiting.add(id);
      return;
    } catch (DamagedRecordException e) {
      waiting.add(id);
      LOG.atError()
          .addKeyValue("table", table.name())
          .addKeyValue("index", index == null ? "time to live" : index.name())
          .log("An index cannot be filled before the store is repaired and started again");
      return;
    }
    if (last != null) {
      group.put(Database.BACKLOG, job, last);
      return;
    }
    done(group, job);
    if (index != null) {
      Catalog.put(group, entry.with(withActive(table, index)));
    }
  }

  /** Returns the full key of the last item done, or null if there are no more. */
  private byte @Nullable [] fill(
      WriteGroup group, Table table, @Nullable Index index, byte[] after) {
    KeyRange all = KeyRange.all(table.id());
    KeyRange rest = after.length == 0 ? all : all.after(after);
    var budget = new ChunkBudget(ticker, RECORDS_PER_CHUNK);
    try (RecordCursor cursor = group.cursor(Database.DATA)) {
      var walk = new EntryWalk(cursor, rest, true);
      while (!budget.isSpent()) {
        if (!walk.next()) {
          return null;
        }
        Item item = walk.entry().item();
        fill(group, table, index, item);
        budget.spend(item.size());
      }
      return walk.fullKey();
    }
  }

  private void fill(WriteGroup group, Table table, @Nullable Index index, Item item) {
    Image image = Image.of(item);
    var key = Source.only(table.keySchema(), image.attributes());
    Target target = Target.of(layout, table, table.primaryKey(key));
    if (index == null) {
      ExpiryChange expiry = ExpiryChange.of(layout, target, null, image);
      if (expiry != null) {
        expiry.apply(group);
      }
      return;
    }
    IndexEntry entry = image.entry(layout, target, index);
    if (entry != null) {
      group.putEntry(index.id(), entry.at(), entry.item());
    }
  }

  /** The table of which that is the id of an index or of the time to live. */
  private static Tables.@Nullable Entry entryOf(Tables tables, int id) {
    for (Tables.Entry entry : tables.byName().values()) {
      TimeToLive timeToLive = entry.table().timeToLive();
      if (indexOf(entry.table(), id) != null || (timeToLive != null && timeToLive.id() == id)) {
        return entry;
      }
    }
    return null;
  }

  private static @Nullable Index indexOf(Table table, int indexId) {
    for (Index index : table.indexesByName()) {
      if (index.id() == indexId) {
        return index;
      }
    }
    return null;
  }

  private static Table withActive(Table table, Index index) {
    TableDescription description =
        table
            .description()
            .withSchema(
                table
                    .description()
                    .schema()
                    .withGlobalIndexes(
                        global ->
                            global.index().indexName().equals(index.name())
                                ? global.withStatus(IndexStatus.ACTIVE, null)
                                : global));
    return TableDefinition.changed(table, description);
  }
}
