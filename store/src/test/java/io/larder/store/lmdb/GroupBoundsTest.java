package io.larder.store.lmdb;

import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.NewTable;
import io.larder.store.Touched;
import io.larder.store.WriteListener;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.FailingLog;
import io.larder.store.lmdb.engine.ManualTicker;
import io.larder.store.lmdb.engine.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is done before what was done is committed. */
final class GroupBoundsTest {
  private static final int LARGE = 300_000;
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path directory;
  private final FailingLog.Access log = new FailingLog.Access();
  private final ManualClock clock = new ManualClock();
  private LmdbTableStore store;

  private void open(Ticker ticker) {
    store =
        LmdbTableStore.open(
            LmdbOptions.durable(directory)
                .withClock(clock)
                .withTimeToLiveSweep(Duration.ofMillis(1)),
            EngineParts.DEFAULT.with(ticker).with(log::open));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Holds the writer in its next commit, and writes down how many changes each commit has. */
  private static final class Commits implements WriteListener {
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public void begun(List<? extends Touched> touched) {
      sizes.add(touched.size());
      reached.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void createTable() {
    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
  }

  private void saveLarge(int count) {
    for (int number = 0; number < count; number++) {
      store
          .write(
              put(
                  TABLE,
                  "pk",
                  s("" + number),
                  "x",
                  s("x"),
                  "expires",
                  n(clock.second() + 1),
                  "text",
                  s("t".repeat(LARGE))))
          .join();
    }
  }

  @Test
  void aGroupThatTakesLongIsCommittedBeforeTheWritesBehindAreMade() throws InterruptedException {
    var ticker = new ManualTicker();
    open(
        () -> {
          ticker.pass(Duration.ofMillis(7));
          return ticker.nanos();
        });
    createTable();
    var commits = new Commits();
    store.observe(commits);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    writes.add(store.write(put(TABLE, "pk", s("held"))));
    commits.reached.await();
    for (int number = 0; number < 9; number++) {
      writes.add(store.write(put(TABLE, "pk", s("" + number))));
    }
    commits.opened.countDown();
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();

    assertThat(commits.sizes.stream().mapToInt(size -> size).sum()).isEqualTo(10);
    assertThat(commits.sizes).allMatch(size -> size <= 3).contains(3);
  }

  @Test
  void anIndexIsFilledInChunksOfBoundedSize() {
    open(Ticker.SYSTEM);
    createTable();
    saveLarge(20);

    store.change(addIndex()).join();
    await().pollInSameThread().until(() -> store.metrics().backlog() == 0);

    assertThat(store.read(scan(TABLE, page("index").request())).page().count()).isPositive();
    assertThat(log.largestGroup()).isBetween(LARGE, 2 * MEGABYTE);
  }

  private static UpdateTableRequest addIndex() {
    var definition = NewTable.named(TABLE, "x:S", "");
    return new UpdateTableRequest(
        TABLE,
        definition.definitions(),
        List.of(
            new GlobalSecondaryIndexUpdate.Create(
                new GlobalSecondaryIndex(
                    "index",
                    definition.request().keySchema(),
                    NewTable.projection("*"),
                    null,
                    null,
                    null))),
        new TableOptions(null, null, null, null, null, null, null, null));
  }

  @Test
  void expiredItemsAreDeletedInChunksOfBoundedSize() {
    open(Ticker.SYSTEM);
    createTable();
    store
        .change(new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification("expires", true)))
        .join();
    saveLarge(20);
    var commits = new Commits();
    commits.opened.countDown();
    store.observe(commits);

    clock.pass(Duration.ofSeconds(2));
    await().pollInSameThread().until(() -> commits.sizes.stream().mapToInt(s -> s).sum() == 20);

    assertThat(commits.sizes).allMatch(size -> size <= MEGABYTE / LARGE + 1);
  }

  @Test
  void choresComeToAnEndThoughEachStepTakesLong() {
    var ticker = new ManualTicker();
    open(
        () -> {
          ticker.pass(Duration.ofMillis(7));
          return ticker.nanos();
        });
    for (int number = 0; number < 5; number++) {
      String name = "Table" + number;
      store.change(NewTable.named(name, "pk:S", "").request()).join();
      store
          .change(new UpdateTimeToLiveRequest(name, new TimeToLiveSpecification("expires", true)))
          .join();
      store.write(put(name, "pk", s("a"), "expires", n(clock.second() - 1))).join();
    }
    await()
        .pollInSameThread()
        .untilAsserted(
            () -> {
              for (int number = 0; number < 5; number++) {
                var page = store.read(scan("Table" + number, page().request())).page();
                assertThat(page.count()).isZero();
              }
            });

    for (int number = 0; number < 5; number++) {
      store.change(new DeleteTableRequest("Table" + number)).join();
    }
    await().pollInSameThread().until(() -> store.metrics().backlog() == 0);
  }
}
