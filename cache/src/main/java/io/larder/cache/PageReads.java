package io.larder.cache;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.store.Index;
import io.larder.store.ItemCollection;
import io.larder.store.KeyBytes;
import io.larder.store.PagePlan;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Query and Scan through the query cache. */
final class PageReads {
  private final TableStore store;
  private final QueryCache pages;
  private final ReadsInFlight inFlight;
  private final boolean hearsOfAllWrites;
  private final Kind queries;
  private final Kind scans;

  /** Which versions prove pages current, and how often they were found in the cache or not. */
  private record Kind(StripedVersions versions, LongAdder hits, LongAdder misses) {
    Kind(StripedVersions versions) {
      this(versions, new LongAdder(), new LongAdder());
    }
  }

  PageReads(TableStore store, QueryCache pages, Coherence coherence, ReadsInFlight inFlight) {
    this.store = store;
    this.pages = pages;
    this.inFlight = inFlight;
    this.hearsOfAllWrites = store.guarantees().announcesAllWrites();
    this.queries = new Kind(coherence.collections());
    this.scans = new Kind(coherence.tables());
  }

  Lookup look(QueryRequest request) {
    return look(request, request.tableName(), PagePlan::of);
  }

  Lookup look(ScanRequest request) {
    return look(request, request.tableName(), PagePlan::of);
  }

  private <R extends Response, Q extends Request.Read<R>> Lookup look(
      Q request, String tableName, BiFunction<Q, Table, PagePlan> planner) {
    Table table = store.known(tableName);
    if (table == null) {
      return (Lookup.Miss) () -> store.read(request);
    }
    try {
      return look(planner.apply(request, table));
    } catch (ServiceException refused) {
      return (Lookup.Miss) () -> store.read(request);
    }
  }

  private Lookup look(PagePlan plan) {
    PageKey key = PageKey.of(plan);
    if (key == null || (plan.page().consistentRead() && !hearsOfAllWrites)) {
      // Too large to be a key, or to see what others wrote meanwhile, of which nobody heard here.
      return (Lookup.Miss) () -> plan.answer(store.page(plan));
    }
    Place place =
        switch (plan) {
          case PagePlan.OfQuery query -> new Place(plan, key, queries, collection(query));
          case PagePlan.OfScan _ ->
              new Place(plan, key, scans, Coherence.tableHash(plan.table().coherenceId()));
        };
    Response hit = place.hit();
    return hit == null ? place : hit;
  }

  /**
   * The collection that a page stands and falls with. A local index has the partitions of its
   * table, and a page of it may hold attributes fetched from there that the index does not know.
   */
  private static long collection(PagePlan.OfQuery plan) {
    Index index = plan.index();
    return ItemCollection.hash(
        index != null && index.isGlobal() ? index.coherenceId() : plan.table().coherenceId(),
        KeyBytes.partition(plan.condition().partition()));
  }

  /** Where a page would be: its key, and the versions and hash that prove it current. */
  private final class Place implements Lookup.Miss {
    private final PagePlan plan;
    private final PageKey key;
    private final Kind kind;
    private final long hash;

    Place(PagePlan plan, PageKey key, Kind kind, long hash) {
      this.plan = plan;
      this.key = key;
      this.kind = kind;
      this.hash = hash;
    }

    @Nullable Response hit() {
      long version = kind.versions().current(hash);
      ItemPage page = version == StripedVersions.IN_FLUX ? null : pages.get(key, version);
      if (page == null) {
        return null;
      }
      kind.hits().increment();
      return plan.answer(page);
    }

    @Override
    public Response read() {
      // Another reader may have brought it since.
      Response hit = hit();
      if (hit != null) {
        return hit;
      }
      kind.misses().increment();
      return plan.answer(load());
    }

    private ItemPage load() {
      long version = kind.versions().current(hash);
      if (version == StripedVersions.IN_FLUX) {
        return store.page(plan.toKeep());
      }
      return inFlight.read(
          key,
          version,
          () -> {
            ItemPage page = store.page(plan.toKeep());
            if (kind.versions().isCurrent(hash, version)) {
              pages.fill(key, page, version);
            }
            return page;
          });
    }
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
