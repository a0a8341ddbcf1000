package io.larder.cache.reads;

import io.larder.cache.coherence.Coherence;
import io.larder.cache.coherence.Disproof;
import io.larder.cache.coherence.ReadsInFlight;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTable;
import io.larder.cache.tables.CachedTables;
import io.larder.cache.versions.StripedVersions;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.Lookup;
import io.larder.store.PointPlan;
import io.larder.store.PointReadRules;
import io.larder.store.PrimaryKey;
import io.larder.store.ScalarKeys;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GetItem through the item cache, and what all reads of items by their keys have in common. */
public final class ItemReads {
  /** So many bytes of items are parsed for their projection where nothing may take long. */
  static final int MAX_PARSED_AT_ONCE = 64 * 1024;

  private final TableStore store;
  private final CachedTables tables;
  private final ItemCache items;
  private final Coherence coherence;
  private final StripedVersions versions;
  private final ReadsInFlight inFlight;
  private final ReadRules rules;
  private final Disproof disproof;
  private final ExpiredItems expired;
  private final @Nullable Revalidation revalidation;

  /**
   * @param revalidation reads anew what is answered still though its time is over; null if nothing
   *     is
   */
  public ItemReads(
      TableStore store,
      CachedTables tables,
      ItemCache items,
      Coherence coherence,
      ReadsInFlight inFlight,
      ReadRules rules,
      Disproof disproof,
      ExpiredItems expired,
      @Nullable Revalidation revalidation) {
    this.store = store;
    this.tables = tables;
    this.items = items;
    this.coherence = coherence;
    this.versions = coherence.collections().versions();
    this.inFlight = inFlight;
    this.rules = rules;
    this.disproof = disproof;
    this.expired = expired;
    this.revalidation = revalidation;
  }

  // A look wants to be answered at once: long parsing is left to the reads.

  public Lookup look(GetItemRequest request) {
    Table table = store.known(request.tableName());
    if (table == null) {
      return (Lookup.Miss) () -> store.read(request);
    }
    PrimaryKey key = table.primaryKey(request.key());
    ScalarKeys.check(table, request.projection());
    if (rules.isForStore(request.consistentRead())) {
      return (Lookup.Miss) () -> readPast(request, table, key);
    }
    CachedTable cached = tables.of(table);
    ItemCache.Entry entry = current(cached, key);
    if (entry == null && revalidation != null) {
      entry = stale(cached, plan(request, table, key));
    }
    if (entry == null
        || expired.parsed(table, entry.item(), request.projection()) > MAX_PARSED_AT_ONCE) {
      PointPlan plan = plan(request, table, key);
      return (Lookup.Miss) () -> read(request, plan);
    }
    cached.counts().items().hit();
    sample(key, entry.item());
    return PointPlan.answer(request, expired.shown(table, entry.item()));
  }

  private static PointPlan plan(GetItemRequest request, Table table, PrimaryKey key) {
    return new PointPlan(request.tableName(), request.key(), table, key, request.consistentRead());
  }

  /** What of what is read is shown. */
  ExpiredItems expired() {
    return expired;
  }

  /** What is known of that table. */
  CachedTable cached(Table table) {
    return tables.of(table);
  }

  /** An item was read, from wherever. */
  void sample(PrimaryKey key, @Nullable Item item) {
    tables.samples().item(key, () -> ItemCache.weigh(key, item));
  }

  /** What is counted of the items of that table. */
  TableCounts.Reads counts(Table table) {
    return tables.of(table).counts().items();
  }

  private GetItemResponse readPast(GetItemRequest request, Table table, PrimaryKey key) {
    GetItemResponse answer = expired.read(request, table);
    disproof.ofItem(
        key,
        kept ->
            Objects.equals(
                PointReadRules.projected(expired.shown(table, kept), request.projection()),
                answer.item()));
    return answer;
  }

  private GetItemResponse read(GetItemRequest request, PointPlan plan) {
    // Another reader may have brought it since.
    CachedTable table = tables.of(plan.table());
    ItemCache.Entry entry = kept(table, plan);
    if (entry != null) {
      table.counts().items().hit();
      sample(plan.key(), entry.item());
      return PointPlan.answer(request, expired.shown(plan.table(), entry.item()));
    }
    table.counts().items().miss();
    Item item = load(plan);
    sample(plan.key(), item);
    return PointPlan.answer(request, expired.shown(plan.table(), item));
  }

  /** The entry that may be answered, or null. */
  ItemCache.@Nullable Entry kept(CachedTable table, PointPlan plan) {
    ItemCache.Entry entry = current(table, plan.key());
    return entry == null ? stale(table, plan) : entry;
  }

  /** The entry whose time is over, where it may be answered still while one read brings it anew. */
  private ItemCache.@Nullable Entry stale(CachedTable table, PointPlan plan) {
    ItemCache.Entry entry =
        revalidation == null || !isStable(plan.key()) || !table.policy().keepsItems()
            ? null
            : items.stale(table, plan.key());
    if (entry != null && revalidation != null) {
      revalidation.start(plan.key(), () -> load(plan));
    }
    return entry;
  }

  /** The entry if it is provably what the store holds now and may be answered, or null. */
  ItemCache.@Nullable Entry current(CachedTable table, PrimaryKey key) {
    // The version first: an entry seen while its collection is stable is the committed one.
    return versions.current(key.collection()) == StripedVersions.IN_FLUX
            || !table.policy().keepsItems()
        ? null
        : items.get(table, key);
  }

  /** True if nobody is writing to the item's partition. */
  public boolean isStable(PrimaryKey key) {
    return versions.current(key.collection()) != StripedVersions.IN_FLUX;
  }

  /** As {@link Coherence#versionToFill} of the item. */
  long versionToFill(PointPlan plan) {
    return tables.of(plan.table()).policy().keepsItems()
        ? coherence.versionToFill(plan.table(), plan.key())
        : StripedVersions.IN_FLUX;
  }

  /** Reads the whole item from the store and remembers it if nothing was committed meanwhile. */
  @Nullable Item load(PointPlan plan) {
    PrimaryKey key = plan.key();
    long version = versionToFill(plan);
    if (version == StripedVersions.IN_FLUX) {
      Item item = fetch(plan);
      passed(key, item);
      return item;
    }
    return inFlight
        .read(
            key,
            version,
            () -> {
              Item item = fetch(plan);
              fill(key, item, version);
              return new ItemCache.Entry(item);
            })
        .item();
  }

  private @Nullable Item fetch(PointPlan plan) {
    long began = System.nanoTime();
    Item item = store.item(plan);
    tables.of(plan.table()).counts().itemLoads().loaded(System.nanoTime() - began);
    return item;
  }

  /** Remembers what the store was found to have, if nothing was committed since that version. */
  void fill(PrimaryKey key, @Nullable Item item, long version) {
    items.fill(key, item, () -> isStillValid(key, version));
  }

  private boolean isStillValid(PrimaryKey key, long version) {
    if (versions.isCurrent(key.collection(), version)) {
      return true;
    }
    tables.of(key.id()).counts().itemLoads().refused();
    return false;
  }

  /** An item was read as it is kept, and may not be kept. */
  void passed(PrimaryKey key, @Nullable Item item) {
    if (rules.fillsConsistently()) {
      disproof.ofItem(key, kept -> Objects.equals(kept, item));
    }
  }
}
