package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.consistent;
import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.getConsistently;
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

import io.larder.cache.policy.Consistency;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.store.ForwardingTableStore;
import io.larder.store.ItemChange;
import io.larder.store.ItemCollection;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.StoreGuarantees;
import io.larder.store.TableStore;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Caches over stores that promise less than the bundled one. */
final class GuaranteesTest {
  private static final Duration LAG = Duration.ofSeconds(1);

  private final List<Object> asked = new ArrayList<>();
  private final TableStore upstream = LmdbTableStore.open(LmdbOptions.inMemory());
  private boolean isAnnounced = true;
  private Runnable afterNextRead = () -> {};
  private long now;

  private CachingTableStore over(StoreGuarantees guarantees, Consistency consistency) {
    return CachingTableStore.over(
        new RemoteStore(guarantees),
        new CacheOptions(1 << 20, Duration.ZERO, 1 << 20, Duration.ofHours(1), true, () -> now)
            .withConsistency(consistency));
  }

  /** Writes down what it is asked, and announces writes where it should. */
  private final class RemoteStore extends ForwardingTableStore {
    private final StoreGuarantees guarantees;

    RemoteStore(StoreGuarantees guarantees) {
      super(upstream);
      this.guarantees = guarantees;
    }

    @Override
    public StoreGuarantees guarantees() {
      return guarantees;
    }

    @Override
    public void observe(WriteObserver observer) {
      super.observe(
          touched ->
              isAnnounced
                  ? observer.begin(named(touched))
                  : CompletableFuture.completedFuture(WriteScope.NONE));
    }

    private List<? extends Touched> named(List<? extends Touched> touched) {
      return guarantees.namesIndexPartitions()
          ? touched
          : touched.stream().map(this::withWholeIndex).toList();
    }

    private Touched withWholeIndex(Touched touched) {
      int index = Objects.requireNonNull(find(ORDERS).index(Tables.BY_STATE)).coherenceId();
      return new ItemChange(
          touched.key(), null, touched.key().collection(), ItemCollection.whole(index));
    }

    @Override
    public <R extends Response> R read(Request.Read<R> request) {
      asked.add(request);
      R answer = super.read(request);
      runAfterRead();
      return answer;
    }

    @Override
    public @Nullable Item item(PointPlan plan) {
      Item item = super.item(plan);
      runAfterRead();
      return item;
    }

    @Override
    public ItemPage page(PagePlan plan) {
      asked.add(
          switch (plan) {
            case PagePlan.OfQuery query -> query.request();
            case PagePlan.OfScan scan -> scan.request();
          });
      ItemPage page = super.page(plan);
      runAfterRead();
      return page;
    }

    private void runAfterRead() {
      Runnable then = afterNextRead;
      afterNextRead = () -> {};
      then.run();
    }
  }

  @BeforeEach
  void createTable() {
    upstream.change(Tables.create()).join();
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  private void write(CachingTableStore store, String state) {
    store.write(put(order("ann", 1, state))).join();
  }

  /** Writes to what is behind the store, past it. */
  private void writePast(String state) {
    isAnnounced = false;
    upstream.write(put(order("ann", 1, state))).join();
    isAnnounced = true;
  }

  private static boolean isKept(CachingTableStore store, Request.Cacheable<?> request) {
    return hit(store.look(request)) != null;
  }

  private static @Nullable String state(CachingTableStore store) {
    return stateOf(store.read(get(key("ann", 1))).item());
  }

  private static BatchGetItemRequest batch(boolean consistentRead) {
    return new BatchGetItemRequest(
        Map.of(
            ORDERS,
            new KeysAndAttributes(List.of(key("ann", 1)), null, consistentRead, null, null, null)),
        ReturnConsumedCapacity.NONE);
  }

  /** What reads lag behind is also that the table came to be. */
  private void seeTheTable(CachingTableStore store) {
    store.read(ordersInState("none"));
    now += LAG.toNanos();
    asked.clear();
  }

  /** Others write to what is behind the store. */
  @Nested
  class Shared {
    private final CachingTableStore store =
        over(StoreGuarantees.consistent(false, Duration.ZERO), Consistency.COHERENT);

    @BeforeEach
    void writeAnOrder() {
      write(store, "new");
    }

    @Test
    void anItemThatMustBeCurrentIsReadFromTheStore() {
      assertThat(isKept(store, get(key("ann", 1)))).isTrue();
      assertThat(isKept(store, batch(false))).isTrue();

      assertThat(isKept(store, getConsistently(key("ann", 1)))).isFalse();
      assertThat(isKept(store, batch(true))).isFalse();
      assertThat(isKept(store, transaction(List.of(key("ann", 1))))).isFalse();

      assertThat(stateOf(store.read(getConsistently(key("ann", 1))).item())).isEqualTo("new");
      assertThat(store.read(batch(true)).responses()).hasSize(1);
      assertThat(store.read(transaction(List.of(key("ann", 1)))).items()).hasSize(1);
      assertThat(asked)
          .contains(
              getConsistently(key("ann", 1)), batch(true), transaction(List.of(key("ann", 1))));
    }

    @Test
    void aPageThatMustBeCurrentIsReadFromTheStore() {
      store.read(ordersOf("ann"));
      store.read(scan());
      assertThat(isKept(store, ordersOf("ann"))).isTrue();
      assertThat(isKept(store, scan())).isTrue();

      assertThat(isKept(store, consistent(ordersOf("ann")))).isFalse();
      assertThat(isKept(store, consistent(scan()))).isFalse();

      assertThat(store.read(consistent(ordersOf("ann"))).page().count()).isEqualTo(1);
      assertThat(store.read(consistent(scan())).page().count()).isEqualTo(1);
    }

    @Test
    void whatIsKeptIsReadConsistentlyWhereThatCanBe() {
      store.read(ordersOf("ann"));
      store.read(scan());
      store.read(ordersInState("new"));

      assertThat(asked)
          .contains(consistent(ordersOf("ann")), consistent(scan()), ordersInState("new"));
    }

    private List<Request.Cacheable<?>> consistentReadsOfTheItem() {
      GetItemRequest projected =
          new GetItemRequest(
              ORDERS,
              key("ann", 1),
              ProjectionExpression.ofAttributes(List.of("state")),
              true,
              ReturnConsumedCapacity.NONE);
      return List.of(
          getConsistently(key("ann", 1)),
          projected,
          batch(true),
          transaction(List.of(key("ann", 1))));
    }

    @Test
    void whoHasSeenANewerItemIsNotShownTheOlderAgain() {
      for (Request.Cacheable<?> read : consistentReadsOfTheItem()) {
        write(store, "new");
        store.read(ordersOf("ann"));
        store.read(scan());
        writePast("paid");
        assertThat(state(store)).isEqualTo("new");

        store.read(read);

        assertThat(state(store)).as("after %s", read).isEqualTo("paid");
        assertThat(isKept(store, ordersOf("ann"))).isFalse();
        assertThat(isKept(store, scan())).isFalse();
      }
    }

    @Test
    void anItemThatIsAsItWasStays() {
      store.read(ordersOf("ann"));

      consistentReadsOfTheItem().forEach(store::read);

      assertThat(isKept(store, get(key("ann", 1)))).isTrue();
      assertThat(isKept(store, ordersOf("ann"))).isTrue();
    }

    @Test
    void anOlderItemThatIsBeingReadIsNotKept() {
      for (Request.Cacheable<?> read : consistentReadsOfTheItem()) {
        writePast("sent");
        // Takes out what was kept.
        store.read(getConsistently(key("ann", 1)));
        afterNextRead =
            () -> {
              writePast("paid");
              store.read(read);
            };

        assertThat(state(store)).isEqualTo("sent");

        assertThat(state(store)).as("after %s", read).isEqualTo("paid");
      }
    }

    @Test
    void whoHasSeenANewerPageIsNotShownTheOlderAgain() {
      store.read(ordersOf("ann"));
      store.read(scan());
      writePast("paid");

      store.read(consistent(ordersOf("ann")));
      store.read(consistent(scan()));

      assertThat(store.read(ordersOf("ann")).page().items())
          .extracting(Tables::stateOf)
          .containsExactly("paid");
      assertThat(store.read(scan()).page().items())
          .extracting(Tables::stateOf)
          .containsExactly("paid");
    }

    @Test
    void aPageThatIsAsItWasStays() {
      store.read(ordersOf("ann"));
      store.read(scan());

      store.read(consistent(ordersOf("ann")));
      store.read(consistent(scan()));

      assertThat(isKept(store, ordersOf("ann"))).isTrue();
      assertThat(isKept(store, scan())).isTrue();
    }

    @Test
    void anOlderPageThatIsBeingReadIsNotKept() {
      afterNextRead =
          () -> {
            writePast("paid");
            store.read(consistent(ordersOf("ann")));
          };

      store.read(ordersOf("ann"));

      assertThat(isKept(store, ordersOf("ann"))).isFalse();
    }
  }

  /** Reads may see for a while what was there before a write. */
  @Nested
  class Lagging {
    private final CachingTableStore store =
        over(new StoreGuarantees(true, Duration.ZERO, LAG, LAG, true), Consistency.COHERENT);

    @BeforeEach
    void beThereForLong() {
      seeTheTable(store);
    }

    @Test
    void nothingIsFilledForAWhileAfterAWrite() {
      write(store, "new");

      store.read(ordersOf("ann"));
      store.read(scan());
      store.read(ordersInState("new"));
      store.read(get(key("ann", 2)));

      assertThat(isKept(store, ordersOf("ann"))).isFalse();
      assertThat(isKept(store, scan())).isFalse();
      assertThat(isKept(store, ordersInState("new"))).isFalse();
      assertThat(isKept(store, get(key("ann", 2)))).isFalse();
    }

    @Test
    void afterThatItIs() {
      write(store, "new");
      now += LAG.toNanos();

      store.read(ordersOf("ann"));
      store.read(scan());
      store.read(ordersInState("new"));
      store.read(get(key("ann", 2)));

      assertThat(isKept(store, ordersOf("ann"))).isTrue();
      assertThat(isKept(store, scan())).isTrue();
      assertThat(isKept(store, ordersInState("new"))).isTrue();
      assertThat(isKept(store, get(key("ann", 2)))).isTrue();
    }

    @Test
    void whatTheWriteLeftIsAnsweredAtOnce() {
      write(store, "new");

      assertThat(isKept(store, get(key("ann", 1)))).isTrue();
      assertThat(isKept(store, getConsistently(key("ann", 1)))).isFalse();
    }

    @Test
    void pagesAreReadAsTheyAreAskedFor() {
      store.read(ordersOf("ann"));
      store.read(scan());

      assertThat(asked).containsExactly(ordersOf("ann"), scan());
    }
  }

  /** Writes touch global indexes as a whole, which lag behind. */
  @Nested
  class WholeIndexes {
    private final CachingTableStore store =
        over(
            new StoreGuarantees(true, Duration.ZERO, Duration.ZERO, LAG, false),
            Consistency.COHERENT);

    @BeforeEach
    void beThereForLong() {
      seeTheTable(store);
    }

    @Test
    void aWriteInvalidatesEveryPageOfTheIndex() {
      store.read(ordersInState("paid"));
      store.read(scanOfIndex());
      assertThat(isKept(store, ordersInState("paid"))).isTrue();
      assertThat(isKept(store, scanOfIndex())).isTrue();

      write(store, "new");

      assertThat(isKept(store, ordersInState("paid"))).isFalse();
      assertThat(isKept(store, scanOfIndex())).isFalse();
    }

    @Test
    void ofATableThatHasJustComePagesOfTheIndexAreNotKept() {
      CachingTableStore fresh = over(store.guarantees(), Consistency.COHERENT);

      fresh.read(ordersInState("new"));
      fresh.read(ordersOf("ann"));

      assertThat(isKept(fresh, ordersInState("new"))).isFalse();
      assertThat(isKept(fresh, ordersOf("ann"))).isTrue();
    }

    @Test
    void onlyPagesOfTheIndexAreNotKeptWhileItLags() {
      write(store, "new");

      store.read(ordersInState("new"));
      store.read(scanOfIndex());
      store.read(ordersOf("ann"));
      store.read(scan());

      assertThat(isKept(store, ordersInState("new"))).isFalse();
      assertThat(isKept(store, scanOfIndex())).isFalse();
      assertThat(isKept(store, ordersOf("ann"))).isTrue();
      assertThat(isKept(store, scan())).isTrue();
    }

    @Test
    void afterThatTheyAre() {
      write(store, "new");
      now += LAG.toNanos();

      store.read(ordersInState("new"));
      store.read(scanOfIndex());

      assertThat(isKept(store, ordersInState("new"))).isTrue();
      assertThat(isKept(store, scanOfIndex())).isTrue();
    }

    private static ScanRequest scanOfIndex() {
      ScanRequest scan = scan();
      return new ScanRequest(
          ORDERS,
          null,
          new PageRequest(Tables.BY_STATE, null, null, null, null, null, false),
          scan.returnConsumedCapacity(),
          scan.layer());
    }
  }

  /** What DAX promises, and no more. */
  @Nested
  class AsDax {
    private final CachingTableStore store =
        over(
            new StoreGuarantees(false, Duration.ZERO, Duration.ZERO, Duration.ZERO, false),
            Consistency.DAX);

    @BeforeEach
    void writeAnOrder() {
      write(store, "new");
    }

    @Test
    void pagesOnlyAge() {
      store.read(ordersOf("ann"));
      store.read(scan());
      store.read(ordersInState("new"));

      write(store, "paid");

      assertThat(isKept(store, ordersOf("ann"))).isTrue();
      assertThat(isKept(store, scan())).isTrue();
      assertThat(isKept(store, ordersInState("new"))).isTrue();
      now += Duration.ofHours(1).toNanos();
      assertThat(isKept(store, ordersOf("ann"))).isFalse();
      assertThat(isKept(store, scan())).isFalse();
      assertThat(isKept(store, ordersInState("new"))).isFalse();
    }

    @Test
    void aWriteLeavesItsItem() {
      write(store, "paid");

      assertThat(isKept(store, get(key("ann", 1)))).isTrue();
      assertThat(state(store)).isEqualTo("paid");
    }

    @Test
    void aConsistentReadLeavesAloneWhatIsKept() {
      store.read(ordersOf("ann"));
      writePast("paid");

      assertThat(stateOf(store.read(getConsistently(key("ann", 1))).item())).isEqualTo("paid");
      assertThat(store.read(transaction(List.of(key("ann", 1)))).items())
          .extracting(Tables::stateOf)
          .containsExactly("paid");
      assertThat(store.read(consistent(ordersOf("ann"))).page().items())
          .extracting(Tables::stateOf)
          .containsExactly("paid");

      assertThat(state(store)).isEqualTo("new");
      assertThat(store.read(ordersOf("ann")).page().items())
          .extracting(Tables::stateOf)
          .containsExactly("new");
    }
  }
}
