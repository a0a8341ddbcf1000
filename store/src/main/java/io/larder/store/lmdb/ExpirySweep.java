package io.larder.store.lmdb;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the items whose time to live is over, the oldest first, as a client would: with their
 * index entries, and told to the caches. It reads the order that {@link ExpiryChange} keeps, and
 * needs no memory of its own: what was deleted is no longer there.
 */
final class ExpirySweep implements Chore {
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

  /** Where the next chunk begins; the first table unless a chunk had to end before the last. */
  private String nextTable = FIRST_TABLE;

  ExpirySweep(KeyLayout layout, ItemWrites writes, LmdbOptions options, Ticker ticker) {
    this.layout = layout;
    this.writes = writes;
    this.clock = options.clock();
    this.intervalNanos = options.timeToLiveSweep().toNanos();
    this.ticker = ticker;
    this.lastChunk = ticker.nanos();
  }

  private record Expired(long second, Item key) {}

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
    return true;
  }

  /** Returns whether no more of the table has to be deleted. */
  private boolean deleteExpired(
      WriteGroup group, Table table, TimeToLive timeToLive, ChunkBudget budget) {
    int limit = budget.stepsLeft();
    List<Expired> expired = expired(group, timeToLive, limit);
    for (Expired item : expired) {
      if (budget.isSpent()) {
        return false;
      }
      budget.spend(delete(group, table, timeToLive, item));
    }
    budget.spend(0);
    return expired.size() < limit;
  }

  private List<Expired> expired(WriteGroup group, TimeToLive timeToLive, int limit) {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    byte[] bound = KeyLayout.atExpiry(timeToLive.id(), now.toEpochSecond());
    byte[] start =
        KeyLayout.atExpiry(
            timeToLive.id(), now.minusYears(IGNORED_YEARS).plusSeconds(1).toEpochSecond());
    List<Expired> expired = new ArrayList<>();
    try (RecordCursor cursor = group.cursor(Database.DATA)) {
      boolean found = cursor.seek(start);
      while (found && expired.size() < limit && Arrays.compareUnsigned(cursor.key(), bound) < 0) {
        Item key = new RecordReader().open(cursor.value()).item();
        expired.add(new Expired(KeyLayout.secondOf(cursor.key()), key));
        found = cursor.next();
      }
    }
    return expired;
  }

  /** Returns how large the item was. */
  private int delete(WriteGroup group, Table table, TimeToLive timeToLive, Expired expired) {
    Target target = Target.of(layout, table, table.primaryKey(expired.key().attributes()));
    byte[] record = group.record(target.at());
    ItemWrite deletion =
        writes.evaluate(
            target, record, new Change.Delete(), null, ReturnValuesOnConditionCheckFailure.NONE);
    Image item = deletion.before();
    Long expiry = item == null ? null : timeToLive.expiryOf(item.attributes());
    if (expiry != null && expiry == expired.second()) {
      deletion.apply(group, record);
    } else {
      group.removeEntry(
          timeToLive.id(), layout.ofExpiry(timeToLive.id(), expired.second(), target.key()));
    }
    return deletion.oldSize();
  }
}
