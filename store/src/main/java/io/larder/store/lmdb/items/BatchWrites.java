package io.larder.store.lmdb.items;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.WriteRequest;
import io.larder.store.IndexKeys;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.Source;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.throughput.WriteUnits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * BatchWriteItem: independent writes that happen to come, and here also to be committed, together.
 */
public final class BatchWrites {
  private final KeyLayout layout;
  private final ItemWrites writes;

  public BatchWrites(KeyLayout layout, ItemWrites writes) {
    this.layout = layout;
    this.writes = writes;
  }

  private record Prepared(
      String tableName,
      WriteRequest request,
      Target target,
      Change change,
      Map<String, AttributeValue> key) {}

  public Work<BatchWriteItemResponse> write(Tables tables, BatchWriteItemRequest request) {
    List<Prepared> prepared = prepare(tables, request);
    return group ->
        run(group, group.tables() == tables ? prepared : prepare(group.tables(), request), request);
  }

  private List<Prepared> prepare(Tables tables, BatchWriteItemRequest request) {
    // The size of items is judged before any table is looked up, and all tables before any key.
    Iterator<Image> images = images(request).iterator();
    request.requestItems().keySet().forEach(tables::table);
    List<Prepared> prepared = new ArrayList<>();
    Set<PrimaryKey> keys = new HashSet<>();
    request
        .requestItems()
        .forEach(
            (tableName, requests) -> {
              Table table = tables.table(tableName);
              for (WriteRequest write : requests) {
                Prepared one =
                    switch (write) {
                      case WriteRequest.Put _ -> preparePut(tableName, write, table, images.next());
                      case WriteRequest.Delete(var key) ->
                          prepareDelete(tableName, write, table, key);
                    };
                if (!keys.add(one.target().key())) {
                  throw validation("Provided list of item keys contains duplicates");
                }
                prepared.add(one);
              }
            });
    return prepared;
  }

  /** The items to put, in order. */
  private static List<Image> images(BatchWriteItemRequest request) {
    List<Image> images = new ArrayList<>();
    for (List<WriteRequest> ofTable : request.requestItems().values()) {
      for (WriteRequest write : ofTable) {
        if (write instanceof WriteRequest.Put(var item)) {
          Image image = Image.of(item);
          ItemRules.checkSize(image.item());
          images.add(image);
        }
      }
    }
    return images;
  }

  private Prepared preparePut(String tableName, WriteRequest write, Table table, Image image) {
    Map<String, AttributeValue> item = image.attributes();
    // Unlike PutItem, a batch has one message for every key attribute that is missing or wrong.
    Map<String, AttributeValue> key = Source.only(table.keySchema(), item);
    Target target = Target.of(layout, table, table.primaryKey(key));
    IndexKeys.check(table, null, item);
    image.entries(layout, target);
    return new Prepared(tableName, write, target, new Change.Put(image), item);
  }

  private Prepared prepareDelete(
      String tableName, WriteRequest write, Table table, Map<String, AttributeValue> key) {
    Target target = Target.of(layout, table, table.primaryKey(key));
    return new Prepared(tableName, write, target, new Change.Delete(), key);
  }

  private BatchWriteItemResponse run(
      WriteGroup group, List<Prepared> prepared, BatchWriteItemRequest request) {
    Map<String, WriteUnits> units = new LinkedHashMap<>();
    Map<String, List<ItemCollectionMetrics>> metrics = new LinkedHashMap<>();
    Map<String, List<WriteRequest>> left = new LinkedHashMap<>();
    int throttled = 0;
    for (Prepared one : prepared) {
      ItemWrite write;
      try {
        write =
            writes.make(
                group, one.target(), one.change(), null, ReturnValuesOnConditionCheckFailure.NONE);
      } catch (ServiceException e) {
        throttled++;
        if (!e.error().isThrottling() || throttled == prepared.size()) {
          throw e;
        }
        left.computeIfAbsent(one.tableName(), _ -> new ArrayList<>()).add(one.request());
        continue;
      }
      write.chargeTo(units.computeIfAbsent(one.tableName(), name -> new WriteUnits(name, false)));
      CollectionMetrics.add(
          metrics,
          request.returnItemCollectionMetrics(),
          one.tableName(),
          one.target().table(),
          one.key());
    }
    return new BatchWriteItemResponse(
        left,
        request.returnConsumedCapacity() == ReturnConsumedCapacity.NONE
            ? null
            : consumed(units, request.returnConsumedCapacity()),
        metrics.isEmpty() ? null : metrics);
  }

  static List<ConsumedCapacity> consumed(
      Map<String, WriteUnits> units, ReturnConsumedCapacity asked) {
    List<ConsumedCapacity> consumed = new ArrayList<>(units.size());
    for (WriteUnits ofTable : units.values()) {
      ConsumedCapacity capacity = ofTable.consumed(asked);
      if (capacity != null) {
        consumed.add(capacity);
      }
    }
    return consumed;
  }
}
