package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.refusal;
import static io.larder.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.ItemChange;
import io.larder.store.NewTable;
import io.larder.store.Table;
import io.larder.store.WriteListener;
import io.larder.store.WriteObserver;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.DatabaseContents;
import io.larder.store.lmdb.engine.EngineOptions;
import io.larder.store.lmdb.engine.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time to live, from the setting to the deletion of what has expired. */
final class TimeToLiveTest {
  private static final String TABLE = "Sessions";
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private LmdbTableStore store;

  @BeforeEach
  void open() {
    store =
        LmdbTableStore.open(
            LmdbOptions.durable(directory)
                .withClock(clock)
                .withTimeToLiveSweep(Duration.ofMillis(1)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void createTable() {
    store
        .change(NewTable.named(TABLE, "pk:S", "sk:S").global("index", "user:S", "", "*").request())
        .join();
  }

  private CompletableFuture<?> setTimeToLive(String attribute, boolean enabled) {
    return store.change(
        new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification(attribute, enabled)));
  }

  private CompletableFuture<?> save(String pk, AttributeValue expires) {
    return store.write(put(TABLE, "pk", s(pk), "sk", s("x"), "user", s("u"), "expires", expires));
  }

  private @Nullable String attribute() {
    return store.describe(new DescribeTimeToLiveRequest(TABLE)).attributeName();
  }

  private List<String> left() {
    return texts(store.read(scan(TABLE, page().request())).page().items(), "pk");
  }

  private void awaitLeft(String... expected) {
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(left()).containsExactlyInAnyOrder(expected));
  }

  /** Lets every chore that is due be done: two sweeps at least. */
  private void awaitSweeps() {
    long enough = System.nanoTime() + Duration.ofMillis(20).toNanos();
    await().pollInSameThread().until(() -> System.nanoTime() > enough);
  }

  @Test
  void anItemIsDeletedOnceItsSecondIsOver() {
    createTable();
    setTimeToLive("expires", true).join();
    save("soon", n(clock.second() + 10)).join();
    save("later", n(clock.second() + 11)).join();

    clock.pass(Duration.ofSeconds(10));
    awaitSweeps();
    assertThat(left()).containsExactlyInAnyOrder("soon", "later");
    clock.pass(SECOND);

    awaitLeft("later");
  }

  @Test
  void indexesCountsAndListenersSeeTheDeletion() {
    createTable();
    var deleted = new CopyOnWriteArrayList<ItemChange>();
    store.observe(deletionsTo(deleted));
    setTimeToLive("expires", true).join();
    save("a", n(clock.second() - 1)).join();
    Table table = store.known(TABLE);

    awaitLeft();

    assertThat(store.read(scan(TABLE, page("index").request())).page().count()).isZero();
    TableDescription described = store.describe(new DescribeTableRequest(TABLE)).table();
    assertThat(described.size().itemCount()).isZero();
    assertThat(described.schema().globalSecondaryIndexes().getFirst().size().itemCount()).isZero();
    assertThat(deleted)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.key())
                  .isEqualTo(table.primaryKey(get(TABLE, "pk", s("a"), "sk", s("x")).key()));
              assertThat(change.collections()).hasSize(2);
            });
  }

  private static WriteObserver deletionsTo(List<ItemChange> deleted) {
    return new WriteListener() {
      @Override
      public void committed(List<ItemChange> changes) {
        changes.stream().filter(change -> change.newImage() == null).forEach(deleted::add);
      }
    };
  }

  @Test
  void onlyNumbersOfTheLastFiveYearsExpire() {
    createTable();
    setTimeToLive("expires", true).join();
    long fiveYearsAgo = clock.instant().atOffset(ZoneOffset.UTC).minusYears(5).toEpochSecond();
    save("text", s("1")).join();
    save("older", n(fiveYearsAgo)).join();
    save("young enough", n(fiveYearsAgo + 1)).join();
    save("negative", n(-1)).join();
    save("milliseconds", n(clock.instant().toEpochMilli() - 1)).join();
    save("huge", n("9.9E125")).join();
    save("fraction", n((clock.second() - 1) + ".5")).join();

    awaitLeft("text", "older", "negative", "milliseconds", "huge");
  }

  @Test
  void aProlongedItemStays() {
    createTable();
    setTimeToLive("expires", true).join();
    save("a", n(clock.second() + 10)).join();
    save("b", n(clock.second() + 10)).join();

    save("a", n(clock.second() + 20)).join();
    clock.pass(Duration.ofSeconds(11));

    awaitLeft("a");
  }

  @Test
  void itemsFromBeforeTheSettingExpireToo() {
    createTable();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int number = 0; number < 700; number++) {
      writes.add(save("old " + number, n(clock.second() - 1 - number % 7)));
    }
    writes.add(save("kept", n(clock.second() + 1_000)));
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();

    setTimeToLive("expires", true).join();

    awaitLeft("kept");
  }

  @Test
  void itemsWithKeysOfFullLengthExpireOneByOne() {
    createTable();
    setTimeToLive("expires", true).join();
    String common = "s".repeat(1_020);
    for (int number = 0; number < 4; number++) {
      store
          .write(
              put(
                  TABLE,
                  "pk",
                  s("p".repeat(2_048)),
                  "sk",
                  s(common + number),
                  "expires",
                  n(clock.second() + number)))
          .join();
    }

    clock.pass(Duration.ofSeconds(2));

    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(texts(store.read(scan(TABLE, page().request())).page().items(), "sk"))
                    .containsExactly(common + 2, common + 3));
  }

  @Test
  void theSettingIsKeptAndGoneWithItsTable() {
    createTable();
    setTimeToLive("expires", true).join();
    save("a", n(clock.second() + 10)).join();
    close();
    clock.pass(Duration.ofSeconds(11));

    open();

    assertThat(attribute()).isEqualTo("expires");
    awaitLeft();
    store.change(new DeleteTableRequest(TABLE)).join();
    createTable();
    assertThat(attribute()).isNull();
  }

  @Test
  void whatIsDisabledDeletesNothingAndLeavesNothingBehind() {
    createTable();
    setTimeToLive("expires", true).join();
    save("a", n(clock.second() + 10)).join();

    setTimeToLive("expires", false).join();
    clock.pass(Duration.ofSeconds(11));
    awaitSweeps();

    assertThat(attribute()).isNull();
    assertThat(left()).containsExactly("a");
    await().pollInSameThread().until(() -> store.metrics().backlog() == 0);
    close();
    try (var environment = Environment.open(EngineOptions.durable(directory));
        var txn = environment.beginRead()) {
      assertThat(DatabaseContents.count(environment.database(Database.DATA), txn)).isEqualTo(2);
      assertThat(DatabaseContents.count(environment.database(Database.SIZES), txn)).isEqualTo(2);
    }
    open();
  }

  @Test
  void settingsThatChangeNothingAreRefused() {
    assertThat(refusal(setTimeToLive("expires", true)))
        .isEqualTo(
            new ServiceError.ResourceNotFound(
                "Requested resource not found: Table: Sessions not found"));
    assertThat(refusal(() -> attribute()))
        .isEqualTo(
            new ServiceError.ResourceNotFound(
                "Requested resource not found: Table: Sessions not found"));
    createTable();
    assertThat(refusal(setTimeToLive("expires", false)))
        .isEqualTo(new ServiceError.Validation("TimeToLive is already disabled"));

    setTimeToLive("expires", true).join();

    assertThat(refusal(setTimeToLive("expires", true)))
        .isEqualTo(new ServiceError.Validation("TimeToLive is already enabled"));
    assertThat(refusal(setTimeToLive("other", true)))
        .isEqualTo(
            new ServiceError.Validation(
                "TimeToLive is active on a different AttributeName: current AttributeName is"
                    + " expires"));
  }

  @Test
  void continuousBackupsAreDescribedForTablesOnly() {
    var request = new DescribeContinuousBackupsRequest(TABLE);
    assertThat(refusal(() -> store.describe(request)))
        .isEqualTo(new ServiceError.TableNotFound("Table not found: Sessions"));

    createTable();

    assertThat(store.describe(request)).isNotNull();
  }
}
