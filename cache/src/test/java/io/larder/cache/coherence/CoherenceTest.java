package io.larder.cache.coherence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Tables;
import io.larder.cache.entries.CacheBounds;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.entries.RecentWrites;
import io.larder.cache.entries.RecentWritesTest;
import io.larder.cache.entries.SortInterval;
import io.larder.cache.policy.Consistency;
import io.larder.cache.versions.QuietTime;
import io.larder.cache.versions.StripedVersions;
import io.larder.protocol.item.Item;
import io.larder.store.ItemChange;
import io.larder.store.PrimaryKey;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of cached items when writes overlap. */
final class CoherenceTest {
  private static final Table TABLE = orders();
  private static final Duration QUIET_TIME = Duration.ofNanos(10);

  private final List<Runnable> later = new ArrayList<>();
  private long now;
  private final ItemCache items =
      new ItemCache(new CacheBounds(1 << 20, Duration.ZERO, () -> 0L), Tables.cached());
  private final RecentWrites recentWrites = RecentWrites.of(0);
  private Coherence coherence = coherence(StoreGuarantees.consistent(true, QUIET_TIME));

  private Coherence coherence(StoreGuarantees guarantees) {
    return coherence(guarantees, Consistency.COHERENT);
  }

  private Coherence coherence(StoreGuarantees guarantees, Consistency consistency) {
    var made =
        new Coherence(
            Tables.cached(),
            items,
            recentWrites,
            guarantees,
            consistency,
            () -> now,
            versions ->
                new QuietTime(
                    versions,
                    QUIET_TIME,
                    () -> now,
                    (_, task, _, _) -> {
                      later.add(task);
                      return new CompletableFuture<>();
                    },
                    Runnable::run));
    // It has been there for long.
    now = -1_000;
    made.versionToFill(TABLE, key(1));
    now = 0;
    return made;
  }

  private static Table orders() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(Tables.create()).join();
      return store.known(Tables.ORDERS);
    }
  }

  private static ItemChange change(int number, String state) {
    PrimaryKey key = key(number);
    return new ItemChange(key, Item.of(Tables.order("ann", number, state)), key.collection());
  }

  private static PrimaryKey key(int number) {
    return TABLE.primaryKey(Tables.key("ann", number));
  }

  private WriteScope begin(ItemChange... changes) {
    return coherence.begin(List.of(changes)).toCompletableFuture().join();
  }

  private void write(int number, String state) {
    ItemChange change = change(number, state);
    begin(change).committed(List.of(change));
  }

  private @Nullable String cached(int number) {
    ItemCache.Entry entry = items.get(key(number));
    return entry == null ? null : Tables.stateOf(Objects.requireNonNull(entry.item()));
  }

  private boolean isStable() {
    return coherence.collections().versions().current(key(1).collection())
            != StripedVersions.IN_FLUX
        && coherence.tables().versions().current(Coherence.tableHash(TABLE.coherenceId()))
            != StripedVersions.IN_FLUX;
  }

  private boolean mayFill() {
    long table = Coherence.tableHash(TABLE.coherenceId());
    return coherence.versionToFill(TABLE, key(1)) != StripedVersions.IN_FLUX
        && coherence.tables().versionToFill(table) != StripedVersions.IN_FLUX;
  }

  @Test
  void aWriteThatIsAloneLeavesItsImage() {
    write(1, "paid");

    assertThat(cached(1)).isEqualTo("paid");
    assertThat(isStable()).isTrue();
  }

  private boolean sparesAPageOf(int number, long since) {
    StripedVersions versions = coherence.collections().versions();
    long collection = key(number).collection();
    SortInterval interval = RecentWritesTest.interval("#n = :a", number);
    long now = versions.current(collection);
    return recentWrites.spared(versions.stripe(collection), collection, interval, since, now);
  }

  private long versionOfAPage() {
    StripedVersions versions = coherence.collections().versions();
    recentWrites.watch(versions.stripe(key(1).collection()));
    return versions.current(key(1).collection());
  }

  @Test
  void aWriteThatIsAloneSparesPagesOfOtherItems() {
    long before = versionOfAPage();

    write(1, "paid");
    begin(change(1, "sent"), change(2, "sent")).aborted();

    assertThat(sparesAPageOf(1, before)).isFalse();
    assertThat(sparesAPageOf(2, before)).isTrue();
  }

  @Test
  void writesThatOverlapSpareNoPage() {
    long before = versionOfAPage();
    WriteScope first = begin(change(1, "paid"));
    WriteScope second = begin(change(1, "sent"));

    first.committed(List.of(change(1, "paid")));
    second.committed(List.of(change(1, "sent")));

    assertThat(sparesAPageOf(2, before)).isFalse();
  }

  @Test
  void aWriteThatWasGivenUpWhileAnotherWasThereSparesNoPage() {
    long before = versionOfAPage();
    WriteScope first = begin(change(1, "paid"));
    WriteScope second = begin(change(2, "sent"));

    second.committed(List.of(change(2, "sent")));
    first.aborted();

    assertThat(sparesAPageOf(3, before)).isFalse();
  }

  @Test
  void aWriteOfUnknownEndSparesNoPage() {
    long before = versionOfAPage();

    begin(change(1, "paid")).unknown();
    now = QUIET_TIME.toNanos();
    later.forEach(Runnable::run);

    assertThat(isStable()).isTrue();
    assertThat(sparesAPageOf(2, before)).isFalse();
  }

  @Test
  void whereOthersWriteUnannouncedAWriteThatWasGivenUpSparesNoPage() {
    coherence = coherence(StoreGuarantees.consistent(false, QUIET_TIME));
    long before = versionOfAPage();

    begin(change(1, "paid")).aborted();

    assertThat(sparesAPageOf(2, before)).isFalse();
  }

  @Test
  void ofWritesThatOverlapNoneLeavesAnImage() {
    write(1, "new");
    write(2, "new");
    ItemChange paid = change(1, "paid");
    ItemChange sent = change(1, "sent");
    ItemChange other = change(2, "paid");

    WriteScope first = begin(paid);
    WriteScope second = begin(sent, other);
    second.committed(List.of(sent, other));
    first.committed(List.of(paid));

    assertThat(cached(1)).isNull();
    assertThat(cached(2)).isNull();
    assertThat(isStable()).isTrue();
  }

  @Test
  void oneThatOverlapsWithAGivenUpWriteLeavesNoImage() {
    write(1, "new");
    ItemChange paid = change(1, "paid");

    WriteScope first = begin(paid);
    begin(change(2, "paid")).aborted();
    first.committed(List.of(paid));

    assertThat(cached(1)).isNull();
  }

  @Test
  void aWriteThatIsGivenUpLeavesWhatWasThere() {
    write(1, "new");

    begin(change(1, "paid")).aborted();

    assertThat(cached(1)).isEqualTo("new");
    assertThat(isStable()).isTrue();
  }

  @Test
  void whatWasTouchedAndHasNoKnownImageIsTakenOut() {
    write(1, "new");
    write(2, "new");
    ItemChange paid = change(1, "paid");

    begin(paid, change(2, "paid")).committed(List.of(paid));

    assertThat(cached(1)).isEqualTo("paid");
    assertThat(cached(2)).isNull();
  }

  @Test
  void aWriteOfUnknownEndTakesOutWhatItTouchedAndStaysInFluxForAWhile() {
    write(1, "new");

    begin(change(1, "paid")).unknown();

    assertThat(cached(1)).isNull();
    assertThat(isStable()).isFalse();
    now = 10;
    later.forEach(Runnable::run);
    assertThat(isStable()).isTrue();
  }

  @Test
  void whereOthersWriteAGivenUpWriteTakesOutWhatItMayHaveMet() {
    coherence = coherence(StoreGuarantees.consistent(false, QUIET_TIME));
    write(1, "new");
    write(2, "new");

    begin(change(1, "paid")).aborted();

    assertThat(cached(1)).isNull();
    assertThat(cached(2)).isEqualTo("new");
  }

  @Test
  void asWithDaxAGivenUpWriteLeavesWhatWasThere() {
    coherence = coherence(StoreGuarantees.consistent(false, QUIET_TIME), Consistency.DAX);
    write(1, "new");

    begin(change(1, "paid")).aborted();

    assertThat(cached(1)).isEqualTo("new");
  }

  @Test
  void afterAWriteOfUnknownEndReadsLagBehindTheLastMomentAtWhichItMayCome() {
    Duration lag = Duration.ofNanos(5);
    coherence = coherence(new StoreGuarantees(true, QUIET_TIME, lag, lag, true));

    begin(change(1, "paid")).unknown();
    now = 10;
    later.forEach(Runnable::run);

    assertThat(isStable()).isTrue();
    now = 14;
    assertThat(mayFill()).isFalse();
    now = 15;
    assertThat(mayFill()).isTrue();
  }

  @Test
  void nothingLagsBehindAGivenUpWrite() {
    coherence = coherence(new StoreGuarantees(true, QUIET_TIME, QUIET_TIME, QUIET_TIME, true));

    begin(change(1, "paid")).aborted();

    assertThat(mayFill()).isTrue();
  }

  @Test
  void aShorterLagDoesNotEndALongerOne() {
    coherence = coherence(new StoreGuarantees(true, QUIET_TIME, QUIET_TIME, QUIET_TIME, true));
    begin(change(1, "paid")).unknown();

    now = 5;
    write(1, "sent");

    now = 10;
    later.forEach(Runnable::run);
    now = 19;
    assertThat(mayFill()).isFalse();
    now = 20;
    assertThat(mayFill()).isTrue();
  }

  @Test
  void aWriteKnowsWhetherItsImageWouldStay() {
    write(1, "new");

    WriteScope alone = begin(change(1, "paid"));
    WriteScope notAlone = begin(change(1, "sent"));
    WriteScope ofAnother = begin(change(2, "paid"));

    assertThat(alone.keeps(key(1))).isTrue();
    assertThat(notAlone.keeps(key(1))).isFalse();
    assertThat(ofAnother.keeps(key(2))).isFalse();
  }

  @Test
  void aWriteHasOneEnd() {
    WriteScope scope = begin(change(1, "paid"));
    scope.aborted();

    assertThatThrownBy(scope::aborted).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> scope.committed(List.of())).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(scope::unknown).isInstanceOf(IllegalStateException.class);

    assertThat(isStable()).isTrue();
  }

  @Test
  void aWriteThatFindsNoRoomOnItsStripeDoesNotBegin() {
    int stripe = coherence.collections().versions().stripe(key(1).collection());
    for (int i = 0; i < StripedVersions.MAX_IN_FLUX; i++) {
      coherence.collections().versions().enter(stripe);
    }

    assertThatThrownBy(() -> begin(change(1, "paid"))).isInstanceOf(IllegalStateException.class);

    assertThat(coherence.tables().versions().current(Coherence.tableHash(TABLE.coherenceId())))
        .isNotEqualTo(StripedVersions.IN_FLUX);
  }
}
