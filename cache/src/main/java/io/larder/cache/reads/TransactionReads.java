package io.larder.cache.reads;

import io.larder.cache.coherence.Disproof;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.versions.StripedVersions;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactionSize;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TransactGetItems through the item cache: all from there at one moment, or all from one snapshot
 * of the store.
 */
public final class TransactionReads {
  private final TableStore store;
  private final ItemCache items;
  private final ItemReads reads;
  private final ExpiredItems expired;
  private final StripedVersions versions;
  private final ReadRules rules;
  private final Disproof disproof;

  public TransactionReads(
      TableStore store,
      ItemCache items,
      ItemReads reads,
      StripedVersions versions,
      ReadRules rules,
      Disproof disproof) {
    this.store = store;
    this.items = items;
    this.reads = reads;
    this.expired = reads.expired();
    this.versions = versions;
    this.rules = rules;
    this.disproof = disproof;
  }

  public Lookup look(TransactGetItemsRequest request) {
    if (rules.isForStore(true)) {
      return (Lookup.Miss) () -> readPast(request);
    }
    TransactGetItemsResponse hit = snapshotUnlessRefused(request, ItemReads.MAX_PARSED_AT_ONCE);
    return hit == null ? (Lookup.Miss) () -> read(request) : hit;
  }

  private TransactGetItemsResponse read(TransactGetItemsRequest request) {
    TransactGetItemsResponse answer = snapshotUnlessRefused(request, Long.MAX_VALUE);
    return answer == null ? expired.read(request, tables(plansUnlessRefused(request))) : answer;
  }

  private TransactGetItemsResponse readPast(TransactGetItemsRequest request) {
    List<PointPlan> plans = plansUnlessRefused(request);
    TransactGetItemsResponse answer = expired.read(request, tables(plans));
    for (int i = 0; i < plans.size(); i++) {
      ProjectionExpression projection = request.items().get(i).projection();
      Item answered = answer.items().get(i);
      PointPlan plan = plans.get(i);
      disproof.ofItem(
          plan.key(),
          kept ->
              Objects.equals(
                  PointReadRules.projectedInTransaction(
                      expired.shown(plan.table(), kept), projection),
                  answered));
    }
    return answer;
  }

  private static List<Table> tables(List<PointPlan> plans) {
    return plans.stream().map(PointPlan::table).toList();
  }

  /** Empty where it is for the store to say what is wrong, or where it alone knows a table. */
  private List<PointPlan> plansUnlessRefused(TransactGetItemsRequest request) {
    try {
      return plans(request);
    } catch (ServiceException refused) {
      return List.of();
    }
  }

  private List<PointPlan> plans(TransactGetItemsRequest request) {
    List<PointPlan> plans = new ArrayList<>(request.items().size());
    for (TransactGetItem get : request.items()) {
      Table table = store.known(get.tableName());
      if (table == null) {
        return List.of();
      }
      plans.add(PointPlan.of(get.tableName(), get.key(), table, true));
      ScalarKeys.check(table, get.projection());
    }
    return plans;
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
    List<PointPlan> plans = plans(request);
    int count = plans.size();
    if (count == 0) {
      return null;
    }
    long[] seenAt = new long[count];
    Set<PrimaryKey> distinct = new HashSet<>();
    for (int i = 0; i < count; i++) {
      PointPlan plan = plans.get(i);
      PrimaryKey key = plan.key();
      seenAt[i] = versions.current(key.collection());
      if (seenAt[i] == StripedVersions.IN_FLUX
          || !distinct.add(key)
          || !reads.cached(plan.table()).policy().keepsItems()) {
        return null;
      }
    }
    List<@Nullable Item> found = new ArrayList<>(count);
    Map<String, Long> blocks = new LinkedHashMap<>();
    long bytes = 0;
    long parsed = 0;
    for (int i = 0; i < count; i++) {
      ItemCache.Entry entry = items.get(plans.get(i).key());
      if (entry == null) {
        return null;
      }
      Item item = entry.item();
      reads.sample(plans.get(i).key(), item);
      int size = item == null ? 0 : item.size();
      bytes += size;
      TransactGetItem get = request.items().get(i);
      Table table = plans.get(i).table();
      parsed += expired.parsed(table, item, get.projection());
      if (parsed > mostParsed) {
        return null;
      }
      blocks.merge(get.tableName(), ReadUnits.blocks(size), Long::sum);
      found.add(
          PointReadRules.projectedInTransaction(expired.shown(table, item), get.projection()));
    }
    for (int i = 0; i < count; i++) {
      // Unchanged since before the first look, and still to be answered from memory: all entries
      // were current at one moment.
      PointPlan plan = plans.get(i);
      if (!versions.isCurrent(plan.key().collection(), seenAt[i])
          || store.known(plan.tableName()) != plan.table()) {
        return null;
      }
    }
    TransactionSize.check(bytes);
    plans.forEach(plan -> reads.counts(plan.table()).hit());
    return new TransactGetItemsResponse(
        found, ReadUnits.transaction(request.returnConsumedCapacity(), blocks));
  }
}
