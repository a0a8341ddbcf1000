package io.larder.proxy.metrics.cloudwatch;

import static io.larder.proxy.metrics.Datum.by;

import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.Operation;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.Datum;
import io.larder.proxy.metrics.Datum.Level;
import io.larder.proxy.metrics.Datum.Spread;
import io.larder.proxy.metrics.Datum.Total;
import io.larder.proxy.metrics.Datum.Unit;
import io.larder.proxy.metrics.Outcome;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.store.delivery.DeliveryCounts;
import io.larder.store.delivery.DeliveryFigures;
import io.larder.store.measured.MeasuredTableStore;
import io.larder.store.measured.OperationFigures;
import io.larder.store.measured.StreamFigures;
import io.larder.store.measured.TableFigures;
import io.larder.store.throughput.Access;
import io.larder.store.throughput.Limit;
import io.larder.store.throughput.ResourceThroughput;
import io.larder.store.throughput.TableThroughput;
import io.larder.store.throughput.Throughput;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the namespace AWS/DynamoDB: what the store was asked for and what that consumed,
 * and not what the caches answered. Of so many tables at most; those that there were first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html">
 *     DynamoDB metrics and dimensions</a>
 */
public final class DynamoDbMetrics implements Supplier<List<Datum>> {
  private static final String TABLE = "TableName";
  private static final String INDEX = "GlobalSecondaryIndexName";
  private static final double NANOS_PER_MILLI = 1e6;

  /** The longest latencies that are counted together, in milliseconds. */
  private static final List<Double> LATENCIES =
      IntStream.range(0, OperationFigures.STEPS)
          .mapToObj(step -> (OperationFigures.FIRST_STEP_NANOS << step) / NANOS_PER_MILLI)
          .toList();

  private final MeasuredTableStore store;
  private final @Nullable Throughput throughput;
  private final DeliveryCounts deliveries;
  private final RequestMetrics requests;
  private final int mostTables;
  private final InstantSource clock;

  /** Tables that are told of, as long as they are there. */
  private final Set<String> told = new HashSet<>();

  /**
   * @param throughput null if another server knows that
   */
  public DynamoDbMetrics(
      MeasuredTableStore store,
      @Nullable Throughput throughput,
      DeliveryCounts deliveries,
      RequestMetrics requests,
      int mostTables,
      InstantSource clock) {
    this.store = store;
    this.throughput = throughput;
    this.deliveries = deliveries;
    this.requests = requests;
    this.mostTables = mostTables;
    this.clock = clock;
  }

  @Override
  public synchronized List<Datum> get() {
    Map<String, TableThroughput> consumption = new TreeMap<>();
    if (throughput != null) {
      throughput.tables().forEach(table -> consumption.put(table.tableName(), table));
    }
    Map<String, TableFigures> figures = store.tables();
    choose(consumption.keySet(), figures.keySet());
    List<Datum> data = new ArrayList<>();
    figures.forEach(
        (name, ofTable) -> {
          if (told.contains(name)) {
            addRequests(data, name, ofTable);
          }
        });
    consumption.forEach(
        (name, ofTable) -> {
          if (told.contains(name)) {
            addConsumption(data, name, ofTable);
          }
        });
    addDeliveries(data);
    addAccount(data, consumption);
    return data;
  }

  /** Of one that has outlived its table and another of the same name the first is told. */
  private void addDeliveries(List<Datum> data) {
    Instant now = clock.instant();
    Set<String> added = new HashSet<>();
    for (DeliveryFigures figures : deliveries.all()) {
      if (told.contains(figures.tableName()) && added.add(figures.tableName())) {
        SequencedMap<String, String> ofTable =
            by(TABLE, figures.tableName(), "DelegatedOperation", "KinesisDataStreamsReplication");
        data.add(
            new Datum(
                "AgeOfOldestUnreplicatedRecord",
                Unit.MILLISECONDS,
                ofTable,
                new Level(figures.ageMillis(now))));
        data.add(count("ConsumedChangeDataCaptureUnits", ofTable, figures.units()));
        data.add(count("FailedToReplicateRecordCount", ofTable, figures.lostChanges()));
        data.add(count("ThrottledPutRecordCount", ofTable, figures.throttledChanges()));
      }
    }
  }

  private void choose(Set<String> one, Set<String> other) {
    told.removeIf(name -> !one.contains(name) && !other.contains(name));
    for (Set<String> names : List.of(one, other)) {
      for (String name : names) {
        if (told.size() < mostTables) {
          told.add(name);
        }
      }
    }
  }

  private static void addRequests(List<Datum> data, String tableName, TableFigures table) {
    SequencedMap<String, String> ofTable = by(TABLE, tableName);
    data.add(count("ConditionalCheckFailedRequests", ofTable, table.failedConditions()));
    data.add(count("TransactionConflict", ofTable, table.conflicts()));
    for (Map.Entry<Operation, OperationFigures> each :
        new TreeMap<>(table.operations()).entrySet()) {
      add(data, by(TABLE, tableName, "Operation", each.getKey().wireName()), each.getValue());
    }
    String execute = Operation.EXECUTE_STATEMENT.wireName();
    new TreeMap<>(table.statements())
        .forEach(
            (verb, figures) ->
                add(
                    data,
                    by(TABLE, tableName, "Operation", execute, "Verb", verb.word()),
                    figures));
    table.streams().forEach((label, stream) -> addStream(data, tableName, label, stream));
  }

  private static void add(
      List<Datum> data, SequencedMap<String, String> dimensions, OperationFigures figures) {
    data.add(
        new Datum("SuccessfulRequestLatency", Unit.MILLISECONDS, dimensions, latencies(figures)));
    data.add(count("ThrottledRequests", dimensions, figures.throttledRequests()));
    data.add(count("SystemErrors", dimensions, figures.systemErrors()));
    data.add(count("ReturnedItemCount", dimensions, figures.returnedItems()));
  }

  private static void addStream(
      List<Datum> data, String tableName, String label, StreamFigures stream) {
    SequencedMap<String, String> dimensions =
        by(TABLE, tableName, "Operation", Operation.GET_RECORDS.wireName(), "StreamLabel", label);
    data.add(
        new Datum(
            "SuccessfulRequestLatency",
            Unit.MILLISECONDS,
            dimensions,
            latencies(stream.requests())));
    data.add(count("ReturnedRecordsCount", dimensions, stream.returnedRecords()));
    data.add(
        new Datum(
            "ReturnedBytes", Unit.BYTES, dimensions, new Total((double) stream.returnedBytes())));
  }

  private static Spread latencies(OperationFigures figures) {
    return new Spread(
        LATENCIES,
        IntStream.range(0, OperationFigures.STEPS).mapToObj(figures::succeeded).toList(),
        figures.nanos() / NANOS_PER_MILLI);
  }

  private static void addConsumption(List<Datum> data, String tableName, TableThroughput table) {
    SequencedMap<String, String> ofTable = by(TABLE, tableName);
    data.add(count("TimeToLiveDeletedItemCount", ofTable, table.expiredItems()));
    add(data, ofTable, table.own());
    table
        .globalIndexes()
        .forEach((name, index) -> add(data, by(TABLE, tableName, INDEX, name), index));
  }

  private static void add(
      List<Datum> data, SequencedMap<String, String> dimensions, ResourceThroughput resource) {
    for (Access access : Access.values()) {
      SequencedMap<String, String> ofConsumption = new LinkedHashMap<>(dimensions);
      if (access == Access.WRITE) {
        ofConsumption.put("Source", "Customer");
      }
      String word = access.word();
      data.add(
          units("Consumed" + word + "CapacityUnits", ofConsumption, resource.consumed(access)));
      addLevel(
          data, "Provisioned" + word + "CapacityUnits", dimensions, resource.provisioned(access));
      addLevel(data, "OnDemandMax" + word + "RequestUnits", dimensions, resource.most(access));
      long all = 0;
      for (Limit limit : Limit.values()) {
        long throttled = resource.throttled(access, limit);
        all += throttled;
        data.add(count(word + limit.word() + "ThroughputThrottleEvents", dimensions, throttled));
      }
      data.add(count(word + "ThrottleEvents", dimensions, all));
    }
  }

  private static void addLevel(
      List<Datum> data, String name, SequencedMap<String, String> dimensions, @Nullable Long now) {
    if (now != null) {
      data.add(new Datum(name, Unit.COUNT, dimensions, new Level((double) now)));
    }
  }

  private void addAccount(List<Datum> data, Map<String, TableThroughput> consumption) {
    long userErrors = 0;
    for (ClientProtocol protocol : ClientProtocol.values()) {
      userErrors += requests.count(protocol, Outcome.ERROR);
    }
    data.add(count("UserErrors", by(), userErrors));
    if (throughput == null) {
      return;
    }
    DescribeLimitsResponse limits = store.describe(new DescribeLimitsRequest());
    data.add(count("AccountMaxReads", limits.accountMaxReadCapacityUnits()));
    data.add(count("AccountMaxWrites", limits.accountMaxWriteCapacityUnits()));
    data.add(count("AccountMaxTableLevelReads", limits.tableMaxReadCapacityUnits()));
    data.add(count("AccountMaxTableLevelWrites", limits.tableMaxWriteCapacityUnits()));
    addUtilization(
        data,
        Access.READ,
        consumption,
        limits.accountMaxReadCapacityUnits(),
        limits.tableMaxReadCapacityUnits());
    addUtilization(
        data,
        Access.WRITE,
        consumption,
        limits.accountMaxWriteCapacityUnits(),
        limits.tableMaxWriteCapacityUnits());
  }

  private static void addUtilization(
      List<Datum> data,
      Access access,
      Map<String, TableThroughput> consumption,
      long accountMost,
      long tableMost) {
    long all = 0;
    long largest = 0;
    for (TableThroughput table : consumption.values()) {
      all += provisioned(table.own(), access);
      largest = Math.max(largest, provisioned(table.own(), access));
      for (ResourceThroughput index : table.globalIndexes().values()) {
        all += provisioned(index, access);
        largest = Math.max(largest, provisioned(index, access));
      }
    }
    String name = "Provisioned%s" + access.word() + "CapacityUtilization";
    data.add(level("Account" + name.formatted(""), Unit.PERCENT, 100.0 * all / accountMost));
    data.add(level("Max" + name.formatted("Table"), Unit.PERCENT, 100.0 * largest / tableMost));
  }

  private static long provisioned(ResourceThroughput resource, Access access) {
    Long units = resource.provisioned(access);
    return units == null ? 0 : units;
  }

  private static Datum count(String name, SequencedMap<String, String> dimensions, long total) {
    return units(name, dimensions, (double) total);
  }

  private static Datum units(String name, SequencedMap<String, String> dimensions, double total) {
    return new Datum(name, Unit.COUNT, dimensions, new Total(total));
  }

  private static Datum count(String name, long now) {
    return level(name, Unit.COUNT, (double) now);
  }

  private static Datum level(String name, Unit unit, double now) {
    return new Datum(name, unit, by(), new Level(now));
  }
}
