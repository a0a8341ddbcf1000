package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.scan;
import static io.larder.cache.Tables.stateOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ScanResponse;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to a table between the look into the caches and the read. */
final class MissesTest {
  private final CachingTableStore store =
      CachingTableStore.over(
          LmdbTableStore.open(LmdbOptions.inMemory()),
          new CacheOptions(1 << 20, Duration.ZERO, 1 << 20, Duration.ofHours(1), true));

  @BeforeEach
  void createTable() {
    store.change(Tables.create()).join();
    write(1, "old");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void write(int number, String state) {
    store.write(put(order("ann", number, state))).join();
  }

  private Lookup.Miss look(Request.Cacheable<?> request) {
    return (Lookup.Miss) store.look(request);
  }

  private void drop() {
    store.change(new DeleteTableRequest(ORDERS)).join();
  }

  static List<Request.Cacheable<?>> reads() {
    return List.of(get(key("ann", 2)), ordersOf("ann"), scan());
  }

  @ParameterizedTest
  @MethodSource("reads")
  void aTableThatWasDroppedIsNotFound(Request.Cacheable<?> request) {
    // Given
    Lookup.Miss miss = look(request);

    // When
    drop();

    // Then
    assertThatThrownBy(miss::read)
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("Requested resource not found");
  }

  @Test
  void theTableThatIsThereWhenItIsReadIsRead() {
    // Given
    Lookup.Miss item = look(get(key("ann", 2)));
    Lookup.Miss query = look(ordersOf("ann"));
    Lookup.Miss scan = look(scan());

    // When
    drop();
    store.change(Tables.create()).join();
    write(2, "new");

    // Then
    assertThat(stateOf(((GetItemResponse) item.read()).item())).isEqualTo("new");
    assertThat(((QueryResponse) query.read()).page().items())
        .extracting(Tables::stateOf)
        .containsExactly("new");
    assertThat(((ScanResponse) scan.read()).page().items())
        .extracting(Tables::stateOf)
        .containsExactly("new");
  }

  @Test
  void whatAnotherReaderHasBroughtSinceIsAHit() {
    // Given
    Lookup.Miss miss = look(ordersOf("ann"));
    store.read(ordersOf("ann"));
    long hits = store.statistics().queryHits();

    // When
    miss.read();

    // Then
    assertThat(store.statistics().queryHits()).isEqualTo(hits + 1);
    assertThat(hit(store.look(ordersOf("ann")))).isNotNull();
  }
}
