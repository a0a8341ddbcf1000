package io.larder.cache.reads;

import io.larder.cache.coherence.Disproof;
import io.larder.cache.coherence.ReadsInFlight;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.versions.StripedVersions;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.store.BatchGetRoom;
import io.larder.store.PointPlan;
import io.larder.store.PointReadRules;
import io.larder.store.PrimaryKey;
import io.larder.store.ReadUnits;
import io.larder.store.ScalarKeys;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * BatchGetItem through the item cache: each key is looked up by itself, and those that are not
 * there are read together.
 */
public final class BatchReads {
  private final TableStore store;
  private final ItemReads reads;
  private final ExpiredItems expired;
  private final ReadsInFlight inFlight;
  private final ReadRules rules;
  private final Disproof disproof;

  public BatchReads(
      TableStore store,
      ItemReads reads,
      ReadsInFlight inFlight,
      ReadRules rules,
      Disproof disproof) {
    this.store = store;
    this.reads = reads;
    this.expired = reads.expired();
    this.inFlight = inFlight;
    this.rules = rules;
    this.disproof = disproof;
  }

  /** What is read of one table, in the order of the request. */
  private record OfTable(KeysAndAttributes wanted, List<PointPlan> plans) {}

  public Lookup look(BatchGetItemRequest request) {
    List<OfTable> tables = resolveUnlessRefused(request);
    if (tables == null) {
      return (Lookup.Miss) () -> store.read(request);
    }
    for (OfTable ofTable : tables) {
      if (rules.isForStore(ofTable.wanted().consistentRead())) {
        return (Lookup.Miss) () -> readPast(request, tables);
      }
    }
    Map<PrimaryKey, ItemCache.Entry> found = find(tables, true);
    BatchGetItemResponse hit = answer(request, tables, found, false);
    if (hit == null) {
      return (Lookup.Miss) () -> read(request, tables);
    }
    countHits(tables, found);
    return hit;
  }

  private BatchGetItemResponse read(BatchGetItemRequest request, List<OfTable> tables) {
    Map<PrimaryKey, ItemCache.Entry> found = find(tables, false);
    Map<PrimaryKey, ItemCache.Entry> hits = Map.copyOf(found);
    try {
      load(tables, found);
    } catch (ServiceException e) {
      if (!e.error().isThrottling() || found.isEmpty()) {
        throw e;
      }
    }
    BatchGetItemResponse answer = found.isEmpty() ? null : answer(request, tables, found, true);
    if (answer == null) {
      return expired.read(request, known(tables));
    }
    countHits(tables, hits);
    return answer;
  }

  private void countHits(List<OfTable> tables, Map<PrimaryKey, ItemCache.Entry> found) {
    for (OfTable ofTable : tables) {
      for (PointPlan plan : ofTable.plans()) {
        ItemCache.Entry entry = found.get(plan.key());
        if (entry != null) {
          reads.counts(plan.table()).hit();
          reads.sample(plan.key(), entry.item());
        }
      }
    }
  }

  private BatchGetItemResponse readPast(BatchGetItemRequest request, List<OfTable> tables) {
    BatchGetItemResponse answer = expired.read(request, known(tables));
    for (OfTable ofTable : tables) {
      KeysAndAttributes wanted = ofTable.wanted();
      if (wanted.consistentRead()) {
        for (PointPlan plan : ofTable.plans()) {
          List<Item> answered = answer.responses().getOrDefault(plan.tableName(), List.of());
          // An item that is not there and one of another key look the same here: then it is read
          // again.
          disproof.ofItem(
              plan.key(),
              kept ->
                  answered.contains(
                      PointReadRules.projected(
                          expired.shown(plan.table(), kept), wanted.projection())));
        }
      }
    }
    return answer;
  }

  private static Map<String, Table> known(List<OfTable> tables) {
    Map<String, Table> known = new HashMap<>();
    for (OfTable ofTable : tables) {
      PointPlan first = ofTable.plans().getFirst();
      known.put(first.tableName(), first.table());
    }
    return known;
  }

  /** Null where it is for the store to say what is wrong, or where it alone knows a table. */
  private @Nullable List<OfTable> resolveUnlessRefused(BatchGetItemRequest request) {
    try {
      return resolve(request);
    } catch (ServiceException refused) {
      return null;
    }
  }

  private @Nullable List<OfTable> resolve(BatchGetItemRequest request) {
    List<OfTable> tables = new ArrayList<>(request.requestItems().size());
    Set<PrimaryKey> seen = new HashSet<>();
    for (Map.Entry<String, KeysAndAttributes> ofTable : request.requestItems().entrySet()) {
      Table table = store.known(ofTable.getKey());
      if (table == null) {
        return null;
      }
      KeysAndAttributes wanted = ofTable.getValue();
      ScalarKeys.check(table, wanted.projection());
      List<PointPlan> plans = new ArrayList<>(wanted.keys().size());
      for (Map<String, AttributeValue> key : wanted.keys()) {
        PointPlan plan = PointPlan.of(ofTable.getKey(), key, table, wanted.consistentRead());
        if (!seen.add(plan.key())) {
          return null;
        }
        plans.add(plan);
      }
      tables.add(new OfTable(wanted, plans));
    }
    return tables;
  }

  /** What is kept; with {@code onlyAll} no further than to the first that is not. */
  private Map<PrimaryKey, ItemCache.Entry> find(List<OfTable> tables, boolean onlyAll) {
    Map<PrimaryKey, ItemCache.Entry> found = new HashMap<>();
    for (OfTable ofTable : tables) {
      for (PointPlan plan : ofTable.plans()) {
        ItemCache.Entry entry = reads.kept(reads.cached(plan.table()), plan);
        if (entry != null) {
          found.put(plan.key(), entry);
        } else if (onlyAll) {
          return found;
        }
      }
    }
    return found;
  }

  /** Adds to {@code found} what is missing there, as far as the store brings it. */
  private void load(List<OfTable> tables, Map<PrimaryKey, ItemCache.Entry> found) {
    List<PrimaryKey> missed = new ArrayList<>();
    Map<PrimaryKey, PointPlan> toKeep = new HashMap<>();
    Map<PrimaryKey, Long> versions = new LinkedHashMap<>();
    List<PointPlan> toPass = new ArrayList<>();
    for (OfTable ofTable : tables) {
      for (PointPlan plan : ofTable.plans()) {
        if (!found.containsKey(plan.key())) {
          reads.counts(plan.table()).miss();
          missed.add(plan.key());
          long version = reads.versionToFill(plan);
          if (version == StripedVersions.IN_FLUX) {
            toPass.add(plan);
          } else {
            toKeep.put(plan.key(), plan);
            versions.put(plan.key(), version);
          }
        }
      }
    }
    Map<PrimaryKey, ItemCache.Entry> passed = fetch(toPass);
    passed.forEach((key, entry) -> reads.passed(key, entry.item()));
    found.putAll(passed);
    found.putAll(
        inFlight.readAll(
            versions,
            keys -> {
              Map<PrimaryKey, ItemCache.Entry> brought =
                  fetch(keys.stream().map(toKeep::get).toList());
              brought.forEach(
                  (key, entry) ->
                      reads.fill(key, entry.item(), Objects.requireNonNull(versions.get(key))));
              return brought;
            }));
    for (PrimaryKey key : missed) {
      ItemCache.Entry brought = found.get(key);
      reads.sample(key, brought == null ? null : brought.item());
    }
  }

  /** Reads whole items; what the store leaves for another call is not there. */
  private Map<PrimaryKey, ItemCache.Entry> fetch(List<PointPlan> plans) {
    if (plans.size() <= 1) {
      return plans.stream()
          .collect(Collectors.toMap(PointPlan::key, plan -> new ItemCache.Entry(store.item(plan))));
    }
    Map<String, List<PointPlan>> byTable =
        plans.stream()
            .collect(
                Collectors.groupingBy(
                    PointPlan::tableName, LinkedHashMap::new, Collectors.toList()));
    Map<String, KeysAndAttributes> wanted = new LinkedHashMap<>();
    byTable.forEach(
        (name, ofTable) ->
            wanted.put(
                name,
                new KeysAndAttributes(
                    ofTable.stream().map(PointPlan::attributes).toList(),
                    null,
                    rules.asksConsistently() || ofTable.getFirst().consistentRead(),
                    null,
                    null,
                    null)));
    BatchGetItemResponse answer =
        store.read(new BatchGetItemRequest(wanted, ReturnConsumedCapacity.NONE));
    Map<PrimaryKey, ItemCache.Entry> brought = new HashMap<>();
    byTable.forEach(
        (name, ofTable) ->
            brought.putAll(
                brought(
                    ofTable, answer.responses().get(name), answer.unprocessedKeys().get(name))));
    return brought;
  }

  /** What the answer tells of these keys: nothing, if the table is not in it. */
  private static Map<PrimaryKey, ItemCache.Entry> brought(
      List<PointPlan> plans, @Nullable List<Item> answered, @Nullable KeysAndAttributes left) {
    if (answered == null) {
      return Map.of();
    }
    Table table = plans.getFirst().table();
    Map<PrimaryKey, ItemCache.Entry> brought = new HashMap<>();
    try {
      plans.forEach(plan -> brought.put(plan.key(), ItemCache.Entry.ABSENT));
      if (left != null) {
        left.keys().forEach(key -> brought.remove(table.primaryKey(key)));
      }
      for (Item item : answered) {
        brought.replace(table.primaryKeyOfItem(item.attributes()), new ItemCache.Entry(item));
      }
      return brought;
    } catch (ServiceException otherSchema) {
      // The table is another by now.
      return Map.of();
    }
  }

  /**
   * The answer of what is found. Where something is missing, or there is too much for a response,
   * that is left for another call if {@code mayLeave}; otherwise there is no answer, and none if
   * more would be parsed than may be at once.
   */
  private @Nullable BatchGetItemResponse answer(
      BatchGetItemRequest request,
      List<OfTable> tables,
      Map<PrimaryKey, ItemCache.Entry> found,
      boolean mayLeave) {
    Map<String, List<Item>> responses = new LinkedHashMap<>();
    Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
    List<ConsumedCapacity> consumed = new ArrayList<>();
    var room = new BatchGetRoom();
    boolean isFull = false;
    long parsed = 0;
    for (OfTable ofTable : tables) {
      KeysAndAttributes wanted = ofTable.wanted();
      String name = ofTable.plans().getFirst().tableName();
      List<Item> ofThisTable = new ArrayList<>();
      List<Map<String, AttributeValue>> left = new ArrayList<>();
      double units = 0;
      for (PointPlan plan : ofTable.plans()) {
        ItemCache.Entry entry = isFull ? null : found.get(plan.key());
        if (entry == null) {
          if (!mayLeave) {
            return null;
          }
          left.add(plan.attributes());
          continue;
        }
        Item item = entry.item();
        parsed += expired.parsed(plan.table(), item, wanted.projection());
        if (!mayLeave && parsed > ItemReads.MAX_PARSED_AT_ONCE) {
          return null;
        }
        Item shown = expired.shown(plan.table(), item);
        Item projected = PointReadRules.projected(shown, wanted.projection());
        if (!room.take(item, projected)) {
          isFull = true;
          left.add(plan.attributes());
          continue;
        }
        int size = item == null ? 0 : item.size();
        units += ReadUnits.units(ReadUnits.blocks(size), wanted.consistentRead());
        if (projected != null) {
          ofThisTable.add(projected);
        }
      }
      responses.put(name, ofThisTable);
      if (!left.isEmpty()) {
        unprocessed.put(name, wanted.withKeys(left));
      }
      ConsumedCapacity capacity = ReadUnits.table(request.returnConsumedCapacity(), name, units);
      if (capacity != null) {
        consumed.add(capacity);
      }
    }
    return mayLeave || unprocessed.isEmpty()
        ? new BatchGetItemResponse(
            responses,
            unprocessed,
            request.returnConsumedCapacity() == ReturnConsumedCapacity.NONE ? null : consumed)
        : null;
  }
}
