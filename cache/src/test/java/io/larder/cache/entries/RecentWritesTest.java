package io.larder.cache.entries;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Tables;
import io.larder.cache.versions.StripedVersions;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.store.PagePlan;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which writes leave a page of a part of a collection as it is. */
public final class RecentWritesTest {
  private static final int STRIPE = 7;
  private static final long ONE = StripedVersions.ONE_VERSION;
  private static final Table TABLE = orders();
  private static final long ANN = key(1).collection();

  private final RecentWrites writes = RecentWrites.of(0);
  private final SortInterval fromTenToTwenty = interval("#n BETWEEN :a AND :b", 10, 20);

  private static Table orders() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(Tables.create()).join();
      return store.known(Tables.ORDERS);
    }
  }

  private static PrimaryKey key(int number) {
    return TABLE.primaryKey(Tables.key("ann", number));
  }

  /** Of a page of Ann's orders. */
  public static SortInterval interval(String condition, int... bounds) {
    return Objects.requireNonNull(interval(condition, true, null, null, null, 0, bounds));
  }

  /** Of a page of that many items. */
  private static @Nullable SortInterval interval(
      String condition,
      boolean forward,
      @Nullable Integer limit,
      @Nullable Integer start,
      @Nullable Integer last,
      int scanned,
      int... bounds) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":v", Tables.text("ann"));
    for (int at = 0; at < bounds.length; at++) {
      values.put(":" + (char) ('a' + at), Tables.number(bounds[at]));
    }
    var request =
        new QueryRequest(
            Tables.ORDERS,
            new ExpressionAttributes(condition.isEmpty() ? null : Map.of("#n", "number"), values)
                .keyCondition("customer = :v" + (condition.isEmpty() ? "" : " AND " + condition)),
            forward,
            new PageRequest(
                null,
                null,
                null,
                null,
                limit,
                start == null ? null : Tables.key("ann", start),
                false),
            ReturnConsumedCapacity.NONE);
    var page =
        new ItemPage(
            List.of(),
            scanned,
            scanned,
            last == null ? null : Tables.key("ann", last),
            new PageCost(0, 0));
    return SortInterval.of((PagePlan.OfQuery) PagePlan.of(request, TABLE), page);
  }

  /** The numbers from 0 to 30 that are in it, from the first to the last. */
  private static String numbers(@Nullable SortInterval interval) {
    if (interval == null) {
      return "all";
    }
    var in = new TreeSet<Integer>();
    for (int number = 0; number <= 30; number++) {
      if (interval.contains(key(number))) {
        in.add(number);
      }
    }
    assertThat(in).isNotEmpty().hasSize(in.last() - in.first() + 1);
    return in.first() + " to " + in.last();
  }

  private boolean spared(SortInterval interval, long since, long now) {
    return writes.spared(STRIPE, ANN, interval, since, now);
  }

  // Intervals

  @Test
  void aPageDependsOnWhatItsConditionNames() {
    assertThat(numbers(interval("#n = :a", 10))).isEqualTo("10 to 10");
    assertThat(numbers(interval("#n < :a", 10))).isEqualTo("0 to 9");
    assertThat(numbers(interval("#n <= :a", 10))).isEqualTo("0 to 10");
    assertThat(numbers(interval("#n > :a", 10))).isEqualTo("11 to 30");
    assertThat(numbers(interval("#n >= :a", 10))).isEqualTo("10 to 30");
    assertThat(numbers(fromTenToTwenty)).isEqualTo("10 to 20");
  }

  @Test
  void aPageOfAWholeCollectionDependsOnAll() {
    assertThat(numbers(interval("", true, null, null, null, 31))).isEqualTo("all");
  }

  @Test
  void aPageThatItsLimitEndedDependsOnNothingBeyond() {
    assertThat(numbers(interval("", true, 3, null, 12, 3))).isEqualTo("0 to 12");
    assertThat(numbers(interval("", false, 3, null, 12, 3))).isEqualTo("12 to 30");
    assertThat(numbers(interval("", true, 3, 5, 12, 3))).isEqualTo("6 to 12");
    assertThat(numbers(interval("", false, 3, 25, 12, 3))).isEqualTo("12 to 24");
  }

  @Test
  void aPageThatItsSizeEndedDependsOnWhatFollows() {
    assertThat(numbers(interval("#n < :a", true, null, null, 12, 9, 20))).isEqualTo("0 to 19");
    assertThat(numbers(interval("#n < :a", true, 100, null, 12, 9, 20))).isEqualTo("0 to 19");
  }

  @Test
  void aPageThatBroughtFewerThanItsLimitDependsOnAllThatCouldFollow() {
    assertThat(numbers(interval("#n > :a", true, 100, 15, null, 3, 10))).isEqualTo("16 to 30");
  }

  // Writes

  @Test
  void aWriteOutsideLeavesAPageAsItIs() {
    writes.watch(STRIPE);
    writes.add(STRIPE, ONE, List.of(key(9)));
    writes.add(STRIPE, 2 * ONE, List.of(key(21), key(30)));
    writes.add(STRIPE, 3 * ONE, List.of());

    assertThat(spared(fromTenToTwenty, 0, 3 * ONE)).isTrue();
    assertThat(spared(fromTenToTwenty, ONE, 2 * ONE)).isTrue();
  }

  @Test
  void aWriteInsideDoesNot() {
    writes.watch(STRIPE);
    writes.add(STRIPE, ONE, List.of(key(9), key(10)));
    writes.add(STRIPE, 2 * ONE, List.of(key(9)));

    assertThat(spared(fromTenToTwenty, 0, 2 * ONE)).isFalse();
    assertThat(spared(fromTenToTwenty, ONE, 2 * ONE)).isTrue();
  }

  @Test
  void aWriteOfAnotherCollectionOfTheStripeLeavesAPageAsItIs() {
    writes.watch(STRIPE);
    writes.add(STRIPE, ONE, List.of(TABLE.primaryKey(Tables.key("bob", 15))));

    assertThat(spared(fromTenToTwenty, 0, ONE)).isTrue();
  }

  @Test
  void aVersionOfWhichNothingIsKnownMayHaveChangedAnything() {
    writes.watch(STRIPE);
    writes.add(STRIPE, ONE, List.of(key(1)));
    writes.add(STRIPE, 3 * ONE, List.of(key(1)));

    assertThat(spared(fromTenToTwenty, 0, 3 * ONE)).isFalse();
    assertThat(spared(fromTenToTwenty, 2 * ONE, 3 * ONE)).isTrue();
  }

  @Test
  void onlySoManyVersionsAreKnown() {
    writes.watch(STRIPE);
    for (int version = 1; version <= 100; version++) {
      writes.add(STRIPE, version * ONE, List.of(key(1)));
    }

    assertThat(spared(fromTenToTwenty, 84 * ONE, 100 * ONE)).isTrue();
    assertThat(spared(fromTenToTwenty, 83 * ONE, 100 * ONE)).isFalse();
    assertThat(spared(fromTenToTwenty, 100 * ONE, 84 * ONE)).isFalse();
  }

  @Test
  void aWriteOfManyItemsOrOfLongKeysIsNotKept() {
    writes.watch(STRIPE);
    writes.add(STRIPE, ONE, List.of(key(1), key(2), key(3), key(4), key(5)));
    PrimaryKey longKey = TABLE.primaryKey(Tables.key("x".repeat(600), 1));
    writes.add(STRIPE, 2 * ONE, List.of(longKey));

    assertThat(spared(fromTenToTwenty, 0, ONE)).isFalse();
    assertThat(spared(fromTenToTwenty, ONE, 2 * ONE)).isFalse();
  }

  @Test
  void stripesThatShareAPlaceTakeItFromEachOther() {
    int other = STRIPE + (1 << 16);
    writes.watch(STRIPE);
    writes.add(STRIPE, ONE, List.of(key(1)));
    writes.watch(other);
    writes.add(STRIPE, 2 * ONE, List.of(key(1)));

    assertThat(writes.isWatched(other)).isTrue();
    assertThat(writes.isWatched(STRIPE)).isFalse();
    assertThat(spared(fromTenToTwenty, 0, ONE)).isFalse();
    assertThat(writes.spared(other, ANN, fromTenToTwenty, 0, ONE)).isFalse();
  }

  @Test
  void whatIsNotWatchedIsNotKept() {
    writes.add(STRIPE, ONE, List.of(key(1)));
    writes.watch(STRIPE);

    assertThat(spared(fromTenToTwenty, 0, ONE)).isFalse();
  }
}
