package io.larder.store.lmdb.items;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.RecordReader;
import io.larder.store.lmdb.writer.Chore;
import io.larder.store.lmdb.writer.ChunkBudget;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the items whose time to live is over, the oldest first, as a client would: with their
 * index entries, and told to the caches. It reads the order that {@link ExpiryChange} keeps, from
 * its beginning at each sweep: what was deleted is no longer there. Damaged items it passes over.
 */
public final class ExpirySweep implements Chore {
  private static final int STEPS_PER_CHUNK = 128;

  /** Before every name of a table. */
  private static final String FIRST_TABLE = "";

  /** Items that expired longer ago stay: such a time is most likely a mistake. */
  private static final int IGNORED_YEARS = 5;

  private final KeyLayout layout;
  private final ItemWrites writes;
  private final InstantSource clock;
  private final long intervalNanos;
  private final Ticker ticker;
  private long lastChunk;

  /** Where this sweep goes on, in the order of each id. */
  private final Map<Integer, byte[]> reached = new HashMap<>();

  /** Where the next chunk begins; the first table unless a chunk had to end before the last. */
  private String nextTable = FIRST_TABLE;

  public ExpirySweep(
      KeyLayout layout, ItemWrites writes, InstantSource clock, Duration interval, Ticker ticker) {
    this.layout = layout;
    this.writes = writes;
    this.clock = clock;
    this.intervalNanos = interval.toNanos();
    this.ticker = ticker;
    this.lastChunk = ticker.nanos();
  }

  @Override
  public @Nullable Work<Boolean> next() {
    if (nextTable.equals(FIRST_TABLE) && nanosUntilNext() > 0) {
      return null;
    }
    lastChunk = ticker.nanos();
    return this::deleteExpired;
  }

  @Override
  public long nanosUntilNext() {
    return intervalNanos - (ticker.nanos() - lastChunk);
  }

  private Boolean deleteExpired(WriteGroup group) {
    var budget = new ChunkBudget(ticker, STEPS_PER_CHUNK);
    NavigableMap<String, Tables.Entry> all = group.tables().byName();
    for (Tables.Entry entry : all.tailMap(nextTable, true).values()) {
      Table table = entry.table();
      TimeToLive timeToLive = table.timeToLive();
      if (timeToLive != null && table.isServing()) {
        nextTable = table.name();
        if (budget.isSpent() || !deleteExpired(group, table, timeToLive, budget)) {
          return true;
        }
      }
    }
    nextTable = FIRST_TABLE;
    reached.clear();
    return true;
  }

  /** Returns whether no more of the table has to be deleted. */
  private boolean deleteExpired(
      WriteGroup group, Table table, TimeToLive timeToLive, ChunkBudget budget) {
    int limit = budget.stepsLeft();
    List<byte[]> expired = expired(group, timeToLive, limit);
    for (byte[] at : expired) {
      if (budget.isSpent()) {
        return false;
      }
      reached.put(timeToLive.id(), Arrays.copyOf(at, at.length + 1));
      budget.spend(deleteUnlessDamaged(group, table, timeToLive, at));
    }
    budget.spend(0);
    return expired.size() < limit;
  }

  /** Returns how large the item was. */
  private int deleteUnlessDamaged(WriteGroup group, Table table, TimeToLive timeToLive, byte[] at) {
    int mutations = group.mutations();
    try {
      return delete(group, table, timeToLive, at);
    } catch (DamagedRecordException e) {
      if (group.mutations() != mutations) {
        throw e;
      }
      return 0;
    }
  }

  /** The keys of the order's records that come next in this sweep. */
  private List<byte[]> expired(WriteGroup group, TimeToLive timeToLive, int limit) {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    byte[] bound = KeyLayout.atExpiry(timeToLive.id(), now.toEpochSecond());
    byte[] start =
        KeyLayout.atExpiry(
            timeToLive.id(), now.minusYears(IGNORED_YEARS).plusSeconds(1).toEpochSecond());
    List<byte[]> expired = new ArrayList<>();
    try (RecordCursor cursor = group.cursor(Database.DATA)) {
      boolean found = cursor.seek(reached.getOrDefault(timeToLive.id(), start));
      while (found && expired.size() < limit && Arrays.compareUnsigned(cursor.key(), bound) < 0) {
        expired.add(cursor.key());
        found = cursor.next();
      }
    }
    return expired;
  }

  /** Returns how large the item was. */
  private int delete(WriteGroup group, Table table, TimeToLive timeToLive, byte[] at) {
    byte[] order = group.get(Database.DATA, at);
    if (order == null) {
      return 0;
    }
    Item key = new RecordReader().open(order).item();
    Target target = Target.of(layout, table, table.primaryKey(key.attributes()));
    byte[] record = group.record(target.at());
    ItemWrite deletion =
        writes.evaluate(
            target, record, new Change.Delete(), null, ReturnValuesOnConditionCheckFailure.NONE);
    Image item = deletion.before();
    Long expiry = item == null ? null : timeToLive.expiryOf(item.attributes());
    long second = KeyLayout.secondOf(at);
    if (expiry != null && expiry == second) {
      deletion.applyExpiry(group, record);
      writes.throughput(target).expired();
    } else {
      group.removeEntry(timeToLive.id(), layout.ofExpiry(timeToLive.id(), second, target.key()));
    }
    return deletion.oldSize();
  }
}
