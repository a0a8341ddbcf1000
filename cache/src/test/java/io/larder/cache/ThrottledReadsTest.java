package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.batch;
import static io.larder.cache.Tables.consistent;
import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.getConsistently;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.stateOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.throughput.Access;
import io.larder.store.throughput.ResourceThroughput;
import io.larder.store.throughput.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caches over tables that are held to their throughput. */
final class ThrottledReadsTest {
  private static final double HOURS = 10_000;

  private final Throughput throughput =
      new Throughput(new Throughput.Options(true, Set.of()), System::nanoTime);
  private final LmdbTableStore bundled =
      LmdbTableStore.open(LmdbOptions.inMemory().withThroughput(throughput));
  private final CachingTableStore store =
      CachingTableStore.over(
          bundled, new CacheOptions(1 << 20, Duration.ZERO, 1 << 20, Duration.ofHours(1), true));

  @BeforeEach
  void createTable() {
    store.change(Tables.create()).join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ResourceThroughput throughput() {
    return throughput.of(Objects.requireNonNull(bundled.known(ORDERS))).own();
  }

  /** From now on the table takes one read in a second, and has taken those of some hours. */
  private void throttle() {
    store
        .change(
            new UpdateTableRequest(
                ORDERS,
                List.of(),
                List.of(),
                new TableOptions(
                    BillingMode.PAY_PER_REQUEST,
                    null,
                    new OnDemandThroughput(1L, -1L),
                    null,
                    null,
                    null,
                    null,
                    null)))
        .join();
    throughput().consume(Access.READ, HOURS);
  }

  @Test
  void readsAreChargedAsTheyAskAndWhatTheCachesAnswerIsNot() {
    store.read(get(key("ann", 1)));
    store.read(get(key("ann", 1)));
    store.read(getConsistently(key("ann", 2)));
    assertThat(throughput().consumed(Access.READ)).isEqualTo(1.5);

    store.read(ordersOf("bob"));
    store.read(consistent(ordersOf("bob")));
    store.read(consistent(ordersOf("cid")));
    assertThat(throughput().consumed(Access.READ)).isEqualTo(3);

    store.read(batch(List.of(key("ann", 1), key("ann", 3), key("ann", 4))));
    assertThat(throughput().consumed(Access.READ)).isEqualTo(4);
  }

  @Test
  void whatIsInTheCachesIsReadWhateverTheThroughput() {
    store.write(put(order("ann", 1, "new"))).join();
    throttle();

    assertThat(stateOf(store.read(get(key("ann", 1))).item())).isEqualTo("new");
    assertThatThrownBy(() -> store.read(get(key("ann", 2))))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refusal -> assertThat(refusal.error()).isInstanceOf(ServiceError.Throttling.class));
  }

  @Test
  void ofABatchTheRestIsLeftUnlessItIsAll() {
    store.write(put(order("ann", 1, "new"))).join();
    throttle();

    for (int missing = 1; missing < 3; missing++) {
      var keys = new ArrayList<>(List.of(key("ann", 1)));
      for (int number = 0; number < missing; number++) {
        keys.add(key("ann", 2 + number));
      }
      var answer = store.read(batch(keys));
      assertThat(answer.responses().get(ORDERS)).hasSize(1);
      assertThat(Objects.requireNonNull(answer.unprocessedKeys().get(ORDERS)).keys())
          .isEqualTo(keys.subList(1, keys.size()));
    }
    assertThatThrownBy(() -> store.read(batch(List.of(key("ann", 2), key("ann", 3)))))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("maximum OnDemandThroughput");
  }
}
