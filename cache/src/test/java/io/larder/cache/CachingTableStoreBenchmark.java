package io.larder.cache;

import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.text;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Answers from memory, of one hot key and of all keys in turn. The store behind the caches is asked
 * for the definition of the table only.
 */
@State(Scope.Thread)
public class CachingTableStoreBenchmark {
  private static final int CUSTOMERS = 1000;
  private static final int ORDERS_OF_CUSTOMER = 10;
  private static final long CACHE_BYTES = 256L << 20;

  private final CachingTableStore store =
      CachingTableStore.over(
          LmdbTableStore.open(LmdbOptions.inMemory()),
          new CacheOptions(CACHE_BYTES, Duration.ofDays(1), CACHE_BYTES, Duration.ofDays(1), true));
  private final List<GetItemRequest> gets = new ArrayList<>();
  private final List<QueryRequest> queries = new ArrayList<>();
  private int calls;

  @Setup
  public void fill() {
    store.change(Tables.create()).join();
    for (int c = 0; c < CUSTOMERS; c++) {
      String customer = "customer-%05d".formatted(c);
      for (int number = 0; number < ORDERS_OF_CUSTOMER; number++) {
        Map<String, AttributeValue> order = order(customer, number, "new");
        order.put("text", text("x".repeat(1100)));
        store.write(put(order)).join();
        gets.add(get(key(customer, number)));
      }
      queries.add(ordersOf(customer));
    }
    // After the last write: one write may end the pages of several collections.
    queries.forEach(store::read);
  }

  @TearDown
  public void close() {
    store.close();
  }

  @Benchmark
  public Response itemHit() {
    return hit(gets.getFirst());
  }

  @Benchmark
  public Response itemHitInTurn() {
    return hit(next(gets));
  }

  @Benchmark
  public Response pageHit() {
    return hit(queries.getFirst());
  }

  @Benchmark
  public Response pageHitInTurn() {
    return hit(next(queries));
  }

  private <T> T next(List<T> requests) {
    calls = (calls + 1) % requests.size();
    return requests.get(calls);
  }

  private Response hit(Request.Cacheable<?> request) {
    return Objects.requireNonNull(Tables.hit(store.look(request)), "not in the cache");
  }
}
