package io.larder.cache.reads;

import io.larder.cache.coherence.Coherence;
import io.larder.cache.coherence.Disproof;
import io.larder.cache.coherence.ReadsInFlight;
import io.larder.cache.entries.PageKey;
import io.larder.cache.entries.QueryCache;
import io.larder.cache.entries.SortInterval;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTable;
import io.larder.cache.tables.CachedTables;
import io.larder.cache.versions.StripedVersions;
import io.larder.cache.versions.Stripes;
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
import io.larder.store.TimeToLive;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Query and Scan through the query cache. */
public final class PageReads {
  private final TableStore store;
  private final CachedTables cached;
  private final QueryCache pages;
  private final QueriedItems queriedItems;
  private final ReadsInFlight inFlight;
  private final ReadRules rules;
  private final Disproof disproof;
  private final ExpiredItems expired;
  private final Coherence coherence;
  private final Revalidation revalidation;
  private final boolean agesOnly;
  private final boolean namesIndexPartitions;
  private final Stripes collections;
  private final Stripes tables;

  /**
   * @param agesOnly whether no write makes a page void
   * @param revalidation reads anew what is answered still though its time is over
   */
  public PageReads(
      TableStore store,
      CachedTables cached,
      QueryCache pages,
      ItemReads itemReads,
      Coherence coherence,
      boolean agesOnly,
      Revalidation revalidation,
      ReadsInFlight inFlight,
      ReadRules rules,
      Disproof disproof) {
    this.store = store;
    this.cached = cached;
    this.pages = pages;
    this.queriedItems = new QueriedItems(itemReads);
    this.coherence = coherence;
    this.agesOnly = agesOnly;
    this.revalidation = revalidation;
    this.collections = agesOnly ? Stripes.unwritten() : coherence.collections();
    this.tables = agesOnly ? Stripes.unwritten() : coherence.tables();
    this.inFlight = inFlight;
    this.rules = rules;
    this.disproof = disproof;
    this.expired = itemReads.expired();
    this.namesIndexPartitions = store.guarantees().namesIndexPartitions();
  }

  public Lookup look(QueryRequest request) {
    return look(request, request.tableName(), PagePlan::of);
  }

  public Lookup look(ScanRequest request) {
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
    if (key == null) {
      // Too large to be one.
      return (Lookup.Miss) () -> plan.answer(expired.page(plan, plan).page());
    }
    Place place = place(plan, key);
    if (rules.isForStore(plan.page().consistentRead())) {
      return (Lookup.Miss) place::readPast;
    }
    // As DAX the two caches know nothing of each other.
    ItemPage ofItem =
        plan instanceof PagePlan.OfQuery query && !agesOnly ? queriedItems.find(query) : null;
    if (ofItem != null) {
      place.counts.hit();
      return plan.answer(ofItem);
    }
    if (!place.mayBeKept()) {
      return (Lookup.Miss) place::readPast;
    }
    Response hit = place.hit();
    return hit == null ? place : hit;
  }

  /**
   * What a page stands and falls with. A local index has the partitions of its table, and a page of
   * it may hold attributes fetched from there that the index does not know.
   */
  private Place place(PagePlan plan, PageKey key) {
    Index index = plan.index();
    int ofTable = plan.table().coherenceId();
    int id = index != null && index.isGlobal() ? index.coherenceId() : ofTable;
    boolean isWhole = id != ofTable && !namesIndexPartitions;
    CachedTable table = cached.of(plan.table());
    return switch (plan) {
      case PagePlan.OfQuery query -> {
        long hash =
            isWhole
                ? ItemCollection.whole(id)
                : ItemCollection.hash(id, KeyBytes.partition(query.condition().partition()));
        yield new Place(plan, key, table, table.counts().queries(), collections, hash);
      }
      case PagePlan.OfScan _ ->
          isWhole
              ? new Place(
                  plan, key, table, table.counts().scans(), collections, ItemCollection.whole(id))
              : new Place(
                  plan, key, table, table.counts().scans(), tables, Coherence.tableHash(ofTable));
    };
  }

  /** Where a page would be: its key, and the versions and hash that prove it current. */
  private final class Place implements Lookup.Miss {
    private final PagePlan plan;
    private final PageKey key;
    private final CachedTable table;
    private final TableCounts.Reads counts;
    private final Stripes stripes;
    private final long hash;

    Place(
        PagePlan plan,
        PageKey key,
        CachedTable table,
        TableCounts.Reads counts,
        Stripes stripes,
        long hash) {
      this.plan = plan;
      this.key = key;
      this.table = table;
      this.counts = counts;
      this.stripes = stripes;
      this.hash = hash;
    }

    boolean mayBeKept() {
      return table.policy().keepsPages(key.kind());
    }

    @Nullable Response hit() {
      ItemPage page = kept();
      if (page == null) {
        return null;
      }
      counts.hit();
      sample(page, stripes.versions().current(hash), true);
      return plan.answer(page);
    }

    private void sample(ItemPage page, long version, boolean isHit) {
      // By collections: to hash the whole key would cost more than most need.
      int sampledBy = plan instanceof PagePlan.OfQuery ? Long.hashCode(hash) : key.hashCode();
      cached.samples().page(sampledBy, key, () -> QueryCache.weigh(key, page), version, isHit);
    }

    private ExpiredItems.Shown fetch(PagePlan toFetch) {
      long began = System.nanoTime();
      ExpiredItems.Shown page = expired.page(plan, toFetch);
      table.counts().pageLoads().loaded(System.nanoTime() - began);
      return page;
    }

    private @Nullable ItemPage kept() {
      long version = stripes.versions().current(hash);
      if (version == StripedVersions.IN_FLUX) {
        return null;
      }
      int stripe = stripes.versions().stripe(hash);
      TimeToLive hiding = expired.hiding(plan.table());
      ItemPage page = pages.get(key, stripe, hash, version, hiding);
      if (page == null && agesOnly) {
        page = pages.stale(key, stripe, hash, version, hiding);
        if (page != null) {
          revalidation.start(key, this::load);
        }
      }
      return page;
    }

    @Override
    public Response read() {
      // Another reader may have brought it since.
      Response hit = hit();
      if (hit != null) {
        return hit;
      }
      counts.miss();
      return plan.answer(load());
    }

    Response readPast() {
      ItemPage page = expired.page(plan, plan).page();
      disproof.ofPage(key, stripes, hash, page);
      return plan.answer(page);
    }

    private ItemPage load() {
      PagePlan toKeep = rules.asksConsistently() ? plan.toKeep() : plan;
      Index index = plan.index();
      boolean isOfGlobalIndex = index != null && index.isGlobal();
      long version =
          mayBeKept()
              ? coherence.versionToFill(plan.table(), isOfGlobalIndex, stripes, hash)
              : StripedVersions.IN_FLUX;
      if (version == StripedVersions.IN_FLUX) {
        ItemPage passed = fetch(toKeep).page();
        sample(passed, version, false);
        return passed;
      }
      return inFlight.read(
          key,
          version,
          () -> {
            ExpiredItems.Shown shown = fetch(toKeep);
            ItemPage page = shown.page();
            sample(page, version, false);
            if (stripes.versions().isCurrent(hash, version)) {
              pages.fill(
                  key,
                  page,
                  shown.validity(),
                  stripes.versions().stripe(hash),
                  interval(plan, page),
                  version);
            } else {
              table.counts().pageLoads().refused();
            }
            return page;
          });
    }
  }

  /** On what of its collection a page depends; null for all of it, or if no write matters. */
  private @Nullable SortInterval interval(PagePlan plan, ItemPage page) {
    // What a write changes in an index is not known by the key of its item.
    return plan instanceof PagePlan.OfQuery query && query.index() == null && !agesOnly
        ? SortInterval.of(query, page)
        : null;
  }

  /** Voids all pages, where no write does. */
  public void renew() {
    if (agesOnly) {
      collections.renew(0, 0);
      tables.renew(0, 0);
    }
  }

  /** How often a miss joined the read of another. */
  public long coalesced() {
    return inFlight.coalesced();
  }
}
