package io.larder.cache;

import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.store.ForwardingTableStore;
import io.larder.store.PointPlan;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many readers of one thing, and one reader of many. */
final class HerdTest {
  private static final int READERS = 1000;
  private static final int HOT = 100;
  private static final int ITEM_BYTES = 1000;

  private final TableStore tables = LmdbTableStore.open(LmdbOptions.inMemory());

  HerdTest() {
    tables.change(Tables.create()).join();
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private static CachingTableStore caches(TableStore store, long bytes) {
    return CachingTableStore.over(
        store, new CacheOptions(bytes, Duration.ZERO, bytes, Duration.ofHours(1), true));
  }

  /** Answers nobody until it is let. */
  private static final class HeldStore extends ForwardingTableStore {
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger reads = new AtomicInteger();

    HeldStore(TableStore store) {
      super(store);
    }

    @Override
    public @Nullable Item item(PointPlan plan) {
      reads.incrementAndGet();
      try {
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.item(plan);
    }
  }

  @Test
  void aThousandMissesOfOneKeyAreOneRead() throws Exception {
    // Given
    tables.write(put(order("ann", 1, "new"))).join();
    var store = new HeldStore(tables);
    CachingTableStore caches = caches(store, 1 << 20);
    List<Lookup.Miss> misses = new ArrayList<>();
    for (int reader = 0; reader < READERS; reader++) {
      misses.add((Lookup.Miss) caches.look(get(key("ann", 1))));
    }

    // When
    List<Future<@Nullable String>> answers = new ArrayList<>();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Lookup.Miss miss : misses) {
        answers.add(readers.submit(() -> stateOf(((GetItemResponse) miss.read()).item())));
      }
      Awaitility.await().until(() -> caches.statistics().coalesced() == READERS - 1);
      store.held.countDown();
    }

    // Then
    for (Future<@Nullable String> answer : answers) {
      assertThat(answer.get()).isEqualTo("new");
    }
    assertThat(store.reads).hasValue(1);
  }

  private static Map<String, AttributeValue> large(int number) {
    return order("c" + number, number, "s".repeat(ITEM_BYTES));
  }

  @Test
  void aScanOfTenTimesTheCacheLeavesTheHotSet() {
    // Given
    long bytes = 4L * HOT * ITEM_BYTES;
    int items = (int) (10 * bytes / ITEM_BYTES);
    for (int number = 0; number < items; number++) {
      tables.write(put(large(number))).join();
    }
    CachingTableStore caches = caches(tables, bytes);
    for (int round = 0; round < 10; round++) {
      readHotSet(caches);
    }

    // When
    Map<String, AttributeValue> start = null;
    do {
      start =
          caches
              .read(
                  new ScanRequest(
                      Tables.ORDERS,
                      null,
                      new PageRequest(null, null, null, null, 50, start, false),
                      ReturnConsumedCapacity.NONE,
                      ValidationLayer.OLDER))
              .page()
              .lastEvaluatedKey();
    } while (start != null);

    // Then
    long before = caches.statistics().items().hits();
    readHotSet(caches);
    assertThat(caches.statistics().items().hits() - before).isGreaterThanOrEqualTo(90);
  }

  private static void readHotSet(CachingTableStore caches) {
    for (int number = 0; number < HOT; number++) {
      caches.read(get(key("c" + number, number)));
    }
  }
}
