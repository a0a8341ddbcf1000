package io.larder.store.lmdb.items;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactionSize;
import io.larder.store.BatchGetRoom;
import io.larder.store.PointPlan;
import io.larder.store.PointReadRules;
import io.larder.store.PrimaryKey;
import io.larder.store.ReadUnits;
import io.larder.store.ScalarKeys;
import io.larder.store.Table;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.RecordKey;
import io.larder.store.lmdb.layout.RecordReader;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.throughput.Access;
import io.larder.store.throughput.ResourceThroughput;
import io.larder.store.throughput.Throughput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GetItem, BatchGetItem and TransactGetItems: each call reads from one snapshot. */
public final class PointReads {
  private final KeyLayout layout;
  private final Snapshots snapshots;
  private final Throughput throughput;

  public PointReads(KeyLayout layout, Snapshots snapshots, Throughput throughput) {
    this.layout = layout;
    this.snapshots = snapshots;
    this.throughput = throughput;
  }

  public GetItemResponse get(Tables tables, GetItemRequest request) {
    Table table = tables.table(request.tableName());
    PointPlan plan =
        PointPlan.of(request.tableName(), request.key(), table, request.consistentRead());
    ScalarKeys.check(table, request.projection());
    return PointPlan.answer(request, item(plan));
  }

  public @Nullable Item item(PointPlan plan) {
    ResourceThroughput ofTable = throughput.of(plan.table()).own();
    ofTable.require(Access.READ, plan.key().collection());
    RecordKey at = layout.ofItem(plan.key());
    try (Snapshot snapshot = snapshots.open()) {
      Item item = RecordReader.itemAt(snapshot, at);
      ofTable.consume(Access.READ, plan.key().collection(), units(item, plan.consistentRead()));
      return item;
    }
  }

  private static double units(@Nullable Item item, boolean consistentRead) {
    return ReadUnits.units(ReadUnits.blocks(item == null ? 0 : item.size()), consistentRead);
  }

  private record Wanted(Map<String, AttributeValue> key, long collection, RecordKey at) {}

  private record WantedOfTable(
      String name, KeysAndAttributes request, List<Wanted> keys, ResourceThroughput throughput) {}

  public BatchGetItemResponse batchGet(Tables tables, BatchGetItemRequest request) {
    List<WantedOfTable> wanted = wanted(tables, request);
    Map<String, List<Item>> responses = new LinkedHashMap<>();
    Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
    List<ConsumedCapacity> consumed = new ArrayList<>();
    var room = new BatchGetRoom();
    boolean isFull = false;
    int read = 0;
    ServiceError refusal = null;
    try (Snapshot snapshot = snapshots.open()) {
      for (WantedOfTable ofTable : wanted) {
        List<Item> items = new ArrayList<>();
        List<Map<String, AttributeValue>> left = new ArrayList<>();
        double units = 0;
        for (Wanted one : ofTable.keys()) {
          ServiceError refused = ofTable.throughput().refusal(Access.READ, one.collection());
          if (refused != null) {
            refusal = refused;
            left.add(one.key());
            continue;
          }
          Item item = isFull ? null : RecordReader.itemAt(snapshot, one.at());
          Item projected = PointReadRules.projected(item, ofTable.request().projection());
          isFull = isFull || !room.take(item, projected);
          if (isFull) {
            left.add(one.key());
          } else {
            double ofItem = units(item, ofTable.request().consistentRead());
            ofTable.throughput().consume(Access.READ, one.collection(), ofItem);
            units += ofItem;
            read++;
            if (projected != null) {
              items.add(projected);
            }
          }
        }
        responses.put(ofTable.name(), items);
        if (!left.isEmpty()) {
          unprocessed.put(ofTable.name(), ofTable.request().withKeys(left));
        }
        ConsumedCapacity capacity =
            ReadUnits.table(request.returnConsumedCapacity(), ofTable.name(), units);
        if (capacity != null) {
          consumed.add(capacity);
        }
      }
    }
    if (read == 0 && refusal != null) {
      throw new ServiceException(refusal);
    }
    return new BatchGetItemResponse(
        responses,
        unprocessed,
        request.returnConsumedCapacity() == ReturnConsumedCapacity.NONE ? null : consumed);
  }

  private List<WantedOfTable> wanted(Tables tables, BatchGetItemRequest request) {
    request.requestItems().keySet().forEach(tables::table);
    List<WantedOfTable> wanted = new ArrayList<>();
    Set<PrimaryKey> seen = new HashSet<>();
    request
        .requestItems()
        .forEach(
            (name, ofTable) -> {
              Table table = tables.table(name);
              ScalarKeys.check(table, ofTable.projection());
              List<Wanted> keys = new ArrayList<>(ofTable.keys().size());
              for (Map<String, AttributeValue> key : ofTable.keys()) {
                PrimaryKey primaryKey = table.primaryKey(key);
                if (!seen.add(primaryKey)) {
                  throw validation("Provided list of item keys contains duplicates");
                }
                keys.add(new Wanted(key, primaryKey.collection(), layout.ofItem(primaryKey)));
              }
              wanted.add(new WantedOfTable(name, ofTable, keys, throughput.of(table).own()));
            });
    return wanted;
  }

  public TransactGetItemsResponse transactGet(Tables tables, TransactGetItemsRequest request) {
    List<Wanted> wanted = wanted(tables, request.items());
    List<@Nullable Item> items = new ArrayList<>(wanted.size());
    Map<String, Long> blocks = new LinkedHashMap<>();
    long total = 0;
    try (Snapshot snapshot = snapshots.open()) {
      for (int at = 0; at < wanted.size(); at++) {
        TransactGetItem one = request.items().get(at);
        Item item = RecordReader.itemAt(snapshot, wanted.get(at).at());
        int size = item == null ? 0 : item.size();
        total += size;
        throughput
            .of(tables.table(one.tableName()))
            .own()
            .consume(Access.READ, wanted.get(at).collection(), 2.0 * ReadUnits.blocks(size));
        blocks.merge(one.tableName(), ReadUnits.blocks(size), Long::sum);
        items.add(PointReadRules.projectedInTransaction(item, one.projection()));
      }
    }
    TransactionSize.check(total);
    return new TransactGetItemsResponse(
        items, ReadUnits.transaction(request.returnConsumedCapacity(), blocks));
  }

  private List<Wanted> wanted(Tables tables, List<TransactGetItem> items) {
    List<Wanted> wanted = new ArrayList<>(items.size());
    List<CancellationReason> reasons =
        new ArrayList<>(Collections.nCopies(items.size(), CancellationReason.NONE));
    Set<PrimaryKey> seen = new HashSet<>();
    boolean cancelled = false;
    boolean hasDuplicates = false;
    for (int at = 0; at < items.size(); at++) {
      TransactGetItem one = items.get(at);
      Table table = tables.table(one.tableName());
      try {
        PrimaryKey key = table.primaryKey(one.key());
        ScalarKeys.check(table, one.projection());
        hasDuplicates |= !seen.add(key);
        wanted.add(new Wanted(one.key(), key.collection(), layout.ofItem(key)));
      } catch (ServiceException e) {
        reasons.set(at, new CancellationReason("ValidationError", e.error().message(), null));
        cancelled = true;
      }
    }
    if (cancelled) {
      throw new ServiceException(new ServiceError.TransactionCanceled(reasons));
    }
    if (hasDuplicates) {
      throw validation("Transaction request cannot include multiple operations on one item");
    }
    cancelIfThrottled(tables, items, wanted);
    return wanted;
  }

  private void cancelIfThrottled(Tables tables, List<TransactGetItem> items, List<Wanted> wanted) {
    Throttled.cancel(
        items.size(),
        at ->
            throughput
                .of(tables.table(items.get(at).tableName()))
                .own()
                .refusal(Access.READ, wanted.get(at).collection()));
  }
}
