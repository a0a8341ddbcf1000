package io.larder.cache;

import io.larder.protocol.item.Item;
import io.larder.store.CommitListener;
import io.larder.store.ItemChange;
import io.larder.store.ItemCollection;
import io.larder.store.Table;
import java.util.List;

/**
 * The proof that a cached answer is not stale: versions of item collections and of tables, advanced
 * around every commit of the store.
 *
 * <p>Before a commit becomes visible the stripes that it touches are put in flux; once it is
 * durable the new images are installed in the item cache, the stripes get a new version, and only
 * then is the write acknowledged. A reader takes the version before it looks anywhere. While the
 * version is in flux it reads the store and fills nothing; it may fill a cache only if the version
 * is still the same after its read; a cached page is valid only at the version at which it was
 * read. So a reader that starts after a write was acknowledged, or after anyone saw it, never gets
 * an older value.
 *
 * <p>If images cannot be installed, nothing that is in flux is ever settled again: the older ones
 * may still be there.
 */
final class Coherence implements CommitListener {
  private static final int COLLECTION_STRIPES = 1 << 16;
  private static final int TABLE_STRIPES = 1 << 10;
  private static final byte[] WHOLE_TABLE = {};

  private final StripedVersions collections = new StripedVersions(COLLECTION_STRIPES);
  private final StripedVersions tables = new StripedVersions(TABLE_STRIPES);
  private final ItemCache items;
  private final QueryCache pages;
  private boolean hasMissedImages;

  Coherence(ItemCache items, QueryCache pages) {
    this.items = items;
    this.pages = pages;
  }

  /** Versions of item collections, by {@link ItemCollection} hash. */
  StripedVersions collections() {
    return collections;
  }

  /** Versions of whole tables with their indexes, by {@link #tableHash}. */
  StripedVersions tables() {
    return tables;
  }

  static long tableHash(int tableId) {
    return ItemCollection.hash(tableId, WHOLE_TABLE);
  }

  @Override
  public void beforeCommit(List<ItemChange> changes) {
    for (ItemChange change : changes) {
      tables.markInFlux(tableHash(change.key().tableId()));
      for (long collection : change.collections()) {
        collections.markInFlux(collection);
      }
    }
  }

  @Override
  public void committed(List<ItemChange> changes) {
    boolean hadMissedImages = hasMissedImages;
    hasMissedImages = true;
    for (ItemChange change : changes) {
      Item newImage = change.newImage();
      if (newImage == null) {
        items.installAbsence(change.key());
      } else {
        items.install(change.key(), newImage);
      }
    }
    hasMissedImages = hadMissedImages;
    settle(changes);
  }

  @Override
  public void aborted(List<ItemChange> changes) {
    settle(changes);
  }

  private void settle(List<ItemChange> changes) {
    if (hasMissedImages) {
      return;
    }
    for (ItemChange change : changes) {
      tables.settle(tableHash(change.key().tableId()));
      for (long collection : change.collections()) {
        collections.settle(collection);
      }
    }
  }

  @Override
  public void tableDropped(Table table) {
    // Its id never comes back, so this only frees memory and needs no order with readers.
    items.forget(table);
    pages.forget(table);
  }
}
