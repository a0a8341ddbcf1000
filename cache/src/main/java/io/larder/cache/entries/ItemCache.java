package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.cache.memory.HeldItem;
import io.larder.cache.memory.HeldRecord;
import io.larder.cache.memory.ItemMemory;
import io.larder.cache.memory.Lookup;
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
 * <p>The bytes are outside of the heap ({@link ItemMemory}), found by Caffeine, which says which
 * leave for want of room. What changes an entry holds the lock of its key; taking one out needs
 * none. An item that has left is given back by whoever has taken it out.
 */
public final class ItemCache {
  /** What is known of a key: its item, or that there is none. */
  public record Entry(@Nullable Item item) {
    public static final Entry ABSENT = new Entry(null);
  }

  private static final int LOCKS = 1024;

  /** So much of the memory is left free at most for what comes before something has left. */
  private static final long MAX_SPARE_BYTES = 4 << 20;

  private static final int SPARE = 8;

  private final boolean isOff;
  private final CachedTables tables;
  private final Ticker ticker;
  private final ItemMemory memory;
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
    this.memory = new ItemMemory(bytes);
    this.parts =
        ofParts.of(
            tables,
            bytes - Math.min(bytes / SPARE, MAX_SPARE_BYTES),
            ofPart -> new ItemPart(ofPart, memory, held -> hasLeft(held, Eviction.SIZE)));
    this.sweep = new ItemSweep(parts, this::sweep);
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** What an entry takes, in bytes. */
  public static int weigh(PrimaryKey key, @Nullable Item item) {
    return (int) ItemPart.weight(ItemMemory.bytesFor(key, item));
  }

  /** What is known of the key, or null. */
  public @Nullable Entry get(PrimaryKey key) {
    return find(key, false);
  }

  /** The same if its time is over and its table's policy has it answered still. */
  public @Nullable Entry stale(PrimaryKey key) {
    return find(key, true);
  }

  private @Nullable Entry find(PrimaryKey key, boolean isStale) {
    CachedTable table = tables.of(key.id());
    TablePolicy policy = table.policy();
    ItemPart part = isOff ? null : parts.of(key.id(), policy);
    if (part == null) {
      return null;
    }
    Lookup lookup = memory.lookup(key);
    HeldItem held = part.find(lookup);
    HeldRecord found = lookup.found();
    if (held == null || found == null) {
      return null;
    }
    boolean isOver = isOver(policy, held, found, 0);
    if (isOver && mayLeave(policy, held, found)) {
      takeOut(part, held, Eviction.EXPIRED);
      return null;
    }
    return isOver != isStale ? null : found.isAbsence() ? Entry.ABSENT : new Entry(found.item());
  }

  private boolean isOver(TablePolicy policy, HeldItem held, HeldRecord record, long more) {
    long life = policy.itemNanos(record.isAbsence(), held.hashCode());
    return life != Long.MAX_VALUE && ticker.read() - record.storedAt() - life >= more;
  }

  private boolean mayLeave(TablePolicy policy, HeldItem held, HeldRecord record) {
    return isOver(policy, held, record, policy.staleWhileRevalidate().toNanos());
  }

  /** True if something is known of the key; for who does not use it. */
  public boolean has(PrimaryKey key) {
    ItemPart part = isOff ? null : parts.of(key.id(), tables.of(key.id()).policy());
    return part != null && part.peek(memory.lookupOnly(key)) != null;
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
      takeOut(key, Eviction.INVALIDATED);
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
      ItemPart part = parts.toFill(key.id(), tables.of(key.id()).policy());
      long weight = ItemPart.weight(ItemMemory.bytesFor(key, item));
      if (replace(part, key, item, weight)) {
        return;
      }
      takeOut(key, null);
      HeldItem held = part.admits(weight) ? hold(key, item) : null;
      if (held != null) {
        heldByTable.computeIfAbsent(key.id(), _ -> new Held()).add(weight);
        part.put(held);
      }
    }
  }

  /** Puts the item in the place of what is in that part and in no other, if it weighs the same. */
  private boolean replace(ItemPart part, PrimaryKey key, @Nullable Item item, long weight) {
    List<ItemPart> all = parts.thatMayHold(key.id());
    HeldItem held = all.size() == 1 ? part.find(memory.lookupOnly(key)) : null;
    return held != null
        && ItemPart.weight(memory.bytes(held)) == weight
        && memory.replace(held, key, item, ticker.read());
  }

  private @Nullable HeldItem hold(PrimaryKey key, @Nullable Item item) {
    long now = ticker.read();
    HeldItem held = memory.hold(key, item, now);
    if (held != null) {
      return held;
    }
    parts.all().forEach(ItemPart::cleanUp);
    return memory.hold(key, item, now);
  }

  /** Takes the key out of all parts, under its lock; null for the cause if another one follows. */
  private void takeOut(PrimaryKey key, @Nullable Eviction cause) {
    Lookup lookup = memory.lookupOnly(key);
    for (ItemPart part : parts.thatMayHold(key.id())) {
      HeldItem held = part.remove(lookup);
      if (held != null) {
        hasLeft(held, cause);
      }
    }
  }

  private boolean takeOut(ItemPart part, HeldItem held, Eviction cause) {
    boolean wasThere = part.remove(held);
    if (wasThere) {
      hasLeft(held, cause);
    }
    return wasThere;
  }

  /** Counts what nobody finds any more, and gives it back. */
  private void hasLeft(HeldItem held, @Nullable Eviction cause) {
    HeldRecord record = memory.readHead(held);
    if (record == null) {
      return;
    }
    long weight = ItemPart.weight(memory.bytes(held));
    if (memory.giveBack(held)) {
      int table = record.id();
      Held ofTable = heldByTable.get(table);
      if (ofTable != null) {
        ofTable.remove(weight);
      }
      if (cause != null) {
        evictions.count(cause, weight);
        tables.of(table).counts().itemEvictions().count(cause, weight);
      }
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
    Lookup lookup = memory.lookup(key);
    HeldItem held = part == null ? null : part.peek(lookup);
    HeldRecord found = lookup.found();
    if (held == null || found == null || isOver(policy, held, found, 0)) {
      return null;
    }
    Item item = found.item();
    return new Known(
        item == null ? Entry.ABSENT : new Entry(item),
        (int) ItemPart.weight(ItemMemory.bytesFor(key, item)),
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
    long dropped = 0;
    for (ItemPart part : parts.all()) {
      for (HeldItem held : part.all()) {
        HeldRecord record = memory.readKey(held);
        if (record != null
            && which.test(record.key())
            && takeOut(part, held, Eviction.INVALIDATED)) {
          dropped++;
        }
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
    for (ItemPart part : parts.all()) {
      for (HeldItem held : part.all()) {
        HeldRecord record = memory.readHead(held);
        if (record != null && tableIds.test(record.id())) {
          takeOut(part, held, Eviction.INVALIDATED);
        }
      }
    }
  }

  /** The keys that are kept, those first that are likely to be asked for; so many at most. */
  public List<PrimaryKey> hottest(int most) {
    return parts.all().stream()
        .flatMap(part -> part.hottest(most).stream())
        .map(memory::readKey)
        .filter(Objects::nonNull)
        .map(HeldRecord::key)
        .limit(most)
        .toList();
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

  private void sweep(HeldItem held) {
    HeldRecord record = memory.readHead(held);
    if (record != null && mayLeave(tables.of(record.id()).policy(), held, record)) {
      parts.thatMayHold(record.id()).forEach(part -> takeOut(part, held, Eviction.EXPIRED));
    }
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
