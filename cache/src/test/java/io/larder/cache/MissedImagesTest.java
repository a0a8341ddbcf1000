package io.larder.cache;

import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caches that fail to take what a commit has left. */
final class MissedImagesTest {
  private final AtomicBoolean cacheFails = new AtomicBoolean();
  private CachingTableStore store;

  @BeforeEach
  void open() {
    var options =
        new CacheOptions(
            1 << 20, Duration.ofMinutes(5), 1 << 20, Duration.ofMinutes(5), true, this::nanos);
    store = CachingTableStore.over(LmdbTableStore.open(LmdbOptions.inMemory()), options);
    store.change(Tables.create()).join();
  }

  private long nanos() {
    if (cacheFails.get()) {
      throw new IllegalStateException("the cache has failed");
    }
    return 0;
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void write(int number, String state) {
    store.write(put(order("ann", number, state))).join();
  }

  @Test
  void theOlderImageIsNeverAnswered() {
    write(1, "new");
    cacheFails.set(true);
    write(1, "paid");
    cacheFails.set(false);

    assertThat(hit(store.look(get(key("ann", 1))))).isNull();
    assertThat(stateOf(store.read(get(key("ann", 1))).item())).isEqualTo("paid");
  }

  @Test
  void laterCommitsDoNotMakeItLookCurrent() {
    write(1, "new");
    store.read(ordersOf("ann"));
    cacheFails.set(true);
    write(1, "paid");
    cacheFails.set(false);

    write(2, "new");

    assertThat(hit(store.look(get(key("ann", 1))))).isNull();
    assertThat(hit(store.look(ordersOf("ann")))).isNull();
    assertThat(stateOf(store.read(get(key("ann", 1))).item())).isEqualTo("paid");
  }
}
