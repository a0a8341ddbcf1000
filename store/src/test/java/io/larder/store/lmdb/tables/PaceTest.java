package io.larder.store.lmdb.tables;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.NewTable;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.lmdb.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The realistic pace of the control plane. */
final class PaceTest {
  private static final String TABLE = "Music";
  private static final String IN_USE = "Attempt to change a resource which is still in use: ";
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private LmdbTableStore store;

  @BeforeEach
  void open() {
    store =
        LmdbTableStore.open(
            LmdbOptions.durable(directory)
                .withClock(clock)
                .withControlPlane(ControlPlane.REALISTIC));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CompletableFuture<?> create() {
    return store.change(NewTable.named(TABLE, "pk:S", "").global("index", "x:S", "").request());
  }

  private TableDescription describe() {
    return store.describe(new DescribeTableRequest(TABLE)).table();
  }

  private CompletableFuture<?> delete() {
    return store.change(new DeleteTableRequest(TABLE));
  }

  private void createAndSettle() {
    create().join();
    settle();
  }

  private void settle() {
    clock.pass(LONG);
    await().pollInSameThread().until(() -> describe().tableStatus() == TableStatus.ACTIVE);
  }

  private CompletableFuture<?> protect(boolean enabled) {
    return store.change(
        new UpdateTableRequest(
            TABLE,
            List.of(),
            List.of(),
            new TableOptions(null, null, null, null, null, null, null, enabled)));
  }

  private CompletableFuture<?> tag(String value) {
    return store.change(
        new TagResourceRequest(describe().identity().tableArn(), List.of(new Tag("team", value))));
  }

  private CompletableFuture<?> setTimeToLive(boolean enabled) {
    return store.change(
        new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification("expires", enabled)));
  }

  @Test
  void aTableThatIsBeingCreatedIsDescribedButHasNoItemsYet() {
    create().join();

    assertThat(describe().tableStatus()).isEqualTo(TableStatus.CREATING);
    assertThat(describe().schema().globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.CREATING);
    var notFound = new ServiceError.ResourceNotFound("Requested resource not found");
    assertThat(refusal(store.write(put(TABLE, "pk", s("a"))))).isEqualTo(notFound);
    assertThat(refusal(() -> store.read(get(TABLE, "pk", s("a"))))).isEqualTo(notFound);
    var beingCreated = new ServiceError.ResourceInUse(IN_USE + "Table is being created: Music");
    assertThat(refusal(create())).isEqualTo(beingCreated);
    assertThat(refusal(delete())).isEqualTo(beingCreated);
    assertThat(refusal(protect(true))).isEqualTo(beingCreated);
    assertThat(refusal(() -> store.describe(new DescribeTimeToLiveRequest(TABLE))))
        .isEqualTo(
            new ServiceError.Validation(
                "Cannot describe time to live while table is in CREATING state: Current table state"
                    + " is CREATING"));
  }

  @Test
  void aTableIsActiveAfterAWhile() {
    create().join();

    settle();

    assertThat(describe().schema().globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.ACTIVE);
    store.write(put(TABLE, "pk", s("a"))).join();
    assertThat(refusal(create()))
        .isEqualTo(new ServiceError.ResourceInUse("Table already exists: Music"));
  }

  @Test
  void aTableTakesSixSecondsAtMostAndOneWithIndexesSixteenToTwentyTwo() {
    create().join();
    store.change(NewTable.named("Plain", "pk:S", "").request()).join();

    clock.pass(Duration.ofSeconds(6));
    await().pollInSameThread().until(() -> statusOf("Plain") == TableStatus.ACTIVE);
    store.change(new DeleteTableRequest("Plain")).join();
    clock.pass(Duration.ofSeconds(6));
    await()
        .pollInSameThread()
        .until(() -> store.describe(new ListTablesRequest(null, 9)).tableNames().size() == 1);
    clock.pass(Duration.ofSeconds(4));
    assertThat(statusOf(TABLE)).isEqualTo(TableStatus.CREATING);

    clock.pass(Duration.ofSeconds(6));
    await().pollInSameThread().until(() -> statusOf(TABLE) == TableStatus.ACTIVE);
  }

  private TableStatus statusOf(String table) {
    return store.describe(new DescribeTableRequest(table)).table().tableStatus();
  }

  @Test
  void aTableIsDescribedWhileItIsBeingDeleted() {
    createAndSettle();
    store.write(put(TABLE, "pk", s("a"))).join();

    delete().join();

    assertThat(describe().tableStatus()).isEqualTo(TableStatus.DELETING);
    assertThat(refusal(() -> store.read(get(TABLE, "pk", s("a")))))
        .isInstanceOf(ServiceError.ResourceNotFound.class);
    assertThat(refusal(delete()))
        .isEqualTo(new ServiceError.ResourceInUse(IN_USE + "Table is being deleted: Music"));
    assertThat(refusal(create()))
        .isEqualTo(new ServiceError.ResourceInUse("Table already exists: Music"));
    clock.pass(LONG);
    await()
        .pollInSameThread()
        .until(() -> store.describe(new ListTablesRequest(null, 100)).tableNames().isEmpty());
    createAndSettle();
    assertThat(describe().size().itemCount()).isZero();
  }

  @Test
  void anUpdatedTableServesButTakesNoOtherUpdate() {
    createAndSettle();

    store
        .change(
            new UpdateTableRequest(
                TABLE,
                List.of(),
                List.of(new GlobalSecondaryIndexUpdate.Delete("index")),
                new TableOptions(null, null, null, null, null, null, null, null)))
        .join();

    assertThat(describe().tableStatus()).isEqualTo(TableStatus.UPDATING);
    store.write(put(TABLE, "pk", s("a"))).join();
    assertThat(refusal(protect(true)))
        .isEqualTo(new ServiceError.ResourceInUse(IN_USE + "Table is being updated: Music"));
    settle();
  }

  @Test
  void aRestartSettlesEveryTable() {
    create().join();
    close();

    open();

    await().pollInSameThread().until(() -> describe().tableStatus() == TableStatus.ACTIVE);
  }

  @Test
  void deletionProtectionIsNotToggledTooFast() {
    createAndSettle();

    protect(true).join();

    assertThat(describe().tableStatus()).isEqualTo(TableStatus.ACTIVE);
    clock.pass(Duration.ofSeconds(10));
    assertThat(refusal(protect(false)))
        .isEqualTo(
            new ServiceError.Throttling(
                "Deletion protection setting for table Music modified within the previous 15000"
                    + " milliseconds. Please try again after 2026-05-04T03:03:16.500Z"));

    protect(true).join();
    clock.pass(Duration.ofSeconds(5));
    protect(false).join();
  }

  @Test
  void tagsAreLockedForAMomentByAnEffectiveChange() {
    createAndSettle();
    tag("a").join();

    tag("a").join();
    clock.pass(Duration.ofMillis(1_599));
    assertThat(refusal(tag("b")))
        .isEqualTo(
            new ServiceError.LimitExceeded(
                "Subscriber limit exceeded: Table tags are being updated: Music"));

    clock.pass(Duration.ofMillis(1));
    tag("b").join();
  }

  @Test
  void theTimeToLiveIsNotChangedTwiceInHalfAnHour() {
    createAndSettle();
    setTimeToLive(true).join();

    clock.pass(Duration.ofMinutes(31).minusMillis(1));
    assertThat(refusal(setTimeToLive(false)))
        .isEqualTo(
            new ServiceError.Validation(
                "Time to live has been modified multiple times within a fixed interval"));

    clock.pass(Duration.ofMillis(1));
    setTimeToLive(false).join();
  }
}
