package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.store.NewTable;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.layout.KeyLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two keys that no hash tells apart, as may happen once in 2⁶⁴ times. */
final class CollidingKeysTest {
  private LmdbTableStore store;

  @BeforeEach
  void open() {
    store =
        LmdbTableStore.open(
            LmdbOptions.inMemory(),
            EngineParts.DEFAULT,
            _ -> new KeyLayout(CollidingPartitionsTest.ONE_FOR_ALL, _ -> 7));
    store
        .change(NewTable.named(TABLE, "pk:S", "").global("index", "x:S", "", "*").request())
        .join();
    store.write(put(TABLE, "pk", s("a"), "x", s("x"))).join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theSecondIsRefusedAndTheFirstStays() {
    var second = store.write(put(TABLE, "pk", s("b"), "x", s("y")));

    assertThat(refusal(second)).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    assertThat(store.failure()).isEmpty();
  }

  @Test
  void theOneIsNotReadForTheOther() {
    assertThatThrownBy(() -> store.read(get(TABLE, "pk", s("b"))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> store.read(query(TABLE, key("x = :x", ":x", s("y")), page("index").request())))
        .isInstanceOf(IllegalStateException.class);
  }
}
