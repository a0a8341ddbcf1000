package io.larder.cache;

import io.larder.protocol.item.Item;
import io.larder.store.ItemChange;
import io.larder.store.ItemCollection;
import io.larder.store.PrimaryKey;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

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
 * <p>The new images of a write stay in the item cache only if it was alone on their stripe, from
 * before it could be seen until it has left. Of writes that overlap nobody knows which came last:
 * each takes the items that it has touched out of the cache before it leaves. Until the last has
 * left the stripe is in flux, so what one of them may have put there meanwhile is not answered to
 * anyone who began after it.
 *
 * <p>If an image cannot be installed, what its write has put in flux stays so: an older one may
 * still be there.
 */
final class Coherence implements WriteObserver {
  private static final int COLLECTION_STRIPES = 1 << 16;
  private static final int TABLE_STRIPES = 1 << 10;

  private final StripedVersions collections = new StripedVersions(COLLECTION_STRIPES);
  private final StripedVersions tables = new StripedVersions(TABLE_STRIPES);
  private final ItemCache items;
  private final QuietTime quietCollections;
  private final QuietTime quietTables;

  /**
   * @param quietTime how stripes are held for which nobody knows how a write has ended
   */
  Coherence(ItemCache items, QuietTime.Of quietTime) {
    this.items = items;
    this.quietCollections = quietTime.of(collections);
    this.quietTables = quietTime.of(tables);
  }

  /** Versions of item collections, by {@link ItemCollection} hash. */
  StripedVersions collections() {
    return collections;
  }

  /** Versions of whole tables with their indexes, by {@link #tableHash}. */
  StripedVersions tables() {
    return tables;
  }

  static long tableHash(int coherenceId) {
    return ItemCollection.whole(coherenceId);
  }

  /** Completes at once. */
  @Override
  public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
    Flux inTables = Flux.enter(tables, tableHashes(touched));
    try {
      Flux inCollections = Flux.enter(collections, collectionHashes(touched));
      return CompletableFuture.completedFuture(new Scope(touched, inCollections, inTables));
    } catch (IllegalStateException e) {
      inTables.leave();
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

  /** A write that is in flux. */
  private final class Scope implements WriteScope {
    private final List<? extends Touched> touched;
    private final Flux inCollections;
    private final Flux inTables;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    Scope(List<? extends Touched> touched, Flux inCollections, Flux inTables) {
      this.touched = touched;
      this.inCollections = inCollections;
      this.inTables = inTables;
    }

    @Override
    public void committed(List<ItemChange> known) {
      end();
      if (!known.equals(touched)) {
        dropAllBut(known);
      }
      for (ItemChange change : known) {
        if (inCollections.wasAlone(change.key().collection())) {
          install(change);
        } else {
          items.drop(change.key());
        }
      }
      inCollections.leave(this::dropAllOf);
      inTables.leave();
    }

    @Override
    public void aborted() {
      end();
      inCollections.leave();
      inTables.leave();
    }

    @Override
    public void unknown() {
      end();
      // While they are in flux nobody can bring them back.
      touched.forEach(item -> items.drop(item.key()));
      inCollections.leaveTo(quietCollections);
      inTables.leaveTo(quietTables);
    }

    private void end() {
      if (!hasEnded.compareAndSet(false, true)) {
        throw new IllegalStateException("the write has ended before");
      }
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

    private void dropAllOf(int stripe) {
      for (Touched item : touched) {
        if (collections.stripe(item.key().collection()) == stripe) {
          items.drop(item.key());
        }
      }
    }
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
