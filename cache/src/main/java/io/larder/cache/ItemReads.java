package io.larder.cache;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.Lookup;
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
import io.larder.store.TableStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GetItem, BatchGetItem and TransactGetItems through the item cache. */
final class ItemReads {
  /** So many bytes of items are parsed for their projection where nothing may take long. */
  private static final int MAX_PARSED_AT_ONCE = 64 * 1024;

  private final TableStore store;
  private final ItemCache items;
  private final StripedVersions versions;
  private final ReadsInFlight inFlight;
  private final boolean hearsOfAllWrites;

  ItemReads(TableStore store, ItemCache items, StripedVersions versions, ReadsInFlight inFlight) {
    this.store = store;
    this.items = items;
    this.versions = versions;
    this.inFlight = inFlight;
    this.hearsOfAllWrites = store.guarantees().announcesAllWrites();
  }

  /** True of a read that must see what others wrote meanwhile, of which nobody heard here. */
  private boolean isForStore(boolean consistentRead) {
    return consistentRead && !hearsOfAllWrites;
  }

  // A look wants to be answered at once: long parsing is left to the reads.

  /** How many bytes must be parsed to project the item. */
  private static int parsed(@Nullable Item item, @Nullable ProjectionExpression projection) {
    return item == null || projection == null ? 0 : item.jsonLength();
  }

  // GetItem

  Lookup look(GetItemRequest request) {
    if (isForStore(request.consistentRead())) {
      return (Lookup.Miss) () -> store.read(request);
    }
    Table table = store.known(request.tableName());
    if (table == null) {
      return (Lookup.Miss) () -> store.read(request);
    }
    PrimaryKey key = table.primaryKey(request.key());
    ScalarKeys.check(table, request.projection());
    ItemCache.Entry entry = current(key);
    if (entry == null || parsed(entry.item(), request.projection()) > MAX_PARSED_AT_ONCE) {
      var plan = new PointPlan(request.tableName(), request.key(), table, key);
      return (Lookup.Miss) () -> read(request, plan);
    }
    items.hits().increment();
    return PointPlan.answer(request, entry.item());
  }

  private GetItemResponse read(GetItemRequest request, PointPlan plan) {
    // Another reader may have brought it since.
    ItemCache.Entry entry = current(plan.key());
    if (entry != null) {
      items.hits().increment();
      return PointPlan.answer(request, entry.item());
    }
    items.misses().increment();
    return PointPlan.answer(request, load(plan));
  }

  /** The entry if it is provably what the store holds now, otherwise null. */
  private ItemCache.@Nullable Entry current(PrimaryKey key) {
    // The version first: an entry seen while its collection is stable is the committed one.
    return versions.current(key.collection()) == StripedVersions.IN_FLUX ? null : items.get(key);
  }

  /** Reads the whole item from the store and remembers it if nothing was committed meanwhile. */
  private @Nullable Item load(PointPlan plan) {
    PrimaryKey key = plan.key();
    long version = versions.current(key.collection());
    if (version == StripedVersions.IN_FLUX) {
      return store.item(plan);
    }
    return inFlight
        .read(
            key,
            version,
            () -> {
              Item item = store.item(plan);
              items.fill(key, item, () -> versions.isCurrent(key.collection(), version));
              return new ItemCache.Entry(item);
            })
        .item();
  }

  // BatchGetItem: each key is looked up by itself.

  Lookup look(BatchGetItemRequest request) {
    BatchGetItemResponse hit = batchUnlessRefused(request, true);
    return hit == null ? (Lookup.Miss) () -> read(request) : hit;
  }

  private BatchGetItemResponse read(BatchGetItemRequest request) {
    BatchGetItemResponse answer = batchUnlessRefused(request, false);
    return answer == null ? store.read(request) : answer;
  }

  private @Nullable BatchGetItemResponse batchUnlessRefused(
      BatchGetItemRequest request, boolean onlyFromCache) {
    try {
      return batch(request, onlyFromCache);
    } catch (ServiceException refused) {
      // The store has the say on which fault is reported first.
      return null;
    }
  }

  /**
   * The answer, or null if it is for the store to give: it must say what is current, keys are
   * repeated, the items exceed a response, or, with {@code onlyFromCache}, an item is not in the
   * cache or there is much to parse.
   */
  private @Nullable BatchGetItemResponse batch(BatchGetItemRequest request, boolean onlyFromCache) {
    Map<String, List<Item>> responses = new LinkedHashMap<>();
    List<ConsumedCapacity> consumed = new ArrayList<>();
    Set<PrimaryKey> seen = new HashSet<>();
    var room = new BatchGetRoom();
    long parsed = 0;
    long hits = 0;
    for (Map.Entry<String, KeysAndAttributes> ofTable : request.requestItems().entrySet()) {
      Table table = store.known(ofTable.getKey());
      if (table == null) {
        return null;
      }
      KeysAndAttributes wanted = ofTable.getValue();
      if (isForStore(wanted.consistentRead())) {
        return null;
      }
      ScalarKeys.check(table, wanted.projection());
      List<Item> found = new ArrayList<>();
      double units = 0;
      for (Map<String, AttributeValue> key : wanted.keys()) {
        PrimaryKey primaryKey = table.primaryKey(key);
        if (!seen.add(primaryKey)) {
          return null;
        }
        ItemCache.Entry entry = current(primaryKey);
        if (entry != null) {
          hits++;
        } else if (onlyFromCache) {
          return null;
        } else {
          items.misses().increment();
        }
        Item item =
            entry == null
                ? load(new PointPlan(ofTable.getKey(), key, table, primaryKey))
                : entry.item();
        parsed += parsed(item, wanted.projection());
        if (onlyFromCache && parsed > MAX_PARSED_AT_ONCE) {
          return null;
        }
        Item projected = PointReadRules.projected(item, wanted.projection());
        if (!room.take(item, projected)) {
          return null;
        }
        int size = item == null ? 0 : item.size();
        units += ReadUnits.units(ReadUnits.blocks(size), wanted.consistentRead());
        if (projected != null) {
          found.add(projected);
        }
      }
      responses.put(ofTable.getKey(), found);
      ConsumedCapacity ofThisTable =
          ReadUnits.table(request.returnConsumedCapacity(), ofTable.getKey(), units);
      if (ofThisTable != null) {
        consumed.add(ofThisTable);
      }
    }
    items.hits().add(hits);
    return new BatchGetItemResponse(
        responses,
        Map.of(),
        request.returnConsumedCapacity() == ReturnConsumedCapacity.NONE ? null : consumed);
  }

  // TransactGetItems: all from the cache at one moment, or all from one snapshot of the store.

  Lookup look(TransactGetItemsRequest request) {
    TransactGetItemsResponse hit = snapshotUnlessRefused(request, MAX_PARSED_AT_ONCE);
    return hit == null ? (Lookup.Miss) () -> read(request) : hit;
  }

  private TransactGetItemsResponse read(TransactGetItemsRequest request) {
    TransactGetItemsResponse answer = snapshotUnlessRefused(request, Long.MAX_VALUE);
    return answer == null ? store.read(request) : answer;
  }

  private @Nullable TransactGetItemsResponse snapshotUnlessRefused(
      TransactGetItemsRequest request, long mostParsed) {
    try {
      return snapshot(request, mostParsed);
    } catch (ServiceException refused) {
      // The store turns a fault of one action into a cancellation.
      return null;
    }
  }

  private @Nullable TransactGetItemsResponse snapshot(
      TransactGetItemsRequest request, long mostParsed) {
    if (isForStore(true)) {
      return null;
    }
    int count = request.items().size();
    PrimaryKey[] keys = new PrimaryKey[count];
    long[] seenAt = new long[count];
    Set<PrimaryKey> distinct = new HashSet<>();
    for (int i = 0; i < count; i++) {
      TransactGetItem get = request.items().get(i);
      Table table = store.known(get.tableName());
      if (table == null) {
        return null;
      }
      keys[i] = table.primaryKey(get.key());
      ScalarKeys.check(table, get.projection());
      seenAt[i] = versions.current(keys[i].collection());
      if (seenAt[i] == StripedVersions.IN_FLUX || !distinct.add(keys[i])) {
        return null;
      }
    }
    List<@Nullable Item> found = new ArrayList<>(count);
    Map<String, Long> blocks = new LinkedHashMap<>();
    long bytes = 0;
    long parsed = 0;
    for (int i = 0; i < count; i++) {
      ItemCache.Entry entry = items.get(keys[i]);
      if (entry == null) {
        return null;
      }
      Item item = entry.item();
      int size = item == null ? 0 : item.size();
      bytes += size;
      TransactGetItem get = request.items().get(i);
      parsed += parsed(item, get.projection());
      if (parsed > mostParsed) {
        return null;
      }
      blocks.merge(get.tableName(), ReadUnits.blocks(size), Long::sum);
      found.add(PointReadRules.projectedInTransaction(item, get.projection()));
    }
    for (int i = 0; i < count; i++) {
      // Unchanged since before the first look: all entries were current at one moment.
      if (!versions.isCurrent(keys[i].collection(), seenAt[i])) {
        return null;
      }
    }
    TransactionSize.check(bytes);
    items.hits().add(count);
    return new TransactGetItemsResponse(
        found, ReadUnits.transaction(request.returnConsumedCapacity(), blocks));
  }
}
