package io.larder.cache.reads;

import io.larder.cache.entries.Validity;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.store.Index;
import io.larder.store.PagePlan;
import io.larder.store.PointReadRules;
import io.larder.store.Table;
import io.larder.store.TableStore;
import io.larder.store.TimeToLive;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps items from being shown whose time to live is over, in tables whose policy says so: as if
 * every read had a filter for it. What is read of the store is asked for with the attribute that
 * tells the time, which is taken off again.
 *
 * <p>An index that does not hold that attribute shows its items as long as they are there.
 */
public final class ExpiredItems {
  private final TableStore store;
  private final CachedTables tables;
  private final InstantSource clock;

  public ExpiredItems(TableStore store, CachedTables tables, InstantSource clock) {
    this.store = store;
    this.tables = tables;
    this.clock = clock;
  }

  /** By what items of that table are hidden; null if none are. */
  @Nullable TimeToLive hiding(Table table) {
    TimeToLive timeToLive = table.timeToLive();
    return timeToLive != null && tables.of(table).policy().hidesExpired() ? timeToLive : null;
  }

  long now() {
    return clock.instant().getEpochSecond();
  }

  private boolean isOver(TimeToLive timeToLive, Item item) {
    Long expiry = timeToLive.expiryOf(item.attributes());
    return expiry != null && expiry < now();
  }

  /** The whole item, unless it is hidden. */
  @Nullable Item shown(Table table, @Nullable Item item) {
    TimeToLive timeToLive = item == null ? null : hiding(table);
    return item == null || timeToLive == null || !isOver(timeToLive, item) ? item : null;
  }

  /** How many bytes must be parsed to answer with the item. */
  int parsed(Table table, @Nullable Item item, @Nullable ProjectionExpression projection) {
    return item == null || (projection == null && hiding(table) == null) ? 0 : item.jsonLength();
  }

  // Points

  GetItemResponse read(GetItemRequest request, Table table) {
    TimeToLive timeToLive = hiding(table);
    ProjectionExpression asked = request.projection();
    if (timeToLive == null) {
      return store.read(request);
    }
    ProjectionExpression wider = wider(asked, timeToLive);
    GetItemResponse answer = store.read(wider == null ? request : request.withProjection(wider));
    Item shown = shown(table, answer.item());
    return new GetItemResponse(
        Objects.equals(wider, asked) ? shown : PointReadRules.projected(shown, asked),
        answer.consumedCapacity());
  }

  /**
   * @param known the tables of the request, by their names in it
   */
  BatchGetItemResponse read(BatchGetItemRequest request, Map<String, Table> known) {
    if (known.values().stream().allMatch(table -> hiding(table) == null)) {
      return store.read(request);
    }
    Map<String, KeysAndAttributes> wanted = new LinkedHashMap<>();
    request
        .requestItems()
        .forEach(
            (name, ofTable) -> {
              TimeToLive timeToLive = hiding(known, name);
              wanted.put(
                  name,
                  timeToLive == null
                      ? ofTable
                      : ofTable.withProjection(wider(ofTable.projection(), timeToLive)));
            });
    BatchGetItemResponse answer =
        store.read(new BatchGetItemRequest(wanted, request.returnConsumedCapacity()));
    Map<String, List<Item>> shown = new LinkedHashMap<>();
    answer
        .responses()
        .forEach(
            (name, items) -> {
              Table table = known.get(name);
              KeysAndAttributes asked = request.requestItems().get(name);
              shown.put(
                  name,
                  table == null || asked == null || hiding(table) == null
                      ? items
                      : shown(table, items, asked.projection()));
            });
    Map<String, KeysAndAttributes> left = new LinkedHashMap<>();
    answer
        .unprocessedKeys()
        .forEach(
            (name, ofTable) -> {
              KeysAndAttributes asked = request.requestItems().get(name);
              left.put(name, asked == null ? ofTable : ofTable.withProjection(asked.projection()));
            });
    return new BatchGetItemResponse(shown, left, answer.consumedCapacity());
  }

  private @Nullable TimeToLive hiding(Map<String, Table> known, String name) {
    Table table = known.get(name);
    return table == null ? null : hiding(table);
  }

  private List<Item> shown(Table table, List<Item> items, @Nullable ProjectionExpression asked) {
    List<Item> shown = new ArrayList<>(items.size());
    for (Item item : items) {
      Item projected = PointReadRules.projected(shown(table, item), asked);
      if (projected != null) {
        shown.add(projected);
      }
    }
    return shown;
  }

  /**
   * @param known the tables of the request, in its order; empty if they are not known
   */
  TransactGetItemsResponse read(TransactGetItemsRequest request, List<Table> known) {
    if (known.stream().allMatch(table -> hiding(table) == null)) {
      return store.read(request);
    }
    List<TransactGetItem> wanted = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      TransactGetItem get = request.items().get(i);
      TimeToLive timeToLive = hiding(known.get(i));
      wanted.add(
          timeToLive == null
              ? get
              : new TransactGetItem(
                  get.tableName(), get.key(), wider(get.projection(), timeToLive)));
    }
    TransactGetItemsResponse answer =
        store.read(new TransactGetItemsRequest(wanted, request.returnConsumedCapacity()));
    List<@Nullable Item> shown = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      shown.add(
          PointReadRules.projectedInTransaction(
              shown(known.get(i), answer.items().get(i)), request.items().get(i).projection()));
    }
    return new TransactGetItemsResponse(shown, answer.consumedCapacity());
  }

  /** The projection with the whole attribute besides; itself if it has that, null for all. */
  private static @Nullable ProjectionExpression wider(
      @Nullable ProjectionExpression asked, TimeToLive timeToLive) {
    String attribute = timeToLive.attribute();
    if (asked == null
        || (asked.topLevelNames().contains(attribute)
            && !asked.dereferencedNames().contains(attribute))) {
      return asked;
    }
    List<DocumentPath> paths = new ArrayList<>();
    for (DocumentPath path : asked.paths()) {
      if (!path.attribute().equals(attribute)) {
        paths.add(path);
      }
    }
    paths.add(DocumentPath.ofAttribute(attribute));
    return ProjectionExpression.ofChecked(paths);
  }

  // Pages

  /**
   * What a page shows.
   *
   * @param hiding by what items are hidden on it; null if none are
   * @param lastSecond the last one of which it is right
   */
  record Shown(ItemPage page, @Nullable TimeToLive hiding, long lastSecond) {
    Validity validity() {
      return hiding == null ? Validity.ALWAYS : new Validity(hiding, lastSecond);
    }
  }

  /** The page of that plan as it is shown, which is read as {@code toRead} says. */
  Shown page(PagePlan plan, PagePlan toRead) {
    TimeToLive timeToLive = hiding(plan.table());
    if (timeToLive == null) {
      return new Shown(store.page(toRead), null, Long.MAX_VALUE);
    }
    PageRequest asked = toRead.page();
    PageRequest wider = wider(toRead, timeToLive);
    boolean isWider = !wider.equals(asked);
    ItemPage page = store.page(isWider ? with(toRead, wider) : toRead);
    return shown(page, asked, isWider, timeToLive);
  }

  private Shown shown(ItemPage page, PageRequest asked, boolean isWider, TimeToLive timeToLive) {
    List<Item> items = page.items();
    if (items == null) {
      return new Shown(page, timeToLive, Long.MAX_VALUE);
    }
    long now = now();
    long last = Long.MAX_VALUE;
    List<Item> shown = new ArrayList<>(items.size());
    ProjectionExpression projection = isWider ? asked.projection() : null;
    for (Item item : items) {
      Long expiry = timeToLive.expiryOf(item.attributes());
      if (expiry == null || expiry >= now) {
        last = expiry == null ? last : Math.min(last, expiry);
        shown.add(projection == null ? item : Item.of(projection.project(item.attributes())));
      }
    }
    return new Shown(
        new ItemPage(
            asked.select() == Select.COUNT ? null : shown,
            shown.size(),
            page.scannedCount(),
            page.lastEvaluatedKey(),
            page.cost()),
        timeToLive,
        last);
  }

  /** What is to be asked for so that the page tells when its items expire. */
  private static PageRequest wider(PagePlan plan, TimeToLive timeToLive) {
    PageRequest asked = plan.page();
    if (!holds(plan, timeToLive.attribute())) {
      return asked;
    }
    boolean isCount = asked.select() == Select.COUNT;
    ProjectionExpression projection =
        isCount
            ? ProjectionExpression.ofAttributes(List.of(timeToLive.attribute()))
            : wider(asked.projection(), timeToLive);
    return !isCount && Objects.equals(projection, asked.projection())
        ? asked
        : new PageRequest(
            asked.indexName(),
            asked.filter(),
            projection,
            isCount ? Select.SPECIFIC_ATTRIBUTES : asked.select(),
            asked.limit(),
            asked.exclusiveStartKey(),
            asked.consistentRead());
  }

  private static boolean holds(PagePlan plan, String attribute) {
    Index index = plan.index();
    if (index == null || index.projection().projectionType() == ProjectionType.ALL) {
      return true;
    }
    List<String> included = index.projection().nonKeyAttributes();
    return index.keySchema().contains(attribute)
        || plan.table().keySchema().contains(attribute)
        || (included != null && included.contains(attribute));
  }

  private static PagePlan with(PagePlan plan, PageRequest page) {
    return switch (plan) {
      case PagePlan.OfQuery(var request, var table, var index, var condition) ->
          new PagePlan.OfQuery(
              new QueryRequest(
                  request.tableName(),
                  request.keyCondition(),
                  request.scanIndexForward(),
                  page,
                  request.returnConsumedCapacity()),
              table,
              index,
              condition);
      case PagePlan.OfScan(var request, var table, var index) ->
          new PagePlan.OfScan(
              new ScanRequest(
                  request.tableName(),
                  request.segment(),
                  page,
                  request.returnConsumedCapacity(),
                  request.layer()),
              table,
              index);
    };
  }
}
