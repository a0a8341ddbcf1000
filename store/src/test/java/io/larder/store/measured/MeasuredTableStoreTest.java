package io.larder.store.measured;

import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.get;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.putIf;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.transaction;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.ForwardingTableStore;
import io.larder.store.NewTable;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MeasuredTableStoreTest {
  private final LmdbTableStore bundled = LmdbTableStore.open(LmdbOptions.inMemory());
  private @Nullable ServiceError failsWith;
  private long now;
  private final MeasuredTableStore store =
      new MeasuredTableStore(
          new ForwardingTableStore(bundled) {
            @Override
            public <R extends Response> R read(Request.Read<R> request) {
              now += Duration.ofMillis(3).toNanos();
              if (failsWith != null) {
                throw new ServiceException(failsWith);
              }
              return super.read(request);
            }

            @Override
            public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
              return failsWith == null
                  ? super.write(request)
                  : CompletableFuture.failedFuture(new ServiceException(failsWith));
            }
          },
          () -> now);

  @BeforeEach
  void createTable() {
    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private TableFigures figures() {
    return Objects.requireNonNull(store.tables().get(TABLE));
  }

  private OperationFigures figures(Operation operation) {
    return Objects.requireNonNull(figures().operations().get(operation));
  }

  @Test
  void requestsThatSucceedAreCountedByWhatTheyAskForAndHowLongTheyTook() {
    store.write(put(TABLE, "pk", s("a"))).join();
    store.write(put(TABLE, "pk", s("b"))).join();
    store.read(get(TABLE, "pk", s("a")));
    store.read(scan(TABLE, page().request()));

    assertThat(figures(Operation.PUT_ITEM).succeeded()).isEqualTo(2);
    assertThat(figures(Operation.GET_ITEM).succeeded()).isEqualTo(1);
    assertThat(figures(Operation.GET_ITEM).nanos()).isEqualTo(3_000_000);
    // 32 microseconds, doubled seven times, are 4.096 milliseconds.
    assertThat(figures(Operation.GET_ITEM).succeeded(7)).isEqualTo(1);
    assertThat(figures(Operation.SCAN).returnedItems()).isEqualTo(2);
  }

  @Test
  void requestsThatFailAreCountedByWhy() {
    store.write(put(TABLE, "pk", s("a"))).join();
    refusal(store.write(putIf(TABLE, item("pk", s("a")), condition("attribute_not_exists(pk)"))));
    failsWith = new ServiceError.ProvisionedThroughputExceeded("m");
    refusal(store.write(put(TABLE, "pk", s("a"))));
    refusal(() -> store.read(get(TABLE, "pk", s("a"))));
    failsWith = new ServiceError.InternalServer("m");
    refusal(() -> store.read(get(TABLE, "pk", s("a"))));
    failsWith = new ServiceError.TransactionConflict("m");
    refusal(store.write(put(TABLE, "pk", s("a"))));

    assertThat(figures().failedConditions()).isEqualTo(1);
    assertThat(figures().conflicts()).isEqualTo(1);
    assertThat(figures(Operation.PUT_ITEM).succeeded()).isEqualTo(1);
    assertThat(figures(Operation.PUT_ITEM).throttledRequests()).isEqualTo(1);
    assertThat(figures(Operation.GET_ITEM).throttledRequests()).isEqualTo(1);
    assertThat(figures(Operation.GET_ITEM).systemErrors()).isEqualTo(1);
  }

  @Test
  void theReasonsOfACancelledTransactionAreCountedAtTheirTables() {
    store.change(NewTable.named("Other", "pk:S", "").request()).join();
    failsWith =
        new ServiceError.TransactionCanceled(
            List.of(
                new CancellationReason("ConditionalCheckFailed", "m", null),
                new CancellationReason("ThrottlingError", "m", null)));

    refusal(
        store.write(transaction(putAction(TABLE, "pk", s("a")), putAction("Other", "pk", s("a")))));

    assertThat(figures().failedConditions()).isEqualTo(1);
    assertThat(figures().operations()).isEmpty();
    var other = Objects.requireNonNull(store.tables().get("Other"));
    assertThat(other.failedConditions()).isZero();
    assertThat(
            Objects.requireNonNull(other.operations().get(Operation.TRANSACT_WRITE_ITEMS))
                .throttledRequests())
        .isEqualTo(1);
  }

  @Test
  void nothingIsKeptOfTablesThatAreNotThere() {
    store.read(get(TABLE, "pk", s("a")));
    store.change(new DeleteTableRequest(TABLE)).join();

    refusal(() -> store.read(get(TABLE, "pk", s("a"))));
    refusal(() -> store.read(get("Nowhere", "pk", s("a"))));

    assertThat(store.tables()).isEmpty();
  }
}
