package io.larder.cache;

import static io.larder.cache.Tables.batch;
import static io.larder.cache.Tables.consistent;
import static io.larder.cache.Tables.delete;
import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.getConsistently;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.orderBy;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.query;
import static io.larder.cache.Tables.scan;
import static io.larder.cache.Tables.stateOf;
import static io.larder.cache.Tables.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.larder.cache.policy.Consistency;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.store.ForwardingTableStore;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of DAX's caches, each by a test, and what is otherwise where they are coherent. */
final class SemanticsTest {
  private static final Duration USUAL = CacheOptions.DEFAULT_TTL;

  private final AtomicLong nanos = new AtomicLong();
  private CountedStore counted;
  private CachingTableStore store;
  private boolean isDax;

  /** Counts what is read of the store. */
  private static final class CountedStore extends ForwardingTableStore {
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger itemsOfBatches = new AtomicInteger();

    CountedStore(TableStore real) {
      super(real);
    }

    @Override
    public <R extends Response> R read(Request.Read<R> request) {
      reads.incrementAndGet();
      if (request instanceof BatchGetItemRequest of) {
        of.requestItems().values().forEach(each -> itemsOfBatches.addAndGet(each.keys().size()));
      }
      return super.read(request);
    }

    @Override
    public @Nullable Item item(PointPlan plan) {
      reads.incrementAndGet();
      itemsOfBatches.incrementAndGet();
      return super.item(plan);
    }

    @Override
    public ItemPage page(PagePlan plan) {
      reads.incrementAndGet();
      return super.page(plan);
    }
  }

  private void open(Consistency consistency) {
    open(consistency, USUAL, USUAL);
  }

  private void open(Consistency consistency, Duration itemTtl, Duration queryTtl) {
    isDax = consistency == Consistency.DAX;
    counted = new CountedStore(LmdbTableStore.open(LmdbOptions.inMemory()));
    store =
        CachingTableStore.over(
            counted,
            new CacheOptions(1 << 20, itemTtl, 1 << 20, queryTtl, true, nanos::get)
                .withConsistency(consistency));
    store.change(Tables.create()).join();
    write("new");
  }

  private void write(String state) {
    store.write(put(order("ann", 1, state))).join();
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private boolean isKept(Request.Cacheable<?> request) {
    return hit(store.look(request)) != null;
  }

  private String item() {
    return String.valueOf(stateOf(store.read(get(key("ann", 1))).item()));
  }

  private List<String> page(QueryRequest request) {
    return store.read(request).page().items().stream().map(SemanticsTest::state).toList();
  }

  private static String state(Item item) {
    return String.valueOf(stateOf(item));
  }

  /** How often the store is read by that. */
  private int reads(Runnable reading) {
    int before = counted.reads.get();
    reading.run();
    return counted.reads.get() - before;
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void itemsAreKeptByReadsAndWritesOfTheirKeys(Consistency consistency) {
    open(consistency);
    assertThat(isKept(get(key("ann", 1)))).isTrue();
    assertThat(isKept(get(key("ann", 2)))).isFalse();

    store.read(get(key("ann", 2)));

    assertThat(isKept(get(key("ann", 2)))).isTrue();
    assertThat(isKept(batch(List.of(key("ann", 1), key("ann", 2))))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void pagesAreKeptByAllTheirParameters(Consistency consistency) {
    open(consistency);
    store.read(ordersOf("ann"));

    assertThat(isKept(ordersOf("ann"))).isTrue();
    assertThat(isKept(ordersOf("bob"))).isFalse();
    assertThat(isKept(query("customer = :v", "ann", 10))).isFalse();
    assertThat(isKept(ordersInState("new"))).isFalse();
    assertThat(isKept(scan())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aWriteLeavesPagesAloneOnlyInDax(Consistency consistency) {
    open(consistency);
    store.read(ordersOf("ann"));
    store.read(ordersInState("new"));
    store.read(scan());

    write("paid");

    assertThat(isKept(ordersOf("ann"))).isEqualTo(isDax);
    assertThat(isKept(ordersInState("new"))).isEqualTo(isDax);
    assertThat(isKept(scan())).isEqualTo(isDax);
    assertThat(page(ordersOf("ann"))).containsExactly(isDax ? "new" : "paid");
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aQueryForOneKeyIsAnsweredFromItemsUnlessInDax(Consistency consistency) {
    open(consistency);
    QueryRequest one = orderBy("ann", 1);

    assertThat(isKept(one)).isEqualTo(!isDax);
    store.read(ordersOf("bob"));
    store.read(orderBy("bob", 2));
    assertThat(isKept(get(key("bob", 2)))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aMissedGetItemIsKept(Consistency consistency) {
    open(consistency);
    assertThat(reads(() -> store.read(get(key("bob", 2))))).isEqualTo(1);
    assertThat(reads(() -> store.read(get(key("bob", 2))))).isZero();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aBatchAsksForMissesOnly(Consistency consistency) {
    open(consistency);
    int before = counted.itemsOfBatches.get();

    store.read(batch(List.of(key("ann", 1), key("ann", 2), key("ann", 3))));

    assertThat(counted.itemsOfBatches.get() - before).isEqualTo(2);
    assertThat(isKept(get(key("ann", 3)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aMissedPageIsKept(Consistency consistency) {
    open(consistency);
    for (Request.Cacheable<?> page : List.of(ordersOf("ann"), ordersInState("new"), scan())) {
      assertThat(reads(() -> store.read(page))).isEqualTo(1);
      assertThat(reads(() -> store.read(page))).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void consistentReadsPassTheCachesOnlyInDax(Consistency consistency) {
    open(consistency);
    for (Request.Cacheable<?> read :
        List.of(getConsistently(key("ann", 1)), consistent(ordersOf("ann")), consistent(scan()))) {
      store.read(read);
      assertThat(isKept(read)).isEqualTo(!isDax);
      assertThat(reads(() -> store.read(read))).isEqualTo(isDax ? 1 : 0);
    }
    assertThat(isKept(ordersOf("ann"))).isEqualTo(!isDax);
    store.read(getConsistently(key("bob", 1)));
    assertThat(isKept(get(key("bob", 1)))).isEqualTo(!isDax);
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void consistentReadsShowWhatKeptPagesDoNotYet(Consistency consistency) {
    open(consistency);
    store.read(ordersOf("ann"));
    write("paid");

    assertThat(page(consistent(ordersOf("ann")))).containsExactly("paid");
    assertThat(page(ordersOf("ann"))).containsExactly(isDax ? "new" : "paid");
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void transactionalReadsPassTheCachesOnlyInDax(Consistency consistency) {
    open(consistency);
    var read = transaction(List.of(key("ann", 1)));

    assertThat(reads(() -> store.read(read))).isEqualTo(isDax ? 1 : 0);
    store.read(transaction(List.of(key("bob", 1))));
    assertThat(isKept(get(key("bob", 1)))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void absenceIsKept(Consistency consistency) {
    open(consistency);
    store.read(get(key("bob", 1)));
    store.read(ordersOf("bob"));
    assertThat(isKept(get(key("bob", 1)))).isTrue();
    assertThat(isKept(ordersOf("bob"))).isTrue();

    store.write(put(order("bob", 1, "new"))).join();

    assertThat(store.read(get(key("bob", 1))).item()).isNotNull();
    assertThat(page(ordersOf("bob"))).hasSize(isDax ? 0 : 1);
    store.write(delete(key("bob", 1))).join();
    assertThat(isKept(get(key("bob", 1)))).isTrue();
    assertThat(store.read(get(key("bob", 1))).item()).isNull();
    after(USUAL);
    assertThat(isKept(ordersOf("bob"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aWriteIsInTheItemCacheWhenItIsAcknowledged(Consistency consistency) {
    open(consistency);
    write("paid");

    assertThat(reads(() -> assertThat(item()).isEqualTo("paid"))).isZero();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aFailedWriteLeavesTheCaches(Consistency consistency) {
    open(consistency);
    store.read(ordersOf("ann"));
    PutItemRequest plain = put(order("ann", 1, "paid"));
    var conditional =
        new PutItemRequest(
            plain.tableName(),
            plain.item(),
            new ExpressionAttributes(null, null).condition("attribute_not_exists(customer)"),
            plain.returns());

    assertThat(catchThrowable(() -> store.write(conditional).join())).isNotNull();

    assertThat(reads(() -> assertThat(item()).isEqualTo("new"))).isZero();
    assertThat(isKept(ordersOf("ann"))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aWriteMakesItsEntryYoung(Consistency consistency) {
    open(consistency);
    after(USUAL.minusSeconds(1));
    write("paid");
    after(USUAL.minusSeconds(1));

    assertThat(reads(() -> assertThat(item()).isEqualTo("paid"))).isZero();
    after(Duration.ofSeconds(1));
    assertThat(isKept(get(key("ann", 1)))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aTransactionIsInTheItemCacheWhenItIsAcknowledged(Consistency consistency) {
    open(consistency);
    store
        .write(
            new TransactWriteItemsRequest(
                List.of(transactional("paid")),
                null,
                Bytes.wrap(new byte[32]),
                ReturnConsumedCapacity.NONE,
                ReturnItemCollectionMetrics.NONE))
        .join();

    assertThat(reads(() -> assertThat(item()).isEqualTo("paid"))).isZero();
  }

  private static TransactWriteItem transactional(String state) {
    return new TransactWriteItem.Put(
        Tables.ORDERS,
        Item.of(order("ann", 1, state)),
        null,
        ReturnValuesOnConditionCheckFailure.NONE);
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void entriesLiveForFiveMinutesByDefault(Consistency consistency) {
    open(consistency);
    store.read(ordersOf("ann"));
    after(Duration.ofMinutes(5).minusNanos(1));
    assertThat(isKept(get(key("ann", 1)))).isTrue();
    assertThat(isKept(ordersOf("ann"))).isTrue();

    after(Duration.ofNanos(1));

    assertThat(isKept(get(key("ann", 1)))).isFalse();
    assertThat(isKept(ordersOf("ann"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void ageCountsFromStoring(Consistency consistency) {
    open(consistency);
    store.read(ordersOf("ann"));
    for (int i = 0; i < 4; i++) {
      after(USUAL.dividedBy(5));
      assertThat(isKept(get(key("ann", 1)))).isTrue();
      assertThat(isKept(ordersOf("ann"))).isTrue();
    }
    after(USUAL.dividedBy(5));

    assertThat(isKept(get(key("ann", 1)))).isFalse();
    assertThat(isKept(ordersOf("ann"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void noTimeIsForeverForItemsAndNotAtAllForPages(Consistency consistency) {
    open(consistency, Duration.ZERO, Duration.ZERO);
    store.read(ordersOf("ann"));
    assertThat(isKept(ordersOf("ann"))).isFalse();

    after(Duration.ofDays(365));

    assertThat(isKept(get(key("ann", 1)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void whatIsAskedForAgainAndAgainStaysWhereThereIsNoRoom(Consistency consistency) {
    open(consistency);
    for (int number = 2; number < 10_000; number++) {
      store.read(get(key("ann", number)));
      if (number % 10 == 0) {
        item();
      }
    }

    assertThat(store.statistics().items().evictions()).isPositive();
    assertThat(isKept(get(key("ann", 1)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void whatIsInvalidatedIsReadAnew(Consistency consistency) {
    open(consistency);
    item();
    page(ordersOf("ann"));

    store.invalidateAll();

    assertThat(reads(this::item)).isEqualTo(1);
    assertThat(reads(() -> page(ordersOf("ann")))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aFullCacheLetsWritesGoOn(Consistency consistency) {
    open(consistency);
    for (int number = 1; number < 5000; number++) {
      store.write(put(order("ann", number, "new"))).join();
    }

    assertThat(store.statistics().items().evictions()).isPositive();
    assertThat(store.statistics().items().bytes()).isBetween(1L << 19, 1L << 20);
    assertThat(isKept(get(key("ann", 4999)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void pagesMayDisagreeWithItemsOnlyInDax(Consistency consistency) {
    open(consistency);
    store.read(ordersOf("ann"));
    write("paid");

    assertThat(item()).isEqualTo("paid");
    assertThat(page(ordersOf("ann"))).containsExactly(isDax ? "new" : "paid");
  }
}
