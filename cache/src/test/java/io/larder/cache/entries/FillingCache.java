package io.larder.cache.entries;

import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Prints how long an item takes to be found in a large cache while that fills. Arguments: bytes of
 * the cache, how many items are put in first, bytes of each, how many a second are put in
 * meanwhile, how many a second are asked for, seconds. A look is measured from the moment at which
 * it was due, so that a pause counts for all that would have come in it.
 */
final class FillingCache {
  private static final long SECOND = 1_000_000_000L;
  private static final int HOT = 10_000;

  private final ItemCache items;
  private final int length;

  private FillingCache(long bytes, int length) {
    TablePolicy forEver = TablePolicy.of(Duration.ZERO, Duration.ZERO);
    this.items =
        new ItemCache(
            new CacheBounds(bytes, Duration.ZERO, System::nanoTime),
            new CachedTables(Policies.of(forEver)));
    this.length = length;
  }

  public static void main(String[] arguments) throws InterruptedException {
    var cache = new FillingCache(Long.parseLong(arguments[0]), Integer.parseInt(arguments[2]));
    int before = Integer.parseInt(arguments[1]);
    cache.fill(0, before);
    cache.report("filled");
    int seconds = Integer.parseInt(arguments[5]);
    int perSecond = Integer.parseInt(arguments[3]);
    Thread filler = Thread.ofPlatform().start(() -> cache.fillSlowly(before, perSecond, seconds));
    cache.look(Integer.parseInt(arguments[4]), seconds);
    filler.join();
    cache.report("at the end");
  }

  private static PrimaryKey key(int number) {
    byte[] partition = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    return PrimaryKey.of(1, 1, partition, new byte[0]);
  }

  private void fill(int from, int to) {
    for (int i = from; i < to; i++) {
      items.fill(key(i), Item.ofStored(new byte[length], length), () -> true);
      if (i % 16 == 0) {
        items.get(key(i / 16 % HOT));
      }
    }
  }

  private void fillSlowly(int from, int perSecond, int seconds) {
    long start = System.nanoTime();
    for (int done = 0; done < perSecond * seconds; ) {
      long due = (System.nanoTime() - start) * perSecond / SECOND;
      int next = (int) Math.min(due, (long) perSecond * seconds);
      fill(from + done, from + next);
      done = next;
      Thread.onSpinWait();
    }
  }

  private void look(int perSecond, int seconds) {
    var random = new SplittableRandom(1);
    long[] nanos = new long[perSecond * seconds];
    int missed = 0;
    long start = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      long due = start + i * SECOND / perSecond;
      while (System.nanoTime() < due) {
        Thread.onSpinWait();
      }
      missed += items.get(key(random.nextInt(HOT))) == null ? 1 : 0;
      nanos[i] = System.nanoTime() - due;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%,d looks, %,d missed: p50 %.1f, p99 %.1f, p99.9 %.1f, max %.1f µs%n",
        nanos.length,
        missed,
        micros(nanos, 0.5),
        micros(nanos, 0.99),
        micros(nanos, 0.999),
        nanos[nanos.length - 1] / 1e3);
  }

  private static double micros(long[] sorted, double share) {
    return sorted[(int) (sorted.length * share)] / 1e3;
  }

  private void report(String when) {
    CacheStatistics.Of held = items.statistics(new TableCounts().items());
    System.out.printf(
        "%s: %,d items, %,d bytes, %,d have left%n",
        when, held.entries(), held.bytes(), held.evictions());
  }
}
