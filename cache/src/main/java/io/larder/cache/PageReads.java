package io.larder.cache;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.KeyCondition;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import io.larder.store.Index;
import io.larder.store.ItemCollection;
import io.larder.store.KeyBytes;
import io.larder.store.ReadUnits;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Query and Scan through the query cache. */
final class PageReads {
  private final TableStore store;
  private final QueryCache pages;
  private final Coherence coherence;
  private final ReadsInFlight inFlight;
  private final boolean hearsOfAllWrites;
  private final Lookups queries = new Lookups(new LongAdder(), new LongAdder());
  private final Lookups scans = new Lookups(new LongAdder(), new LongAdder());

  /** How often pages were found in the cache, and how often not. */
  private record Lookups(LongAdder hits, LongAdder misses) {}

  PageReads(TableStore store, QueryCache pages, Coherence coherence, ReadsInFlight inFlight) {
    this.store = store;
    this.pages = pages;
    this.coherence = coherence;
    this.inFlight = inFlight;
    this.hearsOfAllWrites = store.guarantees().announcesAllWrites();
  }

  /**
   * Where a page would be: its key, and the versions and hash that prove it current.
   *
   * @param index null for the table itself
   */
  private record Place(@Nullable Index index, PageKey key, StripedVersions versions, long hash) {}

  @Nullable QueryResponse cached(QueryRequest request) {
    Place place = place(request);
    ItemPage page = place == null ? null : cached(place, queries);
    return place == null || page == null ? null : response(request, place, page);
  }

  QueryResponse query(QueryRequest request) {
    Place place = place(request);
    return place == null
        ? store.read(request)
        : response(
            request, place, page(place, queries, () -> store.read(toFill(request, place)).page()));
  }

  private static QueryRequest toFill(QueryRequest request, Place place) {
    return new QueryRequest(
        request.tableName(),
        request.keyCondition(),
        request.scanIndexForward(),
        toFill(request.page(), place),
        ReturnConsumedCapacity.NONE);
  }

  private static QueryResponse response(QueryRequest request, Place place, ItemPage page) {
    return new QueryResponse(
        page,
        ReadUnits.page(
            request.returnConsumedCapacity(),
            request.tableName(),
            place.index(),
            page.cost(),
            request.page().consistentRead()));
  }

  @Nullable ScanResponse cached(ScanRequest request) {
    Place place = place(request);
    ItemPage page = place == null ? null : cached(place, scans);
    return place == null || page == null ? null : response(request, place, page);
  }

  ScanResponse scan(ScanRequest request) {
    Place place = place(request);
    return place == null
        ? store.read(request)
        : response(
            request, place, page(place, scans, () -> store.read(toFill(request, place)).page()));
  }

  private static ScanRequest toFill(ScanRequest request, Place place) {
    return new ScanRequest(
        request.tableName(),
        request.segment(),
        toFill(request.page(), place),
        ReturnConsumedCapacity.NONE,
        request.layer());
  }

  /** What is kept is read consistently, where that can be. */
  private static PageRequest toFill(PageRequest page, Place place) {
    Index index = place.index();
    return page.consistentRead() || (index != null && index.isGlobal())
        ? page
        : new PageRequest(
            page.indexName(),
            page.filter(),
            page.projection(),
            page.select(),
            page.limit(),
            page.exclusiveStartKey(),
            true);
  }

  private static ScanResponse response(ScanRequest request, Place place, ItemPage page) {
    return new ScanResponse(
        page,
        ReadUnits.page(
            request.returnConsumedCapacity(),
            request.tableName(),
            place.index(),
            page.cost(),
            request.page().consistentRead()));
  }

  /**
   * Null where the request is at fault, so that the store reports how, too large to be a key, or
   * for the store alone to answer.
   */
  private @Nullable Place place(QueryRequest request) {
    try {
      Table table = store.table(request.tableName());
      PageRequest page = request.page();
      Index index = page.indexName() == null ? null : table.index(page.indexName());
      PageKey.Shape shape = PageKey.Shape.of(page);
      if (shape == null || !isReadable(page, index)) {
        return null;
      }
      int targetId = index == null ? table.id() : index.id();
      KeyCondition condition =
          request
              .keyCondition()
              .resolve(index == null ? table.keySchema() : index.keySchema(), page.indexName());
      return new Place(
          index,
          new PageKey.OfQuery(table.id(), targetId, condition, request.scanIndexForward(), shape),
          coherence.collections(),
          ItemCollection.hash(
              collectionId(table, index), KeyBytes.partition(condition.partition())));
    } catch (ServiceException refused) {
      return null;
    }
  }

  private @Nullable Place place(ScanRequest request) {
    try {
      Table table = store.table(request.tableName());
      PageRequest page = request.page();
      Index index = page.indexName() == null ? null : table.index(page.indexName());
      PageKey.Shape shape = PageKey.Shape.of(page);
      if (shape == null || !isReadable(page, index)) {
        return null;
      }
      return new Place(
          index,
          new PageKey.OfScan(
              table.id(), index == null ? table.id() : index.id(), request.segment(), shape),
          coherence.tables(),
          Coherence.tableHash(table.id()));
    } catch (ServiceException refused) {
      return null;
    }
  }

  /**
   * Whose item collection a page stands and falls with. A local index has the partitions of its
   * table, and a page of it may hold attributes fetched from there that the index does not know.
   */
  private static int collectionId(Table table, @Nullable Index index) {
    return index != null && index.isGlobal() ? index.id() : table.id();
  }

  /**
   * False for an unknown or unfinished index, for a consistent read of a global one, and for one
   * that must see what others wrote meanwhile, of which nobody heard here.
   */
  private boolean isReadable(PageRequest page, @Nullable Index index) {
    if (page.consistentRead() && !hearsOfAllWrites) {
      return false;
    }
    return index == null
        ? page.indexName() == null
        : index.isActive() && !(index.isGlobal() && page.consistentRead());
  }

  private @Nullable ItemPage cached(Place place, Lookups lookups) {
    long version = place.versions().current(place.hash());
    ItemPage page = version == StripedVersions.IN_FLUX ? null : pages.get(place.key(), version);
    if (page != null) {
      lookups.hits().increment();
    }
    return page;
  }

  private ItemPage page(Place place, Lookups lookups, Supplier<ItemPage> read) {
    ItemPage page = cached(place, lookups);
    if (page != null) {
      return page;
    }
    lookups.misses().increment();
    return load(place, read);
  }

  private ItemPage load(Place place, Supplier<ItemPage> read) {
    long version = place.versions().current(place.hash());
    if (version == StripedVersions.IN_FLUX) {
      return read.get();
    }
    return inFlight.read(
        place.key(),
        version,
        () -> {
          ItemPage page = read.get();
          if (place.versions().isCurrent(place.hash(), version)) {
            pages.fill(place.key(), page, version);
          }
          return page;
        });
  }

  CacheStatistics statistics(CacheStatistics.Of items) {
    long queriesHit = queries.hits().sum();
    long queriesMissed = queries.misses().sum();
    long scansHit = scans.hits().sum();
    long scansMissed = scans.misses().sum();
    return new CacheStatistics(
        items,
        pages.statistics(queriesHit + scansHit, queriesMissed + scansMissed),
        queriesHit,
        queriesMissed,
        scansHit,
        scansMissed,
        inFlight.coalesced());
  }
}
