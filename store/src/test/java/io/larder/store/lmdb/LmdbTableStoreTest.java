package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.transaction;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.ContributorInsightsSummary;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.PointInTimeRecovery;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.store.NewTable;
import io.larder.store.OneWriterContract;
import io.larder.store.Requests;
import io.larder.store.TableStore;
import io.larder.store.Touched;
import io.larder.store.WriteListener;
import io.larder.store.lmdb.engine.CheckpointTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LmdbTableStoreTest extends OneWriterContract {
  @TempDir private Path directory;

  @Override
  protected TableStore open() {
    return LmdbTableStore.open(LmdbOptions.durable(directory.resolve("contract")));
  }

  private LmdbOptions options() {
    return LmdbOptions.durable(directory.resolve("own"));
  }

  @Test
  void whatIsSetBesideTablesIsThereAfterReopeningAndGoneWithThem() {
    String stream = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";
    try (var store = LmdbTableStore.open(options())) {
      for (String name : List.of(TABLE, "Other")) {
        store.change(NewTable.named(name, "pk:S", "").request()).join();
        store.change(new UpdateContinuousBackupsRequest(name, true, 7)).join();
        store.change(new UpdateContributorInsightsRequest(name, null, true, null)).join();
        store.change(new EnableKinesisStreamingDestinationRequest(name, stream, null)).join();
      }
      store.change(new DeleteTableRequest("Other")).join();
    }

    try (var store = LmdbTableStore.open(options())) {
      store.change(NewTable.named("Other", "pk:S", "").request()).join();
      assertThat(store.describe(new DescribeContinuousBackupsRequest(TABLE)).pointInTimeRecovery())
          .isEqualTo(new PointInTimeRecovery(7));
      assertThat(
              store.describe(new DescribeContinuousBackupsRequest("Other")).pointInTimeRecovery())
          .isNull();
      assertThat(
              store
                  .describe(new ListContributorInsightsRequest(null, null, 100))
                  .contributorInsightsSummaries())
          .extracting(ContributorInsightsSummary::tableName)
          .containsExactly(TABLE);
      assertThat(
              store
                  .describe(new DescribeKinesisStreamingDestinationRequest(TABLE))
                  .kinesisDataStreamDestinations())
          .extracting(KinesisDataStreamDestination::streamArn)
          .containsExactly(stream);
    }
  }

  @Test
  void everythingIsThereAfterReopening() {
    try (var store = LmdbTableStore.open(options())) {
      store
          .change(
              NewTable.named(TABLE, "pk:S", "sk:S")
                  .global("index", "x:N", "", "*")
                  .tag("team", "a")
                  .request())
          .join();
      store.write(put(TABLE, "pk", s("a"), "sk", s("1"), "x", n(1))).join();
      store.write(transaction("token", 1, putAction(TABLE, "pk", s("b"), "sk", s("1")))).join();
    }

    try (var store = LmdbTableStore.open(options())) {
      assertThat(store.read(get(TABLE, "pk", s("a"), "sk", s("1"))).item()).isNotNull();
      assertThat(store.read(scan(TABLE, page("index").request())).page().count()).isEqualTo(1);
      var table = store.describe(new DescribeTableRequest(TABLE)).table();
      assertThat(table.size().itemCount()).isEqualTo(2);
      assertThat(table.schema().globalSecondaryIndexes().getFirst().size().itemCount())
          .isEqualTo(1);
      assertThat(
              refusal(
                  store.write(
                      transaction("token", 2, putAction(TABLE, "pk", s("b"), "sk", s("1"))))))
          .isInstanceOf(ServiceError.IdempotentParameterMismatch.class);
    }
  }

  @Test
  void idsAreNotUsedAgainAfterReopening() {
    int first;
    try (var store = LmdbTableStore.open(options())) {
      store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
      first = store.known(TABLE).id();
      store.change(new DeleteTableRequest(TABLE)).join();
    }

    try (var store = LmdbTableStore.open(options())) {
      store.change(NewTable.named(TABLE, "pk:S", "").request()).join();

      assertThat(store.known(TABLE).id()).isGreaterThan(first);
    }
  }

  @Test
  void aDirectoryInUseIsRefused() {
    try (var _ = LmdbTableStore.open(options())) {
      assertThatThrownBy(() -> LmdbTableStore.open(options()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is in use by another process");
    }
  }

  @Test
  void whenTheMapIsUsedUpWritesAreRefusedAndReadsGoOnUntilItIsMadeLarger() {
    int kept;
    try (var store = LmdbTableStore.open(options().withMapSize(1 << 20), CheckpointTiming.ALWAYS)) {
      store.change(NewTable.named(TABLE, "pk:S", "").request()).join();

      kept = UntilRefused.fill(store, TABLE);

      assertThat(kept).isPositive();
      assertThat(store.failure()).isEmpty();
      UntilRefused.requireAll(store, TABLE, kept);
    }

    try (var store = LmdbTableStore.open(options(), CheckpointTiming.ALWAYS)) {
      UntilRefused.requireAll(store, TABLE, kept);
      store.write(put(TABLE, "pk", s("more"))).join();
    }
  }

  /** Holds the writer in its first commit. */
  private static final class Gate implements WriteListener {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public void begun(List<? extends Touched> touched) {
      reached.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aFullQueueRefusesAtOnceAndTheRestIsCommittedAsOneGroup() throws InterruptedException {
    try (var store = LmdbTableStore.open(options().withWriteQueue(5, 100))) {
      store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
      long commits = store.metrics().commits();
      var gate = new Gate();
      store.observe(gate);
      var held = store.write(put(TABLE, "pk", s("held")));
      gate.reached.await();
      List<CompletableFuture<?>> queued = new ArrayList<>();
      for (int number = 0; number < 5; number++) {
        queued.add(store.write(put(TABLE, "pk", s("" + number))));
      }

      var refused = store.write(put(TABLE, "pk", s("refused")));
      assertThat(refused).isCompletedExceptionally();
      assertThat(refusal(refused)).isInstanceOf(ServiceError.Throttling.class);

      gate.opened.countDown();
      held.join();
      CompletableFuture.allOf(queued.toArray(CompletableFuture[]::new)).join();
      assertThat(store.metrics().commits() - commits).isEqualTo(2);
      assertThat(store.metrics().largestGroup()).isEqualTo(5);
      assertThat(store.metrics().refusedWrites()).isEqualTo(1);
    }
  }

  @Test
  void whileAnIndexIsFilledNoOtherIsAddedAndTheTableIsNotDeleted() throws InterruptedException {
    try (var store = LmdbTableStore.open(options())) {
      store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
      var gate = new Gate();
      store.observe(gate);
      store.write(put(TABLE, "pk", s("held")));
      gate.reached.await();

      var first = store.change(addIndex("first"));
      var second = store.change(addIndex("second"));
      var deletion = store.change(new DeleteTableRequest(TABLE));
      gate.opened.countDown();

      first.join();
      assertThat(refusal(second))
          .isEqualTo(
              new ServiceError.LimitExceeded(
                  "Subscriber limit exceeded: Only 1 online index can be created or deleted"
                      + " simultaneously per table"));
      assertThat(refusal(deletion))
          .isEqualTo(
              new ServiceError.ResourceInUse(
                  "Attempt to change a resource which is still in use: Cannot delete table while"
                      + " indexes are being created, updated, or deleted."));
    }
  }

  private static UpdateTableRequest addIndex(String name) {
    var definition = NewTable.named(TABLE, "x:S", "");
    return new UpdateTableRequest(
        TABLE,
        definition.definitions(),
        List.of(
            new GlobalSecondaryIndexUpdate.Create(
                new GlobalSecondaryIndex(
                    name,
                    definition.request().keySchema(),
                    NewTable.projection(),
                    null,
                    null,
                    null))),
        new TableOptions(null, null, null, null, null, null, null, null));
  }

  @Test
  void laterWritesOfAGroupSeeEarlierOnes() throws InterruptedException {
    try (var store = LmdbTableStore.open(options())) {
      store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
      var gate = new Gate();
      store.observe(gate);
      List<CompletableFuture<?>> writes = new ArrayList<>();
      writes.add(store.write(put(TABLE, "pk", s("held"))));
      gate.reached.await();
      for (int number = 0; number < 10; number++) {
        writes.add(
            store.write(
                update(
                    TABLE,
                    item("pk", s("a")),
                    Requests.update("ADD x :one", ":one", n(1)),
                    Requests.NOTHING)));
      }
      gate.opened.countDown();
      CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();

      assertThat(Objects.requireNonNull(store.read(get(TABLE, "pk", s("a"))).item()).attributes())
          .containsEntry("x", n(10));
    }
  }

  @Test
  void aClosedStoreCompletesWhatWasQueuedAndRefusesMore() {
    var store = LmdbTableStore.open(options());
    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int number = 0; number < 50; number++) {
      writes.add(store.write(put(TABLE, "pk", s("" + number))));
    }

    store.close();

    assertThat(writes)
        .allMatch(CompletableFuture::isDone)
        .noneMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(refusal(store.write(put(TABLE, "pk", s("late")))))
        .isInstanceOf(ServiceError.ServiceUnavailable.class);
    assertThat(refusal(() -> store.read(get(TABLE, "pk", s("0")))))
        .isInstanceOf(ServiceError.ServiceUnavailable.class);
  }

  @Test
  void aStoreThatIsClosedAgainStaysClosed() {
    var store = LmdbTableStore.open(options());
    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
    store.close();

    store.close();

    assertThat(refusal(store.write(put(TABLE, "pk", s("late")))))
        .isInstanceOf(ServiceError.ServiceUnavailable.class);
  }

  @Test
  void aTokenIsForgottenAfterTenMinutes() {
    var now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
    try (var store = LmdbTableStore.open(options().withClock(now::get))) {
      store.change(NewTable.named(TABLE, "pk:S", "sk:S").request()).join();
      var first = transaction("token", 1, putAction(TABLE, "pk", s("a"), "sk", s("1")));
      var other = transaction("token", 2, putAction(TABLE, "pk", s("b"), "sk", s("1")));
      store.write(first).join();

      now.set(now.get().plus(Duration.ofMinutes(10)).minusMillis(1));
      assertThat(refusal(store.write(other)))
          .isInstanceOf(ServiceError.IdempotentParameterMismatch.class);
      now.set(now.get().plusMillis(1));
      store.write(other).join();

      assertThat(store.read(get(TABLE, "pk", s("b"), "sk", s("1"))).item()).isNotNull();
      assertThat(refusal(store.write(first)))
          .isInstanceOf(ServiceError.IdempotentParameterMismatch.class);
    }
  }
}
