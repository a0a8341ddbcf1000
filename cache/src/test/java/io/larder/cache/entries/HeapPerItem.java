package io.larder.cache.entries;

import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Prints how many bytes of the heap an item in the cache takes, by what is in use after a
 * collection. Arguments: how many items, and the bytes of each.
 */
final class HeapPerItem {
  private HeapPerItem() {}

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[0]);
    int length = Integer.parseInt(arguments[1]);
    TablePolicy forEver = TablePolicy.of(Duration.ZERO, Duration.ZERO);
    var items =
        new ItemCache(
            new CacheBounds((long) count * (2 * length + 1024), Duration.ZERO, System::nanoTime),
            new CachedTables(Policies.of(forEver)));
    long before = heapInUse();
    for (int i = 0; i < count; i++) {
      byte[] partition = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
      items.install(
          PrimaryKey.of(1, 1, partition, new byte[0]), Item.ofStored(new byte[length], length));
    }
    CacheStatistics.Of held = items.statistics(new TableCounts().items());
    System.out.printf(
        "%,d items of %,d bytes: %.1f bytes of heap for each; bound counted %.1f of all memory%n",
        held.entries(),
        length,
        (heapInUse() - before) / (double) held.entries(),
        held.bytes() / (double) held.entries());
  }

  private static long heapInUse() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
