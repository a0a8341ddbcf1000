package io.larder.cache.reads;

import io.larder.cache.coherence.Coherence;
import io.larder.cache.coherence.ReadsInFlight;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.entries.PageKey;
import io.larder.cache.entries.QueryCache;
import io.larder.protocol.item.AttributeValue;
import io.larder.store.Index;
import io.larder.store.ItemCollection;
import io.larder.store.KeyBytes;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes out what is kept, because somebody asks for that: a read that begins afterwards sees what
 * the store has.
 *
 * <p>The versions first, then the items. A read that began before may still be about to fill what
 * it has found: with the versions that is void, whatever it finds here. A write that is in flux
 * finds that it was not alone, and takes its items out when it leaves. A page is answered only at
 * its version, so pages need not be taken out.
 *
 * <p>Nobody knows in which partitions of an index the items are, or were. Where the store names
 * them, the pages of the table's global indexes are therefore looked for by their keys: first the
 * reads under way, then what is kept, for a read fills before it ends. One that begins after the
 * look finds what is current.
 */
public final class Invalidation {
  private final ItemCache items;
  private final QueryCache pages;
  private final PageReads pageReads;
  private final Coherence coherence;
  private final ReadsInFlight inFlight;
  private final boolean namesIndexPartitions;

  /**
   * @param namesIndexPartitions as the store does
   */
  public Invalidation(
      ItemCache items,
      QueryCache pages,
      PageReads pageReads,
      Coherence coherence,
      ReadsInFlight inFlight,
      boolean namesIndexPartitions) {
    this.items = items;
    this.pages = pages;
    this.pageReads = pageReads;
    this.coherence = coherence;
    this.inFlight = inFlight;
    this.namesIndexPartitions = namesIndexPartitions;
  }

  /** Of one item, and of all pages that may show it. Returns how many items were taken out. */
  public long item(Table table, PrimaryKey key) {
    boolean wasKept = items.has(key);
    coherence.outdatedCollection(key.coherenceId(), key.collection());
    items.drop(key);
    pagesOfIndexes(table);
    return wasKept ? 1 : 0;
  }

  /** Of all items with that partition key. */
  public long partition(Table table, AttributeValue partitionKey) {
    long collection =
        ItemCollection.hash(table.coherenceId(), KeyBytes.partition(List.of(partitionKey)));
    coherence.outdatedCollection(table.coherenceId(), collection);
    long dropped = items.dropAll(key -> key.id() == table.id() && key.collection() == collection);
    pagesOfIndexes(table);
    return dropped;
  }

  /** Of a table; pages of others are read anew, too. */
  public long table(Table table) {
    coherence.allOutdated();
    pageReads.renew();
    long dropped = items.dropAll(key -> key.id() == table.id());
    pages.forget(table);
    return dropped;
  }

  /** Of all tables. */
  public long everything() {
    coherence.allOutdated();
    pageReads.renew();
    long dropped = items.dropAll(_ -> true);
    pages.clear();
    return dropped;
  }

  private void pagesOfIndexes(Table table) {
    pageReads.renew();
    List<Index> indexes = table.indexesByName().stream().filter(Index::isGlobal).toList();
    if (!namesIndexPartitions) {
      indexes.forEach(
          index -> coherence.outdatedInIndex(ItemCollection.whole(index.coherenceId())));
    } else if (!indexes.isEmpty()) {
      LongConsumer outdate = coherence::outdatedInIndex;
      for (Object key : inFlight.keys()) {
        if (key instanceof PageKey page) {
          ofIndex(indexes, page, outdate);
        }
      }
      pages.keys().forEach(page -> ofIndex(indexes, page, outdate));
    }
  }

  /** Scans stand and fall with their table, where partitions of indexes are named. */
  private static void ofIndex(List<Index> indexes, PageKey page, LongConsumer outdate) {
    if (page instanceof PageKey.OfQuery query) {
      Index index = withId(indexes, query.targetId());
      if (index != null) {
        outdate.accept(
            ItemCollection.hash(
                index.coherenceId(), KeyBytes.partition(query.condition().partition())));
      }
    }
  }

  private static @Nullable Index withId(List<Index> indexes, int id) {
    return indexes.stream().filter(index -> index.id() == id).findFirst().orElse(null);
  }
}
