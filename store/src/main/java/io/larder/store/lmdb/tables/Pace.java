package io.larder.store.lmdb.tables;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.TableStatus;
import io.larder.store.Table;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.writer.Chore;
import io.larder.store.lmdb.writer.ChunkBudget;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How long tables take to change, and how far apart changes must be. A table that is in a passing
 * state is stored in it and settles here when its time is over, after a restart at once. With
 * {@link ControlPlane#INSTANT} there are no passing states and no distances.
 */
public final class Pace implements Chore {
  /** How far apart effective changes of a table's tags must be. */
  static final Duration BETWEEN_TAGS = Duration.ofMillis(1_600);

  /** How far apart changes of the deletion protection must be. */
  static final Duration BETWEEN_PROTECTIONS = Duration.ofSeconds(15);

  /** How far apart changes of the policy of a table or stream must be. */
  static final Duration BETWEEN_RESOURCE_POLICIES = Duration.ofSeconds(15);

  /** How far apart changes of the time to live must be. */
  static final Duration BETWEEN_TIMES_TO_LIVE = Duration.ofMinutes(31);

  private static final Duration CREATION = Duration.ofSeconds(4);
  private static final Duration CREATION_WITH_INDEXES = Duration.ofSeconds(18);
  private static final Duration UPDATE = Duration.ofSeconds(5);
  private static final Duration INDEX_UPDATE = Duration.ofSeconds(30);
  private static final Duration DELETION = Duration.ofSeconds(5);
  private static final Duration STREAM_CHANGE = Duration.ofSeconds(6);
  private static final int TABLES_PER_CHUNK = 64;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ControlPlane mode;
  private final InstantSource clock;
  private final Sizes sizes;
  private final Ticker ticker;
  private final Map<Integer, Instant> settling = new HashMap<>();
  private final Map<String, Lock> locks = new HashMap<>();

  /** What {@code holder} changed, and nothing else may change until then. */
  private record Lock(Object holder, Instant until) {}

  public Pace(ControlPlane mode, InstantSource clock, Sizes sizes, Tables tables, Ticker ticker) {
    this.mode = mode;
    this.clock = clock;
    this.sizes = sizes;
    this.ticker = ticker;
    for (Tables.Entry entry : tables.byName().values()) {
      if (isPassing(entry)) {
        settling.put(entry.table().id(), Instant.MIN);
      }
    }
  }

  private static boolean isPassing(Tables.Entry entry) {
    return switch (entry.table().description().tableStatus()) {
      case CREATING, UPDATING, DELETING -> true;
      case ACTIVE, INACCESSIBLE_ENCRYPTION_CREDENTIALS -> false;
    };
  }

  /** The state in which a new table is stored. */
  TableDescription created(int tableId, TableDescription table) {
    boolean hasIndexes = !table.schema().globalSecondaryIndexes().isEmpty();
    if (!passes(tableId, hasIndexes ? CREATION_WITH_INDEXES : CREATION)) {
      return table;
    }
    return table
        .withStatus(TableStatus.CREATING)
        .withSchema(
            table
                .schema()
                .withGlobalIndexes(index -> index.withStatus(IndexStatus.CREATING, null)));
  }

  /** The state in which a changed table is stored. */
  TableDescription updated(int tableId, TableDescription table, boolean changesIndexes) {
    return passes(tableId, changesIndexes ? INDEX_UPDATE : UPDATE)
        ? table.withStatus(TableStatus.UPDATING)
        : table;
  }

  /** Deletes the table, or lets it begin to be deleted. */
  void delete(WriteGroup group, Tables.Entry entry) {
    Table table = entry.table();
    if (passes(table.id(), DELETION)) {
      store(group, entry, table.description().withStatus(TableStatus.DELETING));
    } else {
      TableChanges.drop(group, table, sizes);
    }
  }

  /** When a stream that begins or ends now has done so. */
  Instant streamSettles() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return mode == ControlPlane.REALISTIC ? now.plus(STREAM_CHANGE) : now;
  }

  private boolean passes(int tableId, Duration duration) {
    if (mode == ControlPlane.REALISTIC) {
      settling.put(tableId, clock.instant().plus(duration));
    }
    return mode == ControlPlane.REALISTIC;
  }

  /** Rejects a change of a table that is in a passing state. */
  public static void requireSettled(Table table) {
    String doing =
        switch (table.description().tableStatus()) {
          case CREATING -> "Table is being created: " + table.name();
          case UPDATING -> "Table is being updated: " + table.name();
          case DELETING -> "Table is being deleted: " + table.name();
          case ACTIVE, INACCESSIBLE_ENCRYPTION_CREDENTIALS -> null;
        };
    if (doing != null) {
      throw new ServiceException(new ServiceError.ResourceInUse(Messages.IN_USE + doing));
    }
  }

  /**
   * Rejects a change of {@code what} that comes too soon after the last. The same {@code request}
   * may come again, since a group of writes may be made again.
   */
  @SuppressWarnings("ReferenceEquality") // an equal request of another call is another request
  void keepDistance(
      String what, Duration distance, Object request, Function<Instant, ServiceError> refusal) {
    if (mode == ControlPlane.INSTANT) {
      return;
    }
    Instant now = clock.instant();
    locks.values().removeIf(lock -> !now.isBefore(lock.until()));
    Lock lock = locks.putIfAbsent(what, new Lock(request, now.plus(distance)));
    if (lock != null && lock.holder() != request) {
      throw new ServiceException(refusal.apply(lock.until()));
    }
  }

  @Override
  public @Nullable Work<Boolean> next() {
    if (settling.isEmpty()) {
      return null;
    }
    Instant now = clock.instant();
    return settling.values().stream().anyMatch(due -> !due.isAfter(now)) ? this::settle : null;
  }

  @Override
  public long nanosUntilNext() {
    return settling.isEmpty() ? Long.MAX_VALUE : POLL_NANOS;
  }

  /** A table is forgotten only when it is found settled: this chunk may have to be made again. */
  private Boolean settle(WriteGroup group) {
    Instant now = clock.instant();
    Map<Integer, Tables.Entry> passing = new HashMap<>();
    for (Tables.Entry entry : group.tables().byName().values()) {
      if (isPassing(entry)) {
        passing.put(entry.table().id(), entry);
      }
    }
    settling.keySet().retainAll(passing.keySet());
    var budget = new ChunkBudget(ticker, TABLES_PER_CHUNK);
    settling.forEach(
        (id, due) -> {
          Tables.Entry entry = passing.get(id);
          if (entry != null && !due.isAfter(now) && !budget.isSpent()) {
            settle(group, entry);
            budget.spend(0);
          }
        });
    return true;
  }

  private void settle(WriteGroup group, Tables.Entry entry) {
    TableDescription table = entry.table().description();
    switch (table.tableStatus()) {
      case DELETING -> TableChanges.drop(group, entry.table(), sizes);
      case CREATING, UPDATING ->
          store(
              group,
              entry,
              table.withStatus(TableStatus.ACTIVE).withSchema(settled(table.schema())));
      case ACTIVE, INACCESSIBLE_ENCRYPTION_CREDENTIALS -> {}
    }
  }

  /** An index that is being filled settles when it is full. */
  private static TableSchema settled(TableSchema schema) {
    return schema.withGlobalIndexes(
        index ->
            Boolean.TRUE.equals(index.backfilling())
                ? index
                : index.withStatus(IndexStatus.ACTIVE, null));
  }

  private static void store(WriteGroup group, Tables.Entry entry, TableDescription changed) {
    Catalog.put(group, entry.with(TableDefinition.changed(entry.table(), changed)));
  }
}
