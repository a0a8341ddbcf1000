package io.larder.cache.coherence;

import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.entries.RecentWrites;
import io.larder.cache.policy.Consistency;
import io.larder.cache.tables.CachedTables;
import io.larder.cache.versions.Flux;
import io.larder.cache.versions.QuietTime;
import io.larder.cache.versions.StripedVersions;
import io.larder.cache.versions.Stripes;
import io.larder.protocol.item.Item;
import io.larder.store.ItemChange;
import io.larder.store.ItemCollection;
import io.larder.store.PrimaryKey;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The proof that a cached answer is not stale: versions of item collections and of tables, advanced
 * around every write of the store, of which many may be under way.
 *
 * <p>Before a write may become visible the stripes that it touches are put in flux; when it has
 * ended they are left with a new version, and only then is it acknowledged. A reader takes the
 * version before it looks anywhere. While a stripe is in flux it reads the store and fills nothing;
 * it may fill a cache only if the version is still the same after its read; a cached page is valid
 * only at the version at which it was read. So what may be answered of a stable stripe is what the
 * store held when the stripe was last in flux, and a reader that starts after a write was
 * acknowledged, or after anyone saw it, never gets an older value.
 *
 * <p>A page of a part of a collection stays valid beyond that: where all writes since are known and
 * none was of an item on which the page depends, see {@link RecentWrites}.
 *
 * <p>The new images of a write stay in the item cache only if it was alone on their stripe, from
 * before it could be seen until it has left. Of writes that overlap nobody knows which came last:
 * each takes the items that it has touched out of the cache before it leaves. Until the last has
 * left the stripe is in flux, so what one of them may have put there meanwhile is not answered to
 * anyone who began after it.
 *
 * <p>Where reads may lag behind writes ({@link StoreGuarantees#readLag}, {@link
 * StoreGuarantees#indexLag}), nothing is filled of a stripe for so long after a write has left it,
 * nor of a table after it got another id.
 *
 * <p>Where others write unannounced, the proof is of the writes that were: see {@link Disproof}. A
 * write that was given up may have met what another one has left, so the items that it was about
 * leave the cache.
 *
 * <p>A policy may have no image left in the item cache, but every write is told of here whatever
 * the policies say: what was there before it is replaced or dropped, so that what is kept stays
 * right while it is not answered, and may be again.
 *
 * <p>If an image cannot be installed, what its write has put in flux stays so: an older one may
 * still be there.
 */
public final class Coherence implements WriteObserver {
  private static final int COLLECTION_STRIPES = 1 << 16;
  private static final int TABLE_STRIPES = 1 << 10;

  private final Stripes inCollections;
  private final Stripes inTables;
  private final StripedVersions collections;
  private final StripedVersions tables;
  private final CachedTables cached;
  private final ItemCache items;
  private final RecentWrites recentWrites;
  private final Flux.Leaving nothingChanged = new NothingChanged();
  private final QuietTime quietCollections;
  private final QuietTime quietTables;
  private final Lags lags;
  private final Renewals renewals;
  private final boolean distrustsAborted;

  /** How long reads lag behind writes, in nanoseconds. */
  private record Lags(long quiet, long ofItems, long ofIndexes, long ofTables) {
    static Lags of(StoreGuarantees guarantees) {
      long ofItems = guarantees.readLag().toNanos();
      long ofIndexes = Math.max(ofItems, guarantees.indexLag().toNanos());
      return new Lags(
          guarantees.quietTime().toNanos(),
          ofItems,
          ofIndexes,
          guarantees.namesIndexPartitions() ? ofIndexes : ofItems);
    }
  }

  /**
   * @param cached say what of a write may stay in the item cache
   * @param recentWrites is told of the writes of collections
   * @param ticker the clock of {@code quietTime}
   * @param quietTime how stripes are held for which nobody knows how a write has ended
   */
  public Coherence(
      CachedTables cached,
      ItemCache items,
      RecentWrites recentWrites,
      StoreGuarantees guarantees,
      Consistency consistency,
      Ticker ticker,
      QuietTime.Of quietTime) {
    this.cached = cached;
    this.items = items;
    this.recentWrites = recentWrites;
    this.lags = Lags.of(guarantees);
    this.renewals = new Renewals(ticker);
    this.inCollections = Stripes.of(COLLECTION_STRIPES, lags.ofIndexes > 0, ticker);
    this.inTables = Stripes.of(TABLE_STRIPES, lags.ofTables > 0, ticker);
    this.collections = inCollections.versions();
    this.tables = inTables.versions();
    this.quietCollections = quietTime.of(collections);
    this.quietTables = quietTime.of(tables);
    this.distrustsAborted = !guarantees.announcesAllWrites() && consistency == Consistency.COHERENT;
  }

  /** Versions of item collections, by {@link ItemCollection} hash. */
  public Stripes collections() {
    return inCollections;
  }

  /** Versions of whole tables with their indexes, by {@link #tableHash}. */
  public Stripes tables() {
    return inTables;
  }

  public static long tableHash(int coherenceId) {
    return ItemCollection.whole(coherenceId);
  }

  /**
   * The version with which may be kept what a read of the item finds that begins now, or {@link
   * StripedVersions#IN_FLUX} if it may not be kept.
   */
  public long versionToFill(Table table, PrimaryKey key) {
    return renewals.isOlder(table, lags.ofItems)
        ? inCollections.versionToFill(key.collection())
        : StripedVersions.IN_FLUX;
  }

  /**
   * The same of a page that {@code stripes} and {@code hash} prove current.
   *
   * @param isOfGlobalIndex true if it lags as they do
   */
  public long versionToFill(Table table, boolean isOfGlobalIndex, Stripes stripes, long hash) {
    return renewals.isOlder(table, isOfGlobalIndex ? lags.ofIndexes : lags.ofItems)
        ? stripes.versionToFill(hash)
        : StripedVersions.IN_FLUX;
  }

  /** The table is gone. */
  public void forget(Table table) {
    renewals.forget(table);
  }

  /** Somebody has changed the item of whose write nobody was told. */
  public void outdated(PrimaryKey key) {
    inCollections.renew(key.collection(), lags.ofItems);
    inTables.renew(tableHash(key.coherenceId()), lags.ofTables);
    // After that: a fill that began before is found here, or void.
    items.drop(key);
  }

  /** As {@link #outdated(PrimaryKey)} of pages that stand and fall with that hash; of no index. */
  public void outdated(Stripes stripes, long hash) {
    stripes.renew(hash, lags.ofItems);
  }

  /** The same of pages of a global index. */
  public void outdatedInIndex(long hash) {
    inCollections.renew(hash, lags.ofIndexes);
  }

  /** Somebody has changed the item, or others of its partition, where pages are concerned. */
  public void outdatedCollection(int coherenceId, long collection) {
    inCollections.renew(collection, lags.ofIndexes);
    inTables.renew(tableHash(coherenceId), lags.ofIndexes);
  }

  /** No page is valid any more, and nothing that is being read or written is kept. */
  public void allOutdated() {
    inCollections.renewAll(lags.ofIndexes);
    inTables.renewAll(lags.ofIndexes);
  }

  /** Completes at once. */
  @Override
  public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
    Flux ofTables = Flux.enter(tables, tableHashes(touched));
    try {
      Flux ofCollections = Flux.enter(collections, collectionHashes(touched));
      return CompletableFuture.completedFuture(new Scope(touched, ofCollections, ofTables));
    } catch (IllegalStateException e) {
      ofTables.leave();
      throw e;
    }
  }

  private static long[] tableHashes(List<? extends Touched> touched) {
    long[] hashes = new long[touched.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = tableHash(touched.get(i).key().coherenceId());
    }
    return hashes;
  }

  private static long[] collectionHashes(List<? extends Touched> touched) {
    int count = 0;
    for (Touched item : touched) {
      count += item.collections().length;
    }
    long[] hashes = new long[count];
    int from = 0;
    for (Touched item : touched) {
      long[] ofItem = item.collections();
      System.arraycopy(ofItem, 0, hashes, from, ofItem.length);
      from += ofItem.length;
    }
    return hashes;
  }

  /** Lets reads lag behind a write that is about to leave; {@code more} nanoseconds than others. */
  private void lag(List<? extends Touched> touched, long more) {
    if (lags.ofIndexes == 0) {
      return;
    }
    for (Touched item : touched) {
      long[] ofItem = item.collections();
      for (int i = 0; i < ofItem.length; i++) {
        long lag = i == 0 ? lags.ofItems : lags.ofIndexes;
        begin(inCollections, ofItem[i], lag, more);
      }
      begin(inTables, tableHash(item.key().coherenceId()), lags.ofTables, more);
    }
  }

  private static void begin(Stripes stripes, long hash, long lag, long more) {
    if (lag > 0) {
      stripes.lag().begin(hash, lag + more);
    }
  }

  /** A write that is in flux. */
  private final class Scope implements WriteScope, Flux.Leaving {
    private final List<? extends Touched> touched;
    private final Flux ofCollections;
    private final Flux ofTables;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    /** The items of each stripe, once somebody has asked. */
    private @Nullable Map<Integer, List<PrimaryKey>> byStripe;

    Scope(List<? extends Touched> touched, Flux ofCollections, Flux ofTables) {
      this.touched = touched;
      this.ofCollections = ofCollections;
      this.ofTables = ofTables;
    }

    @Override
    public boolean keeps(PrimaryKey key) {
      return ofCollections.wasAlone(key.collection()) && keepsWrites(key) && items.has(key);
    }

    @Override
    public void committed(List<ItemChange> known) {
      end();
      if (!known.equals(touched)) {
        dropAllBut(known);
      }
      for (ItemChange change : known) {
        if (ofCollections.wasAlone(change.key().collection()) && keepsWrites(change.key())) {
          install(change);
        } else {
          items.drop(change.key());
        }
      }
      lag(touched, 0);
      ofCollections.leave(this);
      ofTables.leave();
    }

    @Override
    public void aborted() {
      end();
      if (distrustsAborted) {
        dropAll();
        ofCollections.leave();
      } else {
        ofCollections.leave(nothingChanged);
      }
      ofTables.leave();
    }

    @Override
    public void unknown() {
      end();
      // While they are in flux nobody can bring them back.
      dropAll();
      lag(touched, lags.quiet);
      ofCollections.leaveTo(quietCollections);
      ofTables.leaveTo(quietTables);
    }

    private void end() {
      if (!hasEnded.compareAndSet(false, true)) {
        throw new IllegalStateException("the write has ended before");
      }
    }

    private void dropAll() {
      touched.forEach(item -> items.drop(item.key()));
    }

    private void dropAllBut(List<ItemChange> known) {
      Set<PrimaryKey> keys = HashSet.newHashSet(known.size());
      known.forEach(change -> keys.add(change.key()));
      for (Touched item : touched) {
        if (!keys.contains(item.key())) {
          items.drop(item.key());
        }
      }
    }

    @Override
    public void alone(int stripe, long version) {
      if (recentWrites.isWatched(stripe)) {
        recentWrites.add(stripe, version, touchedOf(stripe));
      }
    }

    private List<PrimaryKey> touchedOf(int stripe) {
      if (touched.size() == 1) {
        return List.of(touched.getFirst().key());
      }
      Map<Integer, List<PrimaryKey>> all = byStripe;
      if (all == null) {
        all = keysByStripe();
        byStripe = all;
      }
      return all.getOrDefault(stripe, List.of());
    }

    private Map<Integer, List<PrimaryKey>> keysByStripe() {
      Map<Integer, List<PrimaryKey>> all = new HashMap<>();
      for (Touched item : touched) {
        // Those in indexes are of no page that is told from others by its items.
        int stripe = collections.stripe(item.key().collection());
        all.computeIfAbsent(stripe, _ -> new ArrayList<>(1)).add(item.key());
      }
      return all;
    }

    @Override
    public void notAlone(int stripe) {
      for (Touched item : touched) {
        if (collections.stripe(item.key().collection()) == stripe) {
          items.drop(item.key());
        }
      }
    }
  }

  /** Leaves what a write has not changed. */
  private final class NothingChanged implements Flux.Leaving {
    @Override
    public void alone(int stripe, long version) {
      recentWrites.add(stripe, version, List.of());
    }

    @Override
    public void notAlone(int stripe) {}
  }

  private boolean keepsWrites(PrimaryKey key) {
    return cached.of(key.id()).policy().keepsWrites();
  }

  private void install(ItemChange change) {
    Item newImage = change.newImage();
    if (newImage == null) {
      items.installAbsence(change.key());
    } else {
      items.install(change.key(), newImage);
    }
  }
}
