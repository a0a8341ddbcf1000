package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.batch;
import static io.larder.cache.Tables.delete;
import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.scan;
import static io.larder.cache.Tables.stateOf;
import static io.larder.cache.Tables.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.policy.Consistency;
import io.larder.cache.policy.Kept;
import io.larder.cache.policy.OwnPolicy;
import io.larder.cache.policy.Policies;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that are treated as their policy says, which changes while they are read. */
final class PoliciesTest {
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final GetItemRequest ITEM = get(key("ann", 1));
  private static final GetItemRequest ABSENT = get(key("ann", 9));
  private static final QueryRequest PAGE = ordersOf("ann");
  private static final QueryRequest EMPTY_PAGE = ordersOf("nobody");
  private static final QueryRequest INDEX_PAGE = ordersInState("new");

  private final AtomicLong nanos = new AtomicLong();
  private CachingTableStore store = over(Consistency.COHERENT);

  private CachingTableStore over(Consistency consistency) {
    return CachingTableStore.over(
        LmdbTableStore.open(LmdbOptions.inMemory()),
        new CacheOptions(1 << 20, USUAL, 1 << 20, USUAL, true, nanos::get)
            .withConsistency(consistency));
  }

  @BeforeEach
  void fill() {
    store.change(Tables.create()).join();
    store.write(put(order("ann", 1, "new"))).join();
    read();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void read() {
    for (Request.Cacheable<?> each : List.of(ITEM, ABSENT, PAGE, EMPTY_PAGE, INDEX_PAGE, scan())) {
      store.read(each);
    }
  }

  private boolean isKept(Request.Cacheable<?> request) {
    return hit(store.look(request)) != null;
  }

  private void treat(OwnPolicy own) {
    treat(ORDERS, own);
  }

  private void treat(String pattern, OwnPolicy own) {
    store.treat(store.policies().with(List.of(new Policies.OfTables(pattern, own))));
  }

  private static OwnPolicy times(Duration query, Duration negative) {
    return new OwnPolicy(null, query, negative, null, null, null, null, null, null, null);
  }

  private static OwnPolicy jitter(double jitter) {
    return new OwnPolicy(null, null, null, jitter, null, null, null, null, null, null);
  }

  private static OwnPolicy kept(Set<Kept> kept) {
    return new OwnPolicy(null, null, null, null, null, kept, null, null, null, null);
  }

  private static OwnPolicy bypass(boolean bypass) {
    return new OwnPolicy(null, null, null, null, null, null, bypass, null, null, null);
  }

  private static OwnPolicy writeAround() {
    return new OwnPolicy(null, null, null, null, null, null, null, true, null, null);
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void pagesLiveAsLongAsTheirTablesPolicySays() {
    treat(times(SHORT, null));
    read();
    assertThat(isKept(PAGE)).isTrue();

    after(SHORT);

    assertThat(isKept(PAGE)).isFalse();
    assertThat(isKept(INDEX_PAGE)).isFalse();
    assertThat(isKept(scan())).isFalse();
    assertThat(isKept(ITEM)).isTrue();
  }

  @Test
  void aLongerTimeThanIsUsualHoldsToo() {
    treat(times(USUAL.multipliedBy(3), null));
    read();

    after(USUAL.multipliedBy(2));

    assertThat(isKept(PAGE)).isTrue();
  }

  @Test
  void pagesWithoutItemsHaveATimeOfTheirOwn() {
    treat(times(USUAL, SHORT));
    read();

    after(SHORT);

    assertThat(isKept(EMPTY_PAGE)).isFalse();
    assertThat(isKept(PAGE)).isTrue();
  }

  @Test
  void noPagesAreKeptForNoTime() {
    treat(times(Duration.ZERO, null));
    read();

    assertThat(isKept(PAGE)).isFalse();
    assertThat(isKept(ITEM)).isTrue();
  }

  @Test
  void jitterLetsPagesLeaveOneAfterTheOther() {
    treat(jitter(0.5));
    for (int i = 0; i < 100; i++) {
      store.write(put(order("customer" + i, 1, "old"))).join();
    }
    // Not before all are written: collections may share their versions.
    for (int i = 0; i < 100; i++) {
      store.read(ordersOf("customer" + i));
    }

    assertThat(keptPages()).isEqualTo(100);
    after(USUAL.dividedBy(2).minusNanos(1));
    assertThat(keptPages()).isEqualTo(100);
    after(USUAL.dividedBy(4));
    assertThat(keptPages()).isBetween(25, 75);
    after(USUAL.dividedBy(4).plusNanos(2));
    assertThat(keptPages()).isZero();
  }

  private int keptPages() {
    int kept = 0;
    for (int i = 0; i < 100; i++) {
      kept += isKept(ordersOf("customer" + i)) ? 1 : 0;
    }
    return kept;
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void whatIsNotToBeKeptIsNotWhatIsThereAlreadyIncluded(Kept what) {
    treat(kept(EnumSet.complementOf(EnumSet.of(what))));

    assertKeptBut(what);
    read();
    assertKeptBut(what);
  }

  private void assertKeptBut(Kept what) {
    assertThat(isKept(ITEM)).isEqualTo(what != Kept.ITEMS);
    assertThat(isKept(batch(List.of(key("ann", 1))))).isEqualTo(what != Kept.ITEMS);
    assertThat(isKept(transaction(List.of(key("ann", 1))))).isEqualTo(what != Kept.ITEMS);
    assertThat(isKept(PAGE)).isEqualTo(what != Kept.QUERIES);
    assertThat(isKept(INDEX_PAGE)).isEqualTo(what != Kept.INDEXES);
    assertThat(isKept(scan())).isEqualTo(what != Kept.SCANS);
    assertThat(isKept(EMPTY_PAGE)).isEqualTo(what != Kept.ABSENT && what != Kept.QUERIES);
  }

  @Test
  void aWriteIsNotKeptIfItsTableKeepsNoItems() {
    treat(kept(EnumSet.complementOf(EnumSet.of(Kept.ITEMS))));
    store.write(put(order("ann", 1, "paid"))).join();

    assertThat(stateOf(store.read(ITEM).item())).isEqualTo("paid");
    assertThat(isKept(ITEM)).isFalse();
  }

  @Test
  void nothingIsAnsweredFromMemoryWhereItIsBypassed() {
    treat(bypass(true));

    for (int i = 0; i < 2; i++) {
      read();
      assertThat(isKept(ITEM)).isFalse();
      assertThat(isKept(ABSENT)).isFalse();
      assertThat(isKept(batch(List.of(key("ann", 1))))).isFalse();
      assertThat(isKept(transaction(List.of(key("ann", 1))))).isFalse();
      assertThat(isKept(PAGE)).isFalse();
      assertThat(isKept(INDEX_PAGE)).isFalse();
      assertThat(isKept(scan())).isFalse();
    }
    assertThat(store.read(PAGE).page().count()).isEqualTo(1);
  }

  @Test
  void whatIsBypassedLeavesTheCaches() {
    treat(bypass(true));

    await()
        .until(
            () -> store.statistics().items().entries() + store.statistics().pages().entries() == 0);
  }

  @Test
  void whatWasThereBeforeABypassIsNotAnsweredAfterWritesDuringIt() {
    treat(bypass(true));
    store.write(put(order("ann", 1, "paid"))).join();
    store.write(delete(key("ann", 2))).join();
    treat(bypass(false));

    assertThat(stateOf(store.read(ITEM).item())).isEqualTo("paid");
    assertThat(store.read(INDEX_PAGE).page().count()).isZero();
    assertThat(store.read(scan()).page().items()).hasSize(1);
    read();
    assertThat(isKept(ITEM)).isTrue();
    assertThat(isKept(PAGE)).isTrue();
  }

  @Test
  void pagesThatOnlyAgeDoNotComeBackAfterABypass() {
    store.close();
    store = over(Consistency.DAX);
    fill();
    treat(bypass(true));
    store.write(put(order("ann", 1, "paid"))).join();
    assertThat(store.read(INDEX_PAGE).page().count()).isZero();
    treat(bypass(false));

    assertThat(store.read(INDEX_PAGE).page().count()).isZero();
    store.write(put(order("ann", 1, "new"))).join();
    assertThat(store.read(INDEX_PAGE).page().count()).isZero();
  }

  @Test
  void aWriteAroundTakesItsItemOutOfTheCache() {
    treat(writeAround());
    assertThat(isKept(ITEM)).isTrue();
    store.write(put(order("ann", 1, "paid"))).join();

    assertThat(isKept(ITEM)).isFalse();
    assertThat(stateOf(store.read(ITEM).item())).isEqualTo("paid");
    assertThat(isKept(ITEM)).isTrue();
    assertThat(isKept(PAGE)).isFalse();
  }

  @Test
  void aDeletionAroundTheCacheLeavesNothingThereEither() {
    treat(writeAround());
    store.write(delete(key("ann", 1))).join();

    assertThat(isKept(ITEM)).isFalse();
    assertThat(store.read(ITEM).item()).isNull();
  }

  @Test
  void theFirstPatternThatMatchesHoldsForATable() {
    store.treat(
        store
            .policies()
            .with(
                List.of(
                    new Policies.OfTables("Ord?r", bypass(true)),
                    new Policies.OfTables("O*s", bypass(false)),
                    new Policies.OfTables("*", bypass(true)))));

    assertThat(isKept(ITEM)).isTrue();
  }

  @Test
  void otherTablesAreTreatedAsUsual() {
    treat("Orders?", bypass(true));

    assertThat(isKept(ITEM)).isTrue();
    assertThat(isKept(PAGE)).isTrue();
  }

  @Test
  void otherUsualTimesLeaveATableAloneThatHasItsOwn() {
    treat(times(USUAL, null));
    store.expireAfter(SHORT, SHORT);
    after(SHORT);

    assertThat(isKept(PAGE)).isTrue();
    assertThat(isKept(ITEM)).isFalse();
  }

  @Test
  void aWriteToATableThatNobodyHasReadIsTreatedByItsPolicy() {
    store.close();
    store = over(Consistency.COHERENT);
    treat(writeAround());
    store.change(Tables.create()).join();
    store.write(put(order("ann", 1, "new"))).join();

    assertThat(isKept(ITEM)).isFalse();
  }
}
