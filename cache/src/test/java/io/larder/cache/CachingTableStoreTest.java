package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.batch;
import static io.larder.cache.Tables.delete;
import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.getConsistently;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.number;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.query;
import static io.larder.cache.Tables.scan;
import static io.larder.cache.Tables.stateOf;
import static io.larder.cache.Tables.text;
import static io.larder.cache.Tables.transaction;
import static io.larder.cache.Tables.wholeOrdersByDay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.statistics.CacheStatistics;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.store.AssertingTableStore;
import io.larder.store.TableStore;
import io.larder.store.Touched;
import io.larder.store.WriteListener;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The caches over a real store; what comes from memory is told by {@code cached}. */
class CachingTableStoreTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TableStore lmdb =
      AssertingTableStore.over(LmdbTableStore.open(LmdbOptions.inMemory()));
  private final InterceptedStore intercepted = new InterceptedStore(lmdb);
  private CachingTableStore store = CachingTableStore.over(intercepted, options(true, 1 << 20));

  private CacheOptions options(boolean negativeEntries, long bytes) {
    return new CacheOptions(
        bytes, Duration.ofMinutes(5), bytes, Duration.ofMinutes(5), negativeEntries, nanos::get);
  }

  @BeforeEach
  void createTable() {
    store.change(Tables.create()).join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private GetItemResponse cachedItem(GetItemRequest request) {
    return (GetItemResponse) hit(store.look(request));
  }

  private QueryResponse cachedPage(QueryRequest request) {
    return (QueryResponse) hit(store.look(request));
  }

  private void write(String customer, int number, String state) {
    store.write(put(order(customer, number, state))).join();
  }

  @Nested
  class Items {
    @Test
    void aWrittenItemIsInTheCache() {
      write("ann", 1, "new");

      assertThat(stateOf(cachedItem(get(key("ann", 1))).item())).isEqualTo("new");
    }

    @Test
    void anItemThatWasReadIsInTheCache() {
      write("ann", 1, "new");
      var other = CachingTableStore.over(lmdb, options(true, 1 << 20));
      assertThat(hit(other.look(get(key("ann", 1))))).isNull();

      other.read(get(key("ann", 1)));

      assertThat(hit(other.look(get(key("ann", 1))))).isNotNull();
      assertThat(other.statistics().items().hits()).isEqualTo(1);
      assertThat(other.statistics().items().misses()).isEqualTo(1);
    }

    @Test
    void aConsistentReadComesFromMemoryAndCostsWhatItCostsOnTheService() {
      write("ann", 1, "new");

      GetItemResponse consistent = cachedItem(getConsistently(key("ann", 1)));
      GetItemResponse eventual = cachedItem(get(key("ann", 1)));

      assertThat(consistent.consumedCapacity().total().capacityUnits()).isEqualTo(1.0);
      assertThat(eventual.consumedCapacity().total().capacityUnits()).isEqualTo(0.5);
    }

    @Test
    void anAbsentItemIsRememberedUntilItIsWritten() {
      store.read(get(key("ann", 1)));
      assertThat(cachedItem(get(key("ann", 1))).item()).isNull();

      write("ann", 1, "new");

      assertThat(stateOf(cachedItem(get(key("ann", 1))).item())).isEqualTo("new");
    }

    @Test
    void aDeletedItemIsKnownToBeAbsent() {
      write("ann", 1, "new");

      store.write(delete(key("ann", 1))).join();

      assertThat(cachedItem(get(key("ann", 1))).item()).isNull();
    }

    @Test
    void withoutNegativeEntriesAbsenceIsAskedOfTheStore() {
      store = CachingTableStore.over(lmdb, options(false, 1 << 20));
      write("ann", 1, "new");
      store.write(delete(key("ann", 1))).join();

      store.read(get(key("ann", 1)));

      assertThat(hit(store.look(get(key("ann", 1))))).isNull();
    }

    @Test
    void anItemLeavesAfterItsTimeToLive() {
      write("ann", 1, "new");

      nanos.addAndGet(Duration.ofMinutes(5).toNanos());

      assertThat(hit(store.look(get(key("ann", 1))))).isNull();
    }

    @Test
    void itemsLeaveWhenTheCacheIsFull() {
      store = CachingTableStore.over(lmdb, options(true, 4_096));

      for (int number = 0; number < 100; number++) {
        write("ann", number, "new");
      }

      assertThat(store.statistics().items().bytes()).isLessThanOrEqualTo(4_096);
      assertThat(store.statistics().items().evictions()).isPositive();
      assertThat(stateOf(store.read(get(key("ann", 0))).item())).isEqualTo("new");
    }

    @Test
    void aCacheOfNoBytesHoldsNothing() {
      store = CachingTableStore.over(lmdb, options(true, 0));
      write("ann", 1, "new");

      store.read(get(key("ann", 1)));
      store.read(ordersOf("ann"));

      assertThat(hit(store.look(get(key("ann", 1))))).isNull();
      assertThat(hit(store.look(ordersOf("ann")))).isNull();
    }

    @Test
    void aWriteDuringTheReadOfAMissVoidsTheFill() {
      store = CachingTableStore.over(intercepted, options(true, 1 << 20));
      intercepted.afterNextRead(() -> write("ann", 1, "newer"));

      GetItemResponse slow = store.read(get(key("ann", 1)));

      // It was read before the write, so it may be old; but it must not stay.
      assertThat(slow.item()).isNull();
      assertThat(stateOf(cachedItem(get(key("ann", 1))).item())).isEqualTo("newer");
    }

    @Test
    void aKeyThatDoesNotFitTheSchemaIsRefusedAtOnce() {
      assertThatThrownBy(
              () -> hit(store.look(get(java.util.Map.of("customer", Tables.text("ann"))))))
          .isInstanceOf(ServiceException.class)
          .hasMessage("The provided key element does not match the schema");
    }

    @Test
    void aTableThatWasDroppedIsGoneFromTheCache() {
      write("ann", 1, "new");

      store.change(new DeleteTableRequest(ORDERS)).join();

      assertThatThrownBy(() -> store.read(get(key("ann", 1))))
          .isInstanceOfSatisfying(
              ServiceException.class,
              refused ->
                  assertThat(refused.error()).isInstanceOf(ServiceError.ResourceNotFound.class));
      await().until(() -> store.statistics().items().entries() == 0);
    }

    @Test
    void aTableOfTheSameNameStartsWithoutMemories() {
      write("ann", 1, "new");
      store.change(new DeleteTableRequest(ORDERS)).join();

      store.change(Tables.create()).join();

      assertThat(store.read(get(key("ann", 1))).item()).isNull();
    }
  }

  @Nested
  class Batches {
    @Test
    void aBatchComesFromMemoryIfAllOfItIsThere() {
      write("ann", 1, "new");
      write("ann", 2, "paid");

      var hit =
          (BatchGetItemResponse) hit(store.look(batch(List.of(key("ann", 1), key("ann", 2)))));

      assertThat(hit.responses().get(ORDERS))
          .extracting(Tables::stateOf)
          .containsExactly("new", "paid");
      assertThat(hit.consumedCapacity())
          .extracting(ConsumedCapacity::total)
          .singleElement()
          .satisfies(total -> assertThat(total.capacityUnits()).isEqualTo(1.0));
    }

    @Test
    void aBatchReadsTheStoreOnlyForWhatIsMissing() {
      write("ann", 1, "new");

      BatchGetItemResponse answer = store.read(batch(List.of(key("ann", 1), key("ann", 2))));

      assertThat(answer.responses().get(ORDERS)).hasSize(1);
      assertThat(store.statistics().items().hits()).isEqualTo(1);
      assertThat(store.statistics().items().misses()).isEqualTo(1);
    }

    @Test
    void aBatchThatRepeatsAKeyIsRefusedByTheStore() {
      write("ann", 1, "new");

      assertThat(hit(store.look(batch(List.of(key("ann", 1), key("ann", 1)))))).isNull();
      assertThatThrownBy(() -> store.read(batch(List.of(key("ann", 1), key("ann", 1)))))
          .hasMessage("Provided list of item keys contains duplicates");
    }

    @Test
    void aTransactionComesFromMemoryIfAllOfItIsThere() {
      write("ann", 1, "new");
      write("bob", 1, "paid");

      var hit =
          (TransactGetItemsResponse)
              hit(store.look(transaction(List.of(key("ann", 1), key("bob", 1)))));

      assertThat(hit.items()).extracting(Tables::stateOf).containsExactly("new", "paid");
      assertThat(hit.consumedCapacity())
          .singleElement()
          .satisfies(of -> assertThat(of.total().capacityUnits()).isEqualTo(4.0));
    }

    @Test
    void projectionsOfMuchAreLeftToTheReadsThatMayTakeLong() {
      // Given
      ProjectionExpression state = ProjectionExpression.ofAttributes(List.of("state"));
      Map<String, AttributeValue> key = key("ann", 1);
      Map<String, AttributeValue> large = new LinkedHashMap<>(order("ann", 1, "new"));
      large.put("note", text("x".repeat(100_000)));
      var get = new GetItemRequest(ORDERS, key, state, false, ReturnConsumedCapacity.NONE);
      var batch =
          new BatchGetItemRequest(
              Map.of(ORDERS, new KeysAndAttributes(List.of(key), state, false, null, null, null)),
              ReturnConsumedCapacity.NONE);
      var transaction =
          new TransactGetItemsRequest(
              List.of(new TransactGetItem(ORDERS, key, state)), ReturnConsumedCapacity.NONE);
      List<Request.Cacheable<?>> reads = List.of(get, batch, transaction);

      // When an item is small, then it is projected at once
      write("ann", 1, "new");
      assertThat(reads).extracting(read -> hit(store.look(read))).doesNotContainNull();

      // When it is large, then not, but from memory all the same
      store.write(put(large)).join();
      assertThat(reads).extracting(read -> hit(store.look(read))).containsOnlyNulls();
      assertThat(stateOf(store.read(get).item())).isEqualTo("new");
      assertThat(store.read(batch).responses().get(ORDERS))
          .extracting(Tables::stateOf)
          .containsExactly("new");
      assertThat(store.read(transaction).items())
          .extracting(Tables::stateOf)
          .containsExactly("new");
      assertThat(store.statistics().items().misses()).isZero();
    }

    @Test
    void aTransactionWithAMissIsReadFromOneSnapshot() {
      write("ann", 1, "new");

      assertThat(hit(store.look(transaction(List.of(key("ann", 1), key("ann", 2)))))).isNull();
      assertThat(store.read(transaction(List.of(key("ann", 1), key("ann", 2)))).items())
          .extracting(Tables::stateOf)
          .containsExactly("new", null);
    }
  }

  @Nested
  class Pages {
    @Test
    void aQueryIsCachedUntilItsCollectionIsWritten() {
      write("ann", 1, "new");
      store.read(ordersOf("ann"));
      assertThat(cachedPage(ordersOf("ann")).page().count()).isEqualTo(1);

      write("ann", 2, "new");

      assertThat(hit(store.look(ordersOf("ann")))).isNull();
      assertThat(store.read(ordersOf("ann")).page().count()).isEqualTo(2);
    }

    @Test
    void aWriteElsewhereLeavesAQueryCached() {
      write("ann", 1, "new");
      store.read(ordersOf("ann"));

      write("bob", 1, "new");

      assertThat(hit(store.look(ordersOf("ann")))).isNotNull();
    }

    @Test
    void aWriteBesideWhatAQueryReadsLeavesItCached() {
      for (int number = 1; number <= 4; number++) {
        write("ann", number, "new");
      }
      QueryRequest firstTwo = query("customer = :v", "ann", 2);
      store.read(firstTwo);

      write("ann", 3, "paid");
      store.write(delete(key("ann", 4))).join();

      assertThat(cachedPage(firstTwo).page().count()).isEqualTo(2);
    }

    @Test
    void aWriteOfWhatAQueryReadsInvalidatesIt() {
      write("ann", 2, "new");
      write("ann", 4, "new");
      write("ann", 6, "new");
      QueryRequest firstTwo = query("customer = :v", "ann", 2);
      store.read(firstTwo);

      write("ann", 3, "new");

      assertThat(hit(store.look(firstTwo))).isNull();
      assertThat(store.read(firstTwo).page().lastEvaluatedKey()).isEqualTo(key("ann", 3));

      store.write(delete(key("ann", 2))).join();

      assertThat(store.read(firstTwo).page().lastEvaluatedKey()).isEqualTo(key("ann", 4));
    }

    @Test
    void aQueryOfOneItemIsAnsweredFromTheItemCache() {
      write("ann", 7, "new");
      QueryRequest seventh = ofNumber(7, null);

      QueryResponse answer = cachedPage(seventh);

      assertThat(answer).isEqualTo(lmdb.read(seventh));
      assertThat(answer.page().items()).extracting(Tables::stateOf).containsExactly("new");
      assertThat(store.statistics().queryHits()).isEqualTo(1);
    }

    @Test
    void aQueryOfAnItemThatIsKnownToBeMissingIsAnsweredFromTheItemCache() {
      write("ann", 7, "new");
      store.write(delete(key("ann", 7))).join();

      assertThat(cachedPage(ofNumber(7, null))).isEqualTo(lmdb.read(ofNumber(7, null)));
    }

    @Test
    void aQueryOfOneItemThatItsLimitEndsSaysWhereToGoOn() {
      write("ann", 7, "new");

      assertThat(hit(store.look(ofNumber(7, 1)))).isNull();
      assertThat(store.read(ofNumber(7, 1)).page().lastEvaluatedKey()).isEqualTo(key("ann", 7));
    }

    private static QueryRequest ofNumber(int number, @Nullable Integer limit) {
      return new QueryRequest(
          Tables.ORDERS,
          new ExpressionAttributes(
                  Map.of("#n", "number"), Map.of(":v", text("ann"), ":n", number(number)))
              .keyCondition("customer = :v AND #n = :n"),
          true,
          new PageRequest(null, null, null, null, limit, null, false),
          ReturnConsumedCapacity.INDEXES);
    }

    @Test
    void anItemThatMovesInAnIndexInvalidatesTheOldAndTheNewPartition() {
      write("ann", 1, "new");
      store.read(ordersInState("new"));
      store.read(ordersInState("paid"));
      assertThat(cachedPage(ordersInState("paid")).page().count()).isZero();

      write("ann", 1, "paid");

      assertThat(store.read(ordersInState("new")).page().count()).isZero();
      assertThat(store.read(ordersInState("paid")).page().count()).isEqualTo(1);
    }

    @Test
    void aLocalIndexIsInvalidatedByAttributesThatItFetchesFromItsTable() {
      // Given a page with an attribute that the index does not hold
      Map<String, AttributeValue> item = order("ann", 1, "new");
      item.put("day", text("monday"));
      store.write(put(item)).join();
      store.read(wholeOrdersByDay("ann"));

      // When the attribute changes, and with it nothing in the index
      item.put("state", text("paid"));
      store.write(put(item)).join();

      // Then
      assertThat(store.read(wholeOrdersByDay("ann")).page().items())
          .extracting(Tables::stateOf)
          .containsExactly("paid");
    }

    @Test
    void theSameQueryInOtherWordsIsTheSameEntry() {
      write("ann", 1, "new");
      store.read(ordersOf("ann"));

      QueryRequest spaced = query("  customer   =  :v ", "ann", null);

      assertThat(hit(store.look(spaced))).isNotNull();
    }

    @Test
    void eachPageIsAnEntryOfItsOwn() {
      write("ann", 1, "new");
      write("ann", 2, "new");
      store.read(query("customer = :v", "ann", 1));

      QueryResponse first = cachedPage(query("customer = :v", "ann", 1));

      assertThat(first.page().lastEvaluatedKey()).isEqualTo(key("ann", 1));
      assertThat(hit(store.look(ordersOf("ann")))).isNull();
    }

    @Test
    void aScanIsCachedUntilAnythingInItsTableIsWritten() {
      write("ann", 1, "new");
      store.read(scan());
      assertThat(((ScanResponse) hit(store.look(scan()))).page().count()).isEqualTo(1);

      write("bob", 7, "new");

      assertThat(hit(store.look(scan()))).isNull();
      assertThat(store.read(scan()).page().count()).isEqualTo(2);
    }

    @Test
    void aWriteDuringTheReadOfAMissVoidsTheFill() {
      store = CachingTableStore.over(intercepted, options(true, 1 << 20));
      intercepted.afterNextRead(() -> write("ann", 1, "new"));

      QueryResponse slow = store.read(ordersOf("ann"));

      assertThat(slow.page().count()).isZero();
      assertThat(hit(store.look(ordersOf("ann")))).isNull();
    }

    @Test
    void aPageLeavesAfterItsTimeToLive() {
      store.read(ordersOf("ann"));

      nanos.addAndGet(Duration.ofMinutes(5).toNanos());

      assertThat(hit(store.look(ordersOf("ann")))).isNull();
    }

    @Test
    void faultsAreReportedByTheStore() {
      QueryRequest faulty = query("quantity = :v", "ann", null);

      assertThat(hit(store.look(faulty))).isNull();
      assertThatThrownBy(() -> store.read(faulty))
          .hasMessage("Query condition missed key schema element: customer");
    }

    @Test
    void hitsAndMissesOfQueriesAndScansAreCountedApart() {
      store.read(ordersOf("ann"));
      hit(store.look(ordersOf("ann")));
      store.read(scan());
      hit(store.look(scan()));
      hit(store.look(scan()));

      CacheStatistics statistics = store.statistics();

      assertThat(statistics.queryHits()).isEqualTo(1);
      assertThat(statistics.queryMisses()).isEqualTo(1);
      assertThat(statistics.scanHits()).isEqualTo(2);
      assertThat(statistics.scanMisses()).isEqualTo(1);
      assertThat(statistics.pages().hits()).isEqualTo(3);
    }
  }

  @Nested
  class DuringACommit {
    private final CountDownLatch inCommit = new CountDownLatch(1);
    private final CountDownLatch mayCommit = new CountDownLatch(1);

    /** Holds the next commit between the flux marks and its becoming visible. */
    private void holdNextCommit() {
      store.observe(
          new WriteListener() {
            @Override
            public void begun(List<? extends Touched> touched) {
              inCommit.countDown();
              try {
                mayCommit.await();
              } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
              }
            }
          });
    }

    @Test
    void touchedCollectionsAreReadFromTheStoreAndOthersFromMemory() throws InterruptedException {
      write("ann", 1, "new");
      write("bob", 1, "new");
      store.read(ordersOf("ann"));
      holdNextCommit();

      var pending = store.write(put(order("ann", 1, "paid")));
      inCommit.await();

      assertThat(hit(store.look(get(key("ann", 1))))).isNull();
      assertThat(hit(store.look(ordersOf("ann")))).isNull();
      assertThat(hit(store.look(scan()))).isNull();
      assertThat(hit(store.look(get(key("bob", 1))))).isNotNull();
      assertThat(stateOf(store.read(get(key("ann", 1))).item())).isEqualTo("new");
      assertThat(store.read(ordersOf("ann")).page().count()).isEqualTo(1);

      mayCommit.countDown();
      pending.join();
      assertThat(stateOf(cachedItem(get(key("ann", 1))).item())).isEqualTo("paid");
    }
  }
}
