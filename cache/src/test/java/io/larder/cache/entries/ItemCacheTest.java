package io.larder.cache.entries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Tables;
import io.larder.cache.memory.ItemPart;
import io.larder.cache.policy.OwnPolicy;
import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Eviction;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ItemCacheTest {
  private static final int BYTES = 1 << 20;
  private static final Table ORDERS = orders();
  private static final TablePolicy FOR_EVER = TablePolicy.of(Duration.ZERO, Duration.ZERO);

  private final AtomicLong now = new AtomicLong();
  private final CachedTables tables = new CachedTables(Policies.of(FOR_EVER));
  private final ItemCache items = new ItemCache(bounds(BYTES), tables);

  private static Table orders() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(Tables.create()).join();
      return store.known(Tables.ORDERS);
    }
  }

  private CacheBounds bounds(long bytes) {
    return new CacheBounds(bytes, Duration.ZERO, now::get);
  }

  private static PrimaryKey key(int table, int number) {
    byte[] partition = ("partition " + number).getBytes(StandardCharsets.UTF_8);
    return PrimaryKey.of(table, table, partition, new byte[0]);
  }

  private static PrimaryKey key(int number) {
    return key(ORDERS.id(), number);
  }

  private static Item item(int length, int content) {
    byte[] json = new byte[length];
    Arrays.fill(json, (byte) content);
    return Item.ofStored(json, length);
  }

  private static void fill(ItemCache cache, PrimaryKey key, @Nullable Item item) {
    cache.fill(key, item, () -> true);
  }

  private static @Nullable Item found(ItemCache cache, PrimaryKey key) {
    ItemCache.Entry entry = cache.get(key);
    return entry == null ? null : entry.item();
  }

  private static CacheStatistics.Of statistics(ItemCache cache) {
    return cache.statistics(new TableCounts().items());
  }

  private static boolean isSame(@Nullable Item one, Item other) {
    return one != null && one.size() == other.size() && one.hasSameJson(other);
  }

  /** The policy with a share of the memory. */
  private static TablePolicy withShare(double share) {
    return new TablePolicy(
        Duration.ZERO,
        Duration.ZERO,
        null,
        0,
        share,
        FOR_EVER.kept(),
        false,
        false,
        false,
        Duration.ZERO);
  }

  private static TablePolicy aging(Duration ttl, @Nullable Duration negativeTtl, double jitter) {
    return new TablePolicy(
        ttl,
        Duration.ZERO,
        negativeTtl,
        jitter,
        null,
        FOR_EVER.kept(),
        false,
        false,
        false,
        Duration.ZERO);
  }

  @Test
  void itemsAndAbsencesAreFoundByTheirKeysOnly() {
    items.install(key(1), item(100, 1));
    fill(items, key(2), item(3000, 2));
    fill(items, key(3), null);

    assertThat(isSame(found(items, key(1)), item(100, 1))).isTrue();
    assertThat(isSame(found(items, key(2)), item(3000, 2))).isTrue();
    assertThat(items.get(key(3))).isEqualTo(ItemCache.Entry.ABSENT);
    assertThat(items.get(key(4))).isNull();
    assertThat(items.get(key(ORDERS.id() + 1, 1))).isNull();
    assertThat(items.has(key(2))).isTrue();
    assertThat(items.has(key(4))).isFalse();
  }

  @Test
  void keysOfOneHashAreToldApart() {
    Map<Integer, PrimaryKey> byHash = new HashMap<>();
    PrimaryKey one = null;
    PrimaryKey other = null;
    for (int number = 0; one == null; number++) {
      other = key(number);
      one = byHash.put(other.hashCode(), other);
    }
    items.install(one, item(100, 1));
    assertThat(items.get(other)).isNull();

    items.install(other, item(100, 2));
    items.drop(one);

    assertThat(items.get(one)).isNull();
    assertThat(isSame(found(items, other), item(100, 2))).isTrue();
  }

  @Test
  void whatIsInstalledReplacesWhatWasThereAndGivesItsMemoryBack() {
    for (int round = 0; round < 10_000; round++) {
      items.install(key(round % 7), item(3000, round));
    }

    assertThat(isSame(found(items, key(9_999 % 7)), item(3000, 9_999))).isTrue();
    assertThat(statistics(items).entries()).isEqualTo(7);
    assertThat(statistics(items).evictions()).isZero();
    assertThat(items.held(ORDERS).entries()).isEqualTo(7);
    assertThat(items.held(ORDERS).bytes()).isEqualTo(statistics(items).bytes());
  }

  @Test
  void aFillThatIsNotValidLeavesWhatIsThere() {
    items.install(key(1), item(100, 1));

    items.fill(key(1), item(100, 2), () -> false);

    assertThat(isSame(found(items, key(1)), item(100, 1))).isTrue();
  }

  @Test
  void theBoundInBytesHoldsWhateverTheItemsAreLike() {
    var random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      int length =
          switch (random.nextInt(4)) {
            case 0 -> 60_000;
            case 1 -> 5_000;
            default -> 100;
          };
      fill(items, key(random.nextInt(20_000)), item(random.nextInt(1, length), i));
      assertThat(statistics(items).bytes()).isLessThanOrEqualTo(BYTES);
    }

    assertThat(statistics(items).bytes()).isGreaterThan(BYTES / 2);
    assertThat(statistics(items).evictions()).isPositive();
    assertThat(items.held(ORDERS).bytes()).isEqualTo(statistics(items).bytes());
  }

  @Test
  void anOversizedItemIsNotAdmittedNorIsAnOlderOneLeft() {
    items.install(key(1), item(100, 1));

    items.install(key(1), item(BYTES / 8, 2));

    assertThat(items.get(key(1))).isNull();
    assertThat(statistics(items).entries()).isZero();
  }

  @Test
  void whyAnItemHasLeftIsCountedForItsTable() {
    tables.of(ORDERS);
    tables.treat(Policies.of(aging(Duration.ofNanos(10), null, 0)));
    items.install(key(1), item(100, 1));
    items.install(key(2), item(100, 1));
    items.drop(key(1));
    now.set(10);
    items.get(key(2));
    for (int i = 0; i < 20_000; i++) {
      fill(items, key(i), item(1000, i));
    }

    var evictions = tables.of(ORDERS).counts().itemEvictions();
    assertThat(evictions.entries(Eviction.INVALIDATED)).isEqualTo(1);
    assertThat(evictions.entries(Eviction.EXPIRED)).isEqualTo(1);
    assertThat(evictions.entries(Eviction.SIZE)).isPositive();
    assertThat(evictions.bytes(Eviction.SIZE))
        .isGreaterThan(1000 * evictions.entries(Eviction.SIZE));
  }

  @Test
  void aForgottenTableLeavesOthersAlone() {
    for (int i = 0; i < 100; i++) {
      items.install(key(i), item(100, i));
      items.install(key(ORDERS.id() + 1, i), item(100, i));
    }

    items.forget(ORDERS);

    await().until(() -> statistics(items).entries() == 100);
    assertThat(items.get(key(1))).isNull();
    assertThat(items.get(key(ORDERS.id() + 1, 1))).isNotNull();
  }

  @Nested
  class Ages {
    @Test
    void anItemIsAnsweredUntilItsTimeIsOver() {
      tables.treat(Policies.of(aging(Duration.ofNanos(100), Duration.ofNanos(10), 0)));
      items.install(key(1), item(100, 1));
      items.installAbsence(key(2));

      now.set(9);
      assertThat(items.get(key(2))).isNotNull();
      now.set(10);
      assertThat(items.get(key(2))).isNull();
      now.set(99);
      assertThat(items.get(key(1))).isNotNull();
      now.set(100);
      assertThat(items.peek(key(1))).isNull();
      assertThat(items.get(key(1))).isNull();
    }

    @Test
    void anotherTimeHoldsForWhatIsThere() {
      items.install(key(1), item(100, 1));
      items.install(key(2), item(100, 1));
      now.set(50);
      assertThat(items.get(key(1))).isNotNull();

      tables.treat(Policies.of(aging(Duration.ofNanos(50), null, 0)));

      assertThat(items.get(key(1))).isNull();
      tables.treat(Policies.of(aging(Duration.ofNanos(51), null, 0)));
      assertThat(items.get(key(2))).isNotNull();
    }

    @Test
    void jitterSpreadsTheEndsOverItsPart() {
      tables.treat(Policies.of(aging(Duration.ofNanos(1000), null, 0.5)));
      for (int i = 0; i < 1000; i++) {
        items.install(key(i), item(100, i));
      }

      assertThat(leftAfter(500)).isEqualTo(1000);
      assertThat(leftAfter(750)).isBetween(400, 600);
      assertThat(leftAfter(1000)).isZero();
    }

    private int leftAfter(long nanos) {
      now.set(nanos - 1);
      int left = 0;
      for (int i = 0; i < 1000; i++) {
        left += items.get(key(i)) == null ? 0 : 1;
      }
      return left;
    }

    @Test
    void whatNobodyAsksForLeavesByAndBy() {
      tables.treat(Policies.of(aging(Duration.ofNanos(100), null, 0)));
      for (int i = 0; i < 1000; i++) {
        now.set(i % 2);
        items.install(key(i), item(100, i));
      }
      now.set(100);

      assertThat(items.sweep(100)).isFalse();
      assertThat(statistics(items).entries()).isGreaterThan(800).isLessThan(1000);
      int turns = 1;
      for (boolean isThrough = false; !isThrough; turns++) {
        isThrough = items.sweep(100);
      }

      assertThat(turns).isBetween(3, 11);
      assertThat(statistics(items).entries()).isEqualTo(500);
      assertThat(statistics(items).evictions()).isEqualTo(500);
    }
  }

  @Nested
  class Shares {
    private final CachedTables shared =
        new CachedTables(
            new Policies(
                FOR_EVER,
                List.of(new Policies.OfTables(Tables.ORDERS, OwnPolicy.of(withShare(0.25))))));
    private final ItemCache parted = new ItemCache(bounds(BYTES), shared);

    @Test
    void aTableKeepsItsShareWhateverOthersPutIn() {
      shared.of(ORDERS);
      for (int i = 0; i < 100; i++) {
        parted.install(key(i), item(1000, i));
      }

      for (int i = 0; i < 100_000; i++) {
        fill(parted, key(ORDERS.id() + 1, i), item(200, i));
      }

      for (int i = 0; i < 100; i++) {
        assertThat(parted.get(key(i))).isNotNull();
      }
    }

    @Test
    void aTableTakesNoMoreThanItsShare() {
      shared.of(ORDERS);
      for (int i = 0; i < 100_000; i++) {
        fill(parted, key(i), item(200, i));
      }

      assertThat(statistics(parted).bytes()).isLessThanOrEqualTo(BYTES / 4);
      assertThat(statistics(parted).bytes()).isGreaterThan(BYTES / 8);
    }

    @Test
    void sharesOfMoreThanAllAreCutDown() {
      shared.treat(new Policies(withShare(0.9), List.of()));
      for (int i = 0; i < 50_000; i++) {
        fill(parted, key(ORDERS.id() + i % 3, i), item(200, i));
      }

      await().until(() -> statistics(parted).bytes() <= BYTES);
      for (int i = 0; i < 3; i++) {
        int table = ORDERS.id() + i;
        fill(parted, key(table, -1), item(200, 1));
        assertThat(parted.get(key(table, -1))).isNotNull();
      }
    }

    /** True if an item that a write has replaced comes back when policies change to and fro. */
    private boolean comesBack(ItemParts.Making ofParts) {
      var policies = new CachedTables(Policies.of(FOR_EVER));
      var cache = new ItemCache(bounds(BYTES), policies, ofParts);
      boolean comesBack = false;
      for (int number = 0; number < 2; number++) {
        TablePolicy before = number == 0 ? FOR_EVER : withShare(0.5);
        TablePolicy then = number == 0 ? withShare(0.5) : FOR_EVER;
        policies.treat(Policies.of(before));
        cache.install(key(number), item(100, 1));
        policies.treat(Policies.of(then));
        cache.install(key(number), item(100, 2));
        policies.treat(Policies.of(before));
        comesBack |= isSame(found(cache, key(number)), item(100, 1));
      }
      return comesBack;
    }

    @Test
    void whatAWriteHasReplacedStaysAwayHoweverPoliciesChange() {
      assertThat(comesBack(ItemParts::new)).isFalse();
    }

    @Test
    void aWriteThatLooksOnlyWhereThePolicySaysIsFound() {
      assertThat(
              comesBack(
                  (policies, bytes, ofSize) ->
                      new ItemParts(policies, bytes, ofSize) {
                        @Override
                        List<ItemPart> thatMayHold(int table) {
                          ItemPart now = of(table, policies.of(table).policy());
                          return now == null ? List.of() : List.of(now);
                        }
                      }))
          .isTrue();
    }

    @Test
    void aTableWithoutShareAnyMoreGivesItsRoomBack() {
      shared.of(ORDERS);
      fill(parted, key(1), item(200, 1));
      shared.treat(Policies.of(FOR_EVER));

      parted.treat();

      await().until(() -> statistics(parted).entries() == 0);
      for (int i = 0; i < 20_000; i++) {
        fill(parted, key(i), item(1000, i));
      }
      assertThat(statistics(parted).bytes()).isGreaterThan(BYTES * 3 / 4);
      assertThat(parted.held(ORDERS).entries()).isEqualTo(statistics(parted).entries());
    }
  }
}
