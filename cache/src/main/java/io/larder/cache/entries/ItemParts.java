package io.larder.cache.entries;

import io.larder.cache.memory.ItemPart;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.tables.CachedTables;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The item cache in parts: one for each table whose policy has a share of it, and one for all
 * others, which has what is left.
 *
 * <p>Policies change, so an item of a table may be in its part and in the common one. A reader
 * looks only where the policy says; whoever writes an item takes it out of both ({@link
 * #thatMayHold}) before it puts it anywhere. So what an earlier policy has left behind is never
 * older than what a later one finds there.
 *
 * <p>A part that is let go has no room any more: what somebody still puts there leaves at once.
 */
class ItemParts {
  /** Makes the parts of a cache. */
  interface Making {
    ItemParts of(CachedTables tables, long maximumBytes, LongFunction<ItemPart> ofSize);
  }

  private final CachedTables tables;
  private final long maximumBytes;
  private final LongFunction<ItemPart> ofSize;
  private final ItemPart common;
  private final ConcurrentHashMap<Integer, ItemPart> own = new ConcurrentHashMap<>();

  /**
   * @param maximumBytes most bytes of all parts together
   * @param ofSize makes a part
   */
  ItemParts(CachedTables tables, long maximumBytes, LongFunction<ItemPart> ofSize) {
    this.tables = tables;
    this.maximumBytes = maximumBytes;
    this.ofSize = ofSize;
    this.common = ofSize.apply(maximumBytes);
  }

  /** Where items of that table are, by its policy now; null where there are none. */
  @Nullable ItemPart of(int table, TablePolicy policy) {
    return policy.itemShare() == null ? common : own.get(table);
  }

  /** Where items of that table are to be put. */
  ItemPart toFill(int table, TablePolicy policy) {
    Double share = policy.itemShare();
    if (share == null) {
      return common;
    }
    ItemPart known = own.get(table);
    return known == null ? add(table, share) : known;
  }

  private ItemPart add(int table, double share) {
    ItemPart added = own.computeIfAbsent(table, _ -> ofSize.apply((long) (maximumBytes * share)));
    // The others give room, which may take a while.
    Thread.ofVirtual().name("larder-cache-shares").start(this::share);
    return added;
  }

  /** All parts that may hold items of that table, whatever its policies were. */
  List<ItemPart> thatMayHold(int table) {
    ItemPart ofTable = own.get(table);
    return ofTable == null ? List.of(common) : List.of(common, ofTable);
  }

  List<ItemPart> all() {
    List<ItemPart> all = new ArrayList<>(own.values());
    all.add(common);
    return all;
  }

  /** Gives each part what its table's policy says now; all of them less if it is too much. */
  synchronized void share() {
    own.forEach(
        (table, part) -> {
          if (tables.of(table).policy().itemShare() == null) {
            letGo(table, part);
          }
        });
    double wanted = own.keySet().stream().mapToDouble(this::shareOf).sum();
    double scale = Math.min(1, 1 / wanted);
    long left = maximumBytes;
    for (var each : own.entrySet()) {
      long bytes = (long) (maximumBytes * shareOf(each.getKey()) * scale);
      each.getValue().setMaximum(Math.min(bytes, left));
      left -= Math.min(bytes, left);
    }
    common.setMaximum(left);
  }

  private double shareOf(int table) {
    Double share = tables.of(table).policy().itemShare();
    return share == null ? 0 : share;
  }

  /** The table is gone. */
  synchronized void forget(int table) {
    ItemPart part = own.get(table);
    if (part != null) {
      letGo(table, part);
      share();
    }
  }

  private void letGo(int table, ItemPart part) {
    own.remove(table, part);
    part.setMaximum(0);
  }
}
