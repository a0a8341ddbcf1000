package io.larder.cache;

import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caches whose entries are to live for another time than at first. */
final class ChangedTimesTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final GetItemRequest ITEM = get(key("ann", 1));
  private static final QueryRequest PAGE = ordersOf("ann");

  private final AtomicLong nanos = new AtomicLong();
  private final CachingTableStore store = over(LONG, LONG);

  private CachingTableStore over(Duration itemTtl, Duration queryTtl) {
    return CachingTableStore.over(
        LmdbTableStore.open(LmdbOptions.inMemory()),
        new CacheOptions(1 << 20, itemTtl, 1 << 20, queryTtl, true, nanos::get));
  }

  @BeforeEach
  void fill() {
    fill(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static void fill(CachingTableStore store) {
    store.change(Tables.create()).join();
    store.write(put(order("ann", 1, "new"))).join();
    store.read(PAGE);
    assertThat(hit(store.look(ITEM))).isNotNull();
    assertThat(hit(store.look(PAGE))).isNotNull();
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void whatIsThereLeavesAtTheNewTime() {
    store.expireAfter(SHORT, LONG);
    after(SHORT);

    assertThat(hit(store.look(ITEM))).isNull();
    assertThat(hit(store.look(PAGE))).isNotNull();
  }

  @Test
  void pagesHaveATimeOfTheirOwn() {
    store.expireAfter(LONG, SHORT);
    after(SHORT);

    assertThat(hit(store.look(ITEM))).isNotNull();
    assertThat(hit(store.look(PAGE))).isNull();
  }

  @Test
  void itemsOfNoTimeStayAndPagesOfNoTimeAreNotKept() {
    store.expireAfter(Duration.ZERO, Duration.ZERO);
    store.read(PAGE);
    assertThat(hit(store.look(PAGE))).isNull();
    after(Duration.ofDays(365));

    assertThat(hit(store.look(ITEM))).isNotNull();
    assertThat(hit(store.look(PAGE))).isNull();
  }

  @Test
  void aTimeCanBeGivenToWhatHadNone() {
    try (CachingTableStore other = over(Duration.ZERO, Duration.ZERO)) {
      other.change(Tables.create()).join();
      other.write(put(order("ann", 1, "new"))).join();
      other.read(PAGE);
      assertThat(hit(other.look(PAGE))).isNull();

      other.expireAfter(SHORT, SHORT);

      other.read(PAGE);
      assertThat(hit(other.look(PAGE))).isNotNull();
      after(SHORT);
      assertThat(hit(other.look(ITEM))).isNull();
      assertThat(hit(other.look(PAGE))).isNull();
    }
  }

  @Test
  void atTheirOldTimeEntriesAreThereIfTheNewOneIsLonger() {
    store.expireAfter(LONG.multipliedBy(2), LONG.multipliedBy(2));
    after(LONG);

    assertThat(hit(store.look(ITEM))).isNotNull();
    assertThat(hit(store.look(PAGE))).isNotNull();
  }

  @Test
  void clearedCachesHoldNothingAndFillAgain() {
    store.clear();

    await().until(() -> hit(store.look(ITEM)) == null && hit(store.look(PAGE)) == null);
    store.read(ITEM);
    assertThat(hit(store.look(ITEM))).isNotNull();
  }
}
