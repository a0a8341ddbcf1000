package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.cache.memory.HeldRecord;
import io.larder.cache.memory.ItemMemory;
import io.larder.cache.memory.ItemPart;
import io.larder.cache.policy.Kept;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Eviction;
import io.larder.cache.statistics.Evictions;
import io.larder.cache.statistics.Held;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTable;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whole items by primary key, and the keys known to have none. Holds what the last commit left or
 * what a reader found since; whether that may be answered is not for it to say.
 *
 * <p>They are outside of the heap ({@link ItemMemory}). What changes an entry holds the lock of its
 * key; taking one out needs none.
 */
public final class ItemCache {
  /** What is known of a key: its item, or that there is none. */
  public record Entry(@Nullable Item item) {
    public static final Entry ABSENT = new Entry(null);
  }

  private static final int LOCKS = 1024;

  private final boolean isOff;
  private final CachedTables tables;
  private final Ticker ticker;
  private final ItemParts parts;
  private final ItemSweep sweep;
  private final Object[] locks = new Object[LOCKS];
  private final Evictions evictions = new Evictions();
  private final ConcurrentHashMap<Integer, Held> heldByTable = new ConcurrentHashMap<>();

  public ItemCache(CacheBounds bounds, CachedTables tables) {
    this(bounds, tables, ItemParts::new);
  }

  ItemCache(CacheBounds bounds, CachedTables tables, ItemParts.Making ofParts) {
    this.isOff = bounds.isOff();
    this.tables = tables;
    this.ticker = bounds.ticker();
    long bytes = bounds.maximumBytes();
    var memory = new ItemMemory(bytes);
    this.parts = ofParts.of(tables, bytes, ofPart -> memory.part(ofPart, left(Eviction.SIZE)));
    this.sweep = new ItemSweep(parts, this::mayLeave, left(Eviction.EXPIRED));
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** What an entry takes, in bytes. */
  public static int weigh(PrimaryKey key, @Nullable Item item) {
    return (int) ItemPart.weight(key, item);
  }

  /** What is known of the key, or null. */
  public @Nullable Entry get(PrimaryKey key) {
    return get(tables.of(key.id()), key);
  }

  /** The same for who has what is known of the key's table. */
  public @Nullable Entry get(CachedTable table, PrimaryKey key) {
    return find(table, key, false);
  }

  /** The same if its time is over and its table's policy has it answered still. */
  public @Nullable Entry stale(CachedTable table, PrimaryKey key) {
    return find(table, key, true);
  }

  private @Nullable Entry find(CachedTable table, PrimaryKey key, boolean isStale) {
    TablePolicy policy = table.policy();
    ItemPart part = isOff ? null : parts.of(key.id(), policy);
    if (part == null) {
      return null;
    }
    HeldRecord found = part.find(key);
    if (found == null) {
      return null;
    }
    boolean isOver = isOver(policy, key.hashCode(), found, 0);
    if (isOver && mayLeave(policy, key.hashCode(), found)) {
      long storedAt = found.storedAt();
      part.removeIf(key, head -> head.storedAt() == storedAt, left(Eviction.EXPIRED));
      return null;
    }
    return isOver != isStale ? null : found.isAbsence() ? Entry.ABSENT : new Entry(found.item());
  }

  private boolean isOver(TablePolicy policy, int hash, HeldRecord record, long more) {
    long life = policy.itemNanos(record.isAbsence(), hash);
    return life != Long.MAX_VALUE && ticker.read() - record.storedAt() - life >= more;
  }

  private boolean mayLeave(TablePolicy policy, int hash, HeldRecord record) {
    return isOver(policy, hash, record, policy.staleWhileRevalidate().toNanos());
  }

  /** True if something is known of the key; for who does not use it. */
  public boolean has(PrimaryKey key) {
    ItemPart part = isOff ? null : parts.of(key.id(), tables.of(key.id()).policy());
    return part != null && part.has(key);
  }

  /** Stores the image that a write left; while the key is in flux. */
  public void install(PrimaryKey key, Item item) {
    put(key, item, () -> true);
  }

  /** As {@link #install} for a deletion. */
  public void installAbsence(PrimaryKey key) {
    if (keepsAbsent(key)) {
      put(key, null, () -> true);
    } else {
      drop(key);
    }
  }

  private boolean keepsAbsent(PrimaryKey key) {
    return tables.of(key.id()).policy().keeps(Kept.ABSENT);
  }

  /** Takes out what may be known of the key. Waits for a fill that is being made, as a put does. */
  public void drop(PrimaryKey key) {
    if (isOff) {
      return;
    }
    synchronized (lockOf(key)) {
      for (ItemPart part : parts.thatMayHold(key.id())) {
        part.remove(key, left(Eviction.INVALIDATED));
      }
    }
  }

  /**
   * Stores what a reader found, if {@code isStillValid} says so. It is asked under the entry's
   * lock: a write that puts the key in flux later installs its image later, over this one, or drops
   * it.
   */
  public void fill(PrimaryKey key, @Nullable Item item, BooleanSupplier isStillValid) {
    if (item != null || keepsAbsent(key)) {
      put(key, item, isStillValid);
    }
  }

  private Object lockOf(PrimaryKey key) {
    int hash = key.hashCode();
    return locks[(hash ^ (hash >>> 16)) & (LOCKS - 1)];
  }

  private void put(PrimaryKey key, @Nullable Item item, BooleanSupplier isStillValid) {
    if (isOff) {
      return;
    }
    synchronized (lockOf(key)) {
      if (!isStillValid.getAsBoolean()) {
        return;
      }
      int table = key.id();
      ItemPart part = parts.toFill(table, tables.of(table).policy());
      for (ItemPart other : parts.thatMayHold(table)) {
        if (other != part) {
          other.remove(key, this::isGone);
        }
      }
      long weight = ItemPart.weight(key, item);
      if (!part.admits(weight)) {
        part.remove(key, this::isGone);
        return;
      }
      Held held = heldByTable.computeIfAbsent(table, _ -> new Held());
      held.add(weight);
      if (!part.put(key, item, ticker.read(), this::isGone)) {
        held.remove(weight);
      }
    }
  }

  /** Counts what leaves for that cause. */
  private ItemPart.Leaving left(Eviction cause) {
    return (record, weight) -> {
      isGone(record, weight);
      evictions.count(cause, weight);
      tables.of(record.id()).counts().itemEvictions().count(cause, weight);
    };
  }

  private void isGone(HeldRecord record, long weight) {
    Held ofTable = heldByTable.get(record.id());
    if (ofTable != null) {
      ofTable.remove(weight);
    }
  }

  /** What is held of that table. */
  public Held held(Table table) {
    return Objects.requireNonNullElseGet(heldByTable.get(table.id()), Held::new);
  }

  /**
   * Policies have changed: what they say of shares is done in a while, and what they do not have
   * kept leaves then; all else at once.
   */
  public void treat() {
    Thread.ofVirtual()
        .name("larder-cache-shares")
        .start(
            () -> {
              parts.share();
              forget(id -> !tables.of(id).policy().keepsItems());
            });
  }

  /** Forgets everything, after a while. */
  public void clear() {
    Thread.ofVirtual().name("larder-cache-forget").start(() -> forget(_ -> true));
  }

  public void forget(Table table) {
    int id = table.id();
    Thread.ofVirtual()
        .name("larder-cache-forget")
        .start(
            () -> {
              forget(each -> each == id);
              parts.forget(id);
              heldByTable.remove(id);
            });
  }

  /** What is known of a key, and since when. */
  public record Known(Entry entry, int bytes, Duration age) {}

  /** What is known of the key, for who only looks; or null. */
  public @Nullable Known peek(PrimaryKey key) {
    TablePolicy policy = tables.of(key.id()).policy();
    ItemPart part = isOff ? null : parts.of(key.id(), policy);
    HeldRecord found = part == null ? null : part.peek(key);
    if (found == null || isOver(policy, key.hashCode(), found, 0)) {
      return null;
    }
    Item item = found.item();
    return new Known(
        item == null ? Entry.ABSENT : new Entry(item),
        weigh(key, item),
        Duration.ofNanos(ticker.read() - found.storedAt()));
  }

  /**
   * Takes out all such; what is put in meanwhile may stay, but not by a fill that was found valid
   * before. Returns how many there were.
   */
  public long dropAll(Predicate<PrimaryKey> which) {
    if (isOff) {
      return 0;
    }
    awaitFills();
    return takeOut(record -> which.test(record.key()));
  }

  private long takeOut(Predicate<HeldRecord> which) {
    long dropped = 0;
    for (ItemPart part : parts.all()) {
      for (int piece = 0; piece < part.pieces(); piece++) {
        dropped += part.removeIf(piece, which, left(Eviction.INVALIDATED)).removed();
      }
    }
    return dropped;
  }

  /** Whoever may have been putting something there has put it there. */
  private void awaitFills() {
    for (Object lock : locks) {
      synchronized (lock) {
        // Nothing but the wait is wanted.
      }
    }
  }

  private void forget(IntPredicate tableIds) {
    takeOut(record -> tableIds.test(record.id()));
  }

  /** The keys that are kept, those first that are likely to be asked for; so many at most. */
  public List<PrimaryKey> hottest(int most) {
    return parts.all().stream().flatMap(part -> part.hottest(most).stream()).limit(most).toList();
  }

  /**
   * Looks at some more entries, {@code most} at most, and has those leave whose time is over. For
   * one thread at a time.
   *
   * @return whether it has come to the end of all
   */
  boolean sweep(int most) {
    return !tables.policies().endItems() || sweep.goOn(most);
  }

  private boolean mayLeave(HeldRecord record) {
    return mayLeave(tables.of(record.id()).policy(), record.key().hashCode(), record);
  }

  public CacheStatistics.Of statistics(TableCounts.Reads reads) {
    List<ItemPart> all = parts.all();
    return new CacheStatistics.Of(
        reads.hits(),
        reads.misses(),
        evictions.entries(),
        evictions.bytes(),
        all.stream().mapToLong(ItemPart::entries).sum(),
        all.stream().mapToLong(ItemPart::bytes).sum());
  }
}
