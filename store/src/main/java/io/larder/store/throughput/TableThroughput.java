package io.larder.store.throughput;

import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.TableDescription;
import io.larder.store.Index;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The throughput of a table and of its global indexes. Safe for any number of threads. */
public final class TableThroughput {
  private final String tableName;
  private final @Nullable KeyRanges keyRanges;
  private final LongSupplier nanos;
  private final ResourceThroughput own;
  private final LongAdder expired = new LongAdder();
  private volatile Map<String, ResourceThroughput> globalIndexes;

  TableThroughput(TableDescription table, @Nullable KeyRanges keyRanges, LongSupplier nanos) {
    this.tableName = table.identity().tableName();
    this.keyRanges = keyRanges;
    this.nanos = nanos;
    this.own =
        new ResourceThroughput(
            false, table.identity().tableArn(), settings(table), keyRanges, nanos);
    this.globalIndexes = globalIndexes(table, Map.of());
  }

  /** Takes another definition; called in the order in which they are made. */
  void redefine(TableDescription table) {
    own.redefine(settings(table));
    globalIndexes = globalIndexes(table, globalIndexes);
  }

  private Map<String, ResourceThroughput> globalIndexes(
      TableDescription table, Map<String, ResourceThroughput> before) {
    Map<String, ResourceThroughput> indexes = new LinkedHashMap<>();
    for (GlobalSecondaryIndexDescription index : table.schema().globalSecondaryIndexes()) {
      String name = index.index().indexName();
      ResourceThroughput known = before.get(name);
      if (known == null) {
        known =
            new ResourceThroughput(
                true, index.indexArn(), settings(table, index), keyRanges, nanos);
      } else {
        known.redefine(settings(table, index));
      }
      indexes.put(name, known);
    }
    return indexes;
  }

  private static Bounds.Settings settings(TableDescription table) {
    var options = table.options();
    return new Bounds.Settings(
        isOnDemand(table) ? null : options.provisionedThroughput(),
        options.onDemandThroughput(),
        options.warmThroughput());
  }

  private static Bounds.Settings settings(
      TableDescription table, GlobalSecondaryIndexDescription description) {
    var index = description.index();
    return new Bounds.Settings(
        isOnDemand(table) ? null : index.provisionedThroughput(),
        index.onDemandThroughput(),
        index.warmThroughput());
  }

  private static boolean isOnDemand(TableDescription table) {
    return table.options().billingMode() == BillingMode.PAY_PER_REQUEST;
  }

  public String tableName() {
    return tableName;
  }

  /** That of the table itself. */
  public ResourceThroughput own() {
    return own;
  }

  /** Those of the global indexes, by their names. */
  public Map<String, ResourceThroughput> globalIndexes() {
    return globalIndexes;
  }

  /** Where what happens to that index counts; null for the table itself. */
  public ResourceThroughput of(@Nullable Index index) {
    return index == null || !index.isGlobal() ? own : globalIndexes.getOrDefault(index.name(), own);
  }

  /** Counts what is charged for a write of an item in that collection. */
  public WriteCharge charge(long collection, boolean isTransactional) {
    return new WriteCharge() {
      @Override
      public void addItem(int oldSize, int newSize) {
        long units = WriteUnits.ofItem(oldSize, newSize);
        own.consume(Access.WRITE, collection, (double) (isTransactional ? 2 * units : units));
      }

      @Override
      public void addIndexEntry(
          Index index, long entries, int oldSize, int newSize, boolean moved) {
        of(index)
            .consume(
                Access.WRITE, entries, (double) WriteUnits.ofIndexEntry(oldSize, newSize, moved));
      }
    };
  }

  /** Counts an item that was deleted because its time was over; nobody pays for that. */
  public void expired() {
    expired.increment();
  }

  /** How many were. */
  public long expiredItems() {
    return expired.sum();
  }
}
