package io.larder.store.lmdb.streams;

import io.larder.store.lmdb.changes.BlockKey;
import io.larder.store.lmdb.changes.SequenceNumbers;
import io.larder.store.lmdb.changes.StreamShard;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.changes.TableStream;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.writer.Chore;
import io.larder.store.lmdb.writer.ChunkBudget;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of what streams have told for long enough: records first, then their shards, at last the
 * stream, if it has ended. And it replaces shards that have been open for long, so that shards have
 * an end. A round over all streams is made in chunks. Of streams that have ended it keeps so many;
 * clients could make them faster than a day takes them away.
 */
public final class StreamRetention implements Chore {
  /** So long a record is kept. */
  static final Duration RETENTION = Duration.ofHours(24);

  /** So long a shard is open. */
  private static final Duration SHARD_LIFE = Duration.ofHours(4);

  /** Most streams that have ended and are kept for their time. */
  private static final int MAX_ENDED = 1_000;

  private static final long BETWEEN_ROUNDS = Duration.ofMinutes(1).toNanos();
  private static final int STEPS_PER_CHUNK = 256;

  private final StreamTail tail;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Supplier<Tables> tables;
  private final KeyRing keys;

  /** Streams that are gone when the group is committed that has removed them. */
  private final Set<TableStream> removed = new HashSet<>();

  private long lastRound;

  /** The stream at which the round goes on; null if none is under way. */
  private @Nullable String reached;

  public StreamRetention(
      StreamTail tail, InstantSource clock, Ticker ticker, Supplier<Tables> tables, KeyRing keys) {
    this.tail = tail;
    this.clock = clock;
    this.ticker = ticker;
    this.tables = tables;
    this.keys = keys;
    this.lastRound = ticker.nanos();
  }

  @Override
  public @Nullable Work<Boolean> next() {
    forgetKeys();
    if (reached == null) {
      // Not each one that is too many is worth a round.
      if (nanosUntilNext() > 0 && tables.get().streams().ended() <= 2 * MAX_ENDED) {
        return null;
      }
      lastRound = ticker.nanos();
      if (tables.get().streams().isEmpty()) {
        return null;
      }
      reached = "";
    }
    return this::runChunk;
  }

  private void forgetKeys() {
    for (TableStream stream : removed) {
      if (!tables.get().streams().has(stream.arn())) {
        keys.remove(stream.id());
      }
    }
    removed.clear();
  }

  @Override
  public long nanosUntilNext() {
    return BETWEEN_ROUNDS - (ticker.nanos() - lastRound);
  }

  /** What a stream has told before that is no longer to be had. */
  static long horizon(Instant now) {
    return SequenceNumbers.at(now.minus(RETENTION));
  }

  private Boolean runChunk(WriteGroup group) {
    var budget = new ChunkBudget(ticker, STEPS_PER_CHUNK);
    Instant now = clock.instant();
    Set<TableStream> surplus = group.tables().streams().surplus(MAX_ENDED);
    Collection<TableStream> rest = group.tables().streams().from(reached == null ? "" : reached);
    for (TableStream stream : rest) {
      reached = stream.arn().text();
      long horizon = surplus.contains(stream) ? StreamShard.OPEN : horizon(now);
      if (budget.isSpent() || !visit(group, stream, now, horizon, budget)) {
        return true;
      }
    }
    reached = null;
    return true;
  }

  /** Returns false if the stream needs another visit. */
  private boolean visit(
      WriteGroup group, TableStream found, Instant now, long horizon, ChunkBudget budget) {
    TableStream stream = found;
    for (StreamShard shard : found.shards()) {
      if (shard.first() < horizon) {
        if (!trim(group, stream, shard, horizon, budget)) {
          store(group, found, stream);
          return false;
        }
        if (shard.last() < horizon) {
          stream = stream.without(shard);
        }
      }
    }
    budget.spend(0);
    if (stream.isOpen() && isOld(stream, now)) {
      group.streams().flush();
      stream = stream.renewed(tail.give(1), slots(group.tables(), stream));
    }
    store(group, found, stream);
    return true;
  }

  private static boolean isOld(TableStream stream, Instant now) {
    Instant opened = stream.shards().getLast().opened();
    return !now.isBefore(opened.plus(SHARD_LIFE));
  }

  private static int slots(Tables tables, TableStream stream) {
    Tables.Entry entry = tables.find(stream.arn().tableArn());
    return entry == null ? 1 : StreamLife.slots(entry.table().description());
  }

  private void store(WriteGroup group, TableStream before, TableStream now) {
    if (now.shards().isEmpty()) {
      StreamCatalog.remove(group, now);
      removed.add(now);
    } else if (!now.equals(before)) {
      StreamCatalog.put(group, now);
    }
  }

  /** Deletes blocks of which all records are too old; false if there are more. */
  private static boolean trim(
      WriteGroup group, TableStream stream, StreamShard shard, long horizon, ChunkBudget budget) {
    var begin = new BlockKey(stream.id(), shard.number(), 0);
    try (RecordCursor cursor = group.cursor(Database.DATA)) {
      boolean found = cursor.seek(begin.bytes());
      while (found && begin.isOfShard(cursor.key()) && BlockKey.of(cursor.key()).last() < horizon) {
        if (budget.isSpent()) {
          return false;
        }
        group.delete(Database.DATA, cursor.key());
        budget.spend(0);
        found = cursor.next();
      }
    }
    return true;
  }
}
