package io.larder.store.lmdb;

import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.NewTable;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.ForwardingLog;
import io.larder.store.lmdb.engine.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write costs the same however many keys share their beginning with its own. */
final class SharedPrefixCostTest {
  private static final String SHARED = "s".repeat(1_000);

  private CountingLog log;
  private LmdbTableStore store;

  /** Counts what is logged, which is what a write costs: each record is made and copied once. */
  private static final class CountingLog extends ForwardingLog {
    private int records;
    private long bytes;

    CountingLog(WriteAheadLog log) {
      super(log);
    }

    @Override
    public void add(Database database, byte[] key, byte @Nullable [] value) {
      records++;
      bytes += key.length + (value == null ? 0 : value.length);
      super.add(database, key, value);
    }
  }

  private record Cost(int records, long bytes) {}

  @BeforeEach
  void open() {
    store =
        LmdbTableStore.open(
            LmdbOptions.inMemory(), EngineParts.DEFAULT.with(file -> log = new CountingLog(file)));
    store
        .change(
            NewTable.named(TABLE, "pk:S", "sk:S")
                .global("byLong", "g:S", "alt:S")
                .local("localLong", "pk:S", "alt:S")
                .request())
        .join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Cost cost(CompletableFuture<?> write) {
    write.join();
    var cost = new Cost(log.records, log.bytes);
    log.records = 0;
    log.bytes = 0;
    return cost;
  }

  private CompletableFuture<?> putNumbered(int number) {
    String key = SHARED + "%05d".formatted(number);
    return store.write(
        put(
            TABLE,
            "pk",
            s("a"),
            "sk",
            s(key),
            "g",
            s("g"),
            "alt",
            s(key),
            "x",
            s("" + number % 7)));
  }

  private CompletableFuture<?> deleteNumbered(int number) {
    return store.write(delete(TABLE, "pk", s("a"), "sk", s(SHARED + "%05d".formatted(number))));
  }

  private void putMany(int from, int to) {
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int number = from; number < to; number++) {
      writes.add(putNumbered(number));
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
  }

  @Test
  void aPutAmongThousandsIsAsDearAsAmongTen() {
    putMany(0, 10);
    cost(putNumbered(10));
    Cost amongTen = cost(putNumbered(11));
    Cost replacedAmongTen = cost(putNumbered(4));
    Cost deletedAmongTen = cost(deleteNumbered(5));
    putMany(20, 5_000);
    cost(putNumbered(5_000));

    assertThat(cost(putNumbered(5_001))).isEqualTo(amongTen);
    assertThat(cost(putNumbered(77))).isEqualTo(replacedAmongTen);
    assertThat(cost(deleteNumbered(2_500))).isEqualTo(deletedAmongTen);
  }
}
