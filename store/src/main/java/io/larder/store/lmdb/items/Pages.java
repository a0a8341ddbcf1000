package io.larder.store.lmdb.items;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.Select;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.store.Index;
import io.larder.store.ItemCollection;
import io.larder.store.KeyBytes;
import io.larder.store.PagePlan;
import io.larder.store.ReadUnits;
import io.larder.store.ScalarKeys;
import io.larder.store.Table;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.layout.EntryWalk;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.KeyRange;
import io.larder.store.lmdb.layout.RecordKey;
import io.larder.store.lmdb.layout.RecordReader;
import io.larder.store.lmdb.layout.Source;
import io.larder.store.throughput.Access;
import io.larder.store.throughput.ResourceThroughput;
import io.larder.store.throughput.TableThroughput;
import io.larder.store.throughput.Throughput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query and Scan: each call reads one page from one snapshot. */
public final class Pages {
  /** A page ends once this many bytes have been evaluated (Query, "Paginating the results"). */
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final KeyLayout layout;
  private final Snapshots snapshots;
  private final Throughput throughput;
  private final StartKeys startKeys;

  public Pages(KeyLayout layout, Snapshots snapshots, Throughput throughput) {
    this.layout = layout;
    this.snapshots = snapshots;
    this.throughput = throughput;
    this.startKeys = new StartKeys(layout);
  }

  public Response answer(PagePlan plan) {
    return plan.answer(read(plan));
  }

  public ItemPage read(PagePlan plan) {
    TableThroughput ofTable = throughput.of(plan.table());
    ResourceThroughput throughput = ofTable.of(plan.index());
    boolean consistentRead = plan.page().consistentRead();
    ItemPage page;
    switch (plan) {
      case PagePlan.OfQuery query -> {
        long collection = throughput.isLimited() ? collection(query) : 0;
        throughput.require(Access.READ, collection);
        page = read(query);
        throughput.consume(Access.READ, collection, units(page, consistentRead));
      }
      case PagePlan.OfScan scan -> {
        throughput.require(Access.READ);
        page = read(scan);
        throughput.consume(Access.READ, units(page, consistentRead));
      }
    }
    long fetched = page.cost().fetchedBlocks();
    if (fetched > 0) {
      ofTable.own().consume(Access.READ, ReadUnits.units(fetched, consistentRead));
    }
    return page;
  }

  private static double units(ItemPage page, boolean consistentRead) {
    return ReadUnits.units(ReadUnits.blocks(page.cost().evaluatedBytes()), consistentRead);
  }

  private static long collection(PagePlan.OfQuery query) {
    Index index = query.index();
    int id = index != null && index.isGlobal() ? index.coherenceId() : query.table().coherenceId();
    return ItemCollection.hash(id, KeyBytes.partition(query.condition().partition()));
  }

  private ItemPage read(PagePlan.OfQuery plan) {
    PageRequest page = plan.page();
    Source source = Source.of(plan);
    StartKeys.checkIsKey(source, page.exclusiveStartKey());
    RecordKey start = startKeys.ofQuery(source, page.exclusiveStartKey(), plan.condition());
    ScalarKeys.check(plan.table(), page.projection());
    rejectKeysInFilter(source, page.filter());
    checkSelect(source, page);
    checkFilterIsHeld(source, page);
    ScalarKeys.check(plan.table(), page.filter());
    boolean forward = plan.request().scanIndexForward();
    KeyRange range = KeyRange.of(layout, source, plan.condition()).beyond(start, forward);
    // A page of all that there can be ends nowhere from where another could start.
    int limit = source.hasOneEntryPerPartition() ? NO_LIMIT : limit(page);
    return read(source, page, range, forward, limit);
  }

  private ItemPage read(PagePlan.OfScan plan) {
    PageRequest page = plan.page();
    Source source = Source.of(plan);
    checkSelect(source, page);
    ScanRequest request = plan.request();
    RecordKey start =
        startKeys.ofScan(source, page.exclusiveStartKey(), request.segment(), request.layer());
    ScalarKeys.check(plan.table(), page.projection());
    ScalarKeys.check(plan.table(), page.filter());
    KeyRange range = KeyRange.of(source, request.segment()).beyond(start, true);
    return read(source, page, range, true, limit(page));
  }

  private static void rejectKeysInFilter(Source source, @Nullable ConditionExpression filter) {
    if (filter == null) {
      return;
    }
    Set<String> names = filter.topLevelNames();
    for (KeyAttribute attribute : source.keySchema().attributes()) {
      if (names.contains(attribute.name())) {
        throw validation(
            (filter.isLegacy() ? "QueryFilter" : "Filter Expression")
                + " can only contain non-primary key attributes: Primary key attribute: "
                + attribute.name());
      }
    }
  }

  /** A global index cannot return what it does not hold; a local one fetches it from the table. */
  private static void checkSelect(Source source, PageRequest page) {
    Index index = source.index();
    if (index == null || !index.isGlobal() || source.holdsEverything()) {
      return;
    }
    if (page.select() == Select.ALL_ATTRIBUTES) {
      throw invalidParameter(
          "Select type ALL_ATTRIBUTES is not supported"
              + " for global secondary index "
              + index.name()
              + " because its projection type is not ALL");
    }
    ProjectionExpression projection = page.projection();
    List<String> missing =
        projection == null ? List.of() : missing(source, projection.topLevelNames());
    if (!missing.isEmpty()) {
      throw invalidParameter(
          "Global secondary index " + index.name() + " does not project " + missing);
    }
  }

  private static void checkFilterIsHeld(Source source, PageRequest page) {
    Index index = source.index();
    ConditionExpression filter = page.filter();
    if (index == null || filter == null || fetchesItems(source, page)) {
      return;
    }
    List<String> missing = missing(source, filter.topLevelNames());
    if (!missing.isEmpty()) {
      throw invalidParameter(
          "Secondary index "
              + index.name()
              + " does not project one or more filter attributes: "
              + missing);
    }
  }

  private static List<String> missing(Source source, Set<String> names) {
    return names.stream().filter(name -> !source.holds(name)).toList();
  }

  /** True if entries of a local index are completed from the table. */
  private static boolean fetchesItems(Source source, PageRequest page) {
    if (source.holdsEverything()) {
      return false;
    }
    ProjectionExpression projection = page.projection();
    return page.select() == Select.ALL_ATTRIBUTES
        || (projection != null && !missing(source, projection.topLevelNames()).isEmpty());
  }

  private static int limit(PageRequest page) {
    Integer limit = page.limit();
    return limit == null ? NO_LIMIT : limit;
  }

  private ItemPage read(
      Source source, PageRequest page, KeyRange range, boolean forward, int limit) {
    boolean fetch = fetchesItems(source, page);
    boolean countOnly = page.select() == Select.COUNT;
    List<Item> items = new ArrayList<>();
    int count = 0;
    int scanned = 0;
    long evaluatedBytes = 0;
    long pageBytes = 0;
    long fetchedBlocks = 0;
    Map<String, AttributeValue> lastKey = null;
    try (Snapshot snapshot = snapshots.open()) {
      var walk = new EntryWalk(snapshot.data(), range, forward);
      while (lastKey == null && walk.next()) {
        Item entry = walk.entry().item();
        Item whole = entry;
        if (fetch) {
          whole = fetched(snapshot, source.table(), entry);
          fetchedBlocks += ReadUnits.blocks(whole.size());
        }
        scanned++;
        evaluatedBytes += entry.size();
        pageBytes += whole.size();
        Item result = selected(whole, page);
        if (result != null) {
          count++;
          if (!countOnly) {
            items.add(result);
          }
        }
        if (scanned == limit || pageBytes >= ServiceQuotas.MAX_PAGE_BYTES) {
          lastKey = source.keyOf(entry.attributes());
        }
      }
    }
    return new ItemPage(
        countOnly ? null : items,
        count,
        scanned,
        lastKey,
        new PageCost(evaluatedBytes, fetchedBlocks));
  }

  private Item fetched(Snapshot snapshot, Table table, Item entry) {
    var key = Source.only(table.keySchema(), entry.attributes());
    Item item = RecordReader.itemAt(snapshot, layout.ofItem(table.primaryKey(key)));
    if (item == null) {
      throw new IllegalStateException("an index entry without item in " + table);
    }
    return item;
  }

  /** What the page returns of an item; null if the filter drops it. */
  private static @Nullable Item selected(Item item, PageRequest page) {
    ConditionExpression filter = page.filter();
    ProjectionExpression projection = page.projection();
    if (filter == null && projection == null) {
      return item;
    }
    Map<String, AttributeValue> attributes = item.attributes();
    if (filter != null && !filter.matches(attributes)) {
      return null;
    }
    return projection == null ? item : Item.of(projection.project(attributes));
  }
}
