package io.larder.cache;

import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.scan;
import static io.larder.cache.Tables.stateOf;
import static io.larder.cache.Tables.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.policy.Consistency;
import io.larder.protocol.operation.ItemPage;
import io.larder.store.ForwardingTableStore;
import io.larder.store.Table;
import io.larder.store.TableStore;
import io.larder.store.WriteObserver;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read after an invalidation, where somebody has written around the caches. */
final class InvalidationTest {
  private final TableStore behind = LmdbTableStore.open(LmdbOptions.inMemory());
  private final InterceptedStore between = new InterceptedStore(new Unannounced(behind));
  private CachingTableStore store = caches(Consistency.COHERENT);

  private CachingTableStore caches(Consistency consistency) {
    return CachingTableStore.over(
        between,
        new CacheOptions(1 << 20, Duration.ZERO, 1 << 20, Duration.ofHours(1), true)
            .withConsistency(consistency));
  }

  InvalidationTest() {
    behind.change(Tables.create()).join();
    behind.write(put(order("ann", 1, "old"))).join();
    behind.write(put(order("bob", 1, "old"))).join();
  }

  @AfterEach
  void close() {
    behind.close();
  }

  /** Tells nobody of its writes. */
  private static final class Unannounced extends ForwardingTableStore {
    Unannounced(TableStore store) {
      super(store);
    }

    @Override
    public void observe(WriteObserver observer) {}
  }

  /** What is taken out. */
  private enum Extent {
    ITEM,
    PARTITION,
    TABLE,
    EVERYTHING
  }

  private Table orders() {
    return Objects.requireNonNull(store.known(Tables.ORDERS));
  }

  private long invalidate(Extent extent) {
    return switch (extent) {
      case ITEM -> store.invalidate(orders(), orders().primaryKey(key("ann", 1)));
      case PARTITION -> store.invalidatePartition(orders(), text("ann"));
      case TABLE -> store.invalidate(orders());
      case EVERYTHING -> store.invalidateAll();
    };
  }

  private void writeAround() {
    behind.write(put(order("ann", 1, "new"))).join();
  }

  private @Nullable String item() {
    return stateOf(store.read(get(key("ann", 1))).item());
  }

  private static List<@Nullable String> states(ItemPage page) {
    return Objects.requireNonNull(page.items()).stream().map(Tables::stateOf).toList();
  }

  @ParameterizedTest
  @EnumSource(Extent.class)
  void whateverMayShowTheItemIsReadAnew(Extent extent) {
    // Given
    item();
    store.read(ordersOf("ann"));
    store.read(ordersInState("old"));
    store.read(ordersInState("new"));
    store.read(scan());
    writeAround();
    assertThat(item()).isEqualTo("old");

    // When
    long dropped = invalidate(extent);

    // Then
    assertThat(dropped).isPositive();
    assertThat(item()).isEqualTo("new");
    assertThat(states(store.read(ordersOf("ann")).page())).containsExactly("new");
    assertThat(states(store.read(ordersInState("old")).page())).containsExactly("old");
    assertThat(states(store.read(ordersInState("new")).page())).containsExactly("new");
    assertThat(states(store.read(scan()).page())).containsExactlyInAnyOrder("new", "old");
  }

  @ParameterizedTest
  @EnumSource(Extent.class)
  void pagesThatOnlyAgeAreReadAnewToo(Extent extent) {
    // Given
    store = caches(Consistency.DAX);
    store.read(ordersOf("ann"));
    item();
    writeAround();

    // When
    invalidate(extent);

    // Then
    assertThat(states(store.read(ordersOf("ann")).page())).containsExactly("new");
    assertThat(item()).isEqualTo("new");
  }

  /** What a read finds after another one was overtaken by an invalidation. */
  private @Nullable String itemAfterOvertakenRead(Consumer<CachingTableStore> invalidation) {
    between.afterNextRead(
        () -> {
          writeAround();
          invalidation.accept(store);
        });
    item();
    return item();
  }

  @ParameterizedTest
  @EnumSource(Extent.class)
  void aReadThatBeganBeforeDoesNotBringItsItemBack(Extent extent) {
    assertThat(itemAfterOvertakenRead(_ -> invalidate(extent))).isEqualTo("new");
  }

  @Test
  void anInvalidationThatOnlyDropsIsCaught() {
    assertThat(itemAfterOvertakenRead(CachingTableStore::clear)).isEqualTo("old");
  }

  @ParameterizedTest
  @EnumSource(Extent.class)
  void aReadThatBeganBeforeDoesNotBringItsPageOfAnIndexBack(Extent extent) {
    // Given
    between.afterNextRead(
        () -> {
          writeAround();
          invalidate(extent);
        });
    store.read(ordersInState("new"));

    // Then
    assertThat(states(store.read(ordersInState("new")).page())).containsExactly("new");
  }

  @Test
  void otherItemsStayWhereTheyAre() {
    // Given
    store.read(get(key("bob", 1)));

    // When
    invalidate(Extent.ITEM);
    invalidate(Extent.PARTITION);

    // Then
    assertThat(Tables.hit(store.look(get(key("bob", 1))))).isNotNull();
  }

  @Test
  void aLookDoesNotTouchWhatItFinds() {
    // Given
    item();
    long hits = store.statistics().items().hits();

    // When
    var known = store.peek(orders().primaryKey(key("ann", 1)));

    // Then
    assertThat(known).isNotNull();
    assertThat(store.peek(orders().primaryKey(key("ann", 7)))).isNull();
    assertThat(store.statistics().items().hits()).isEqualTo(hits);
  }
}
