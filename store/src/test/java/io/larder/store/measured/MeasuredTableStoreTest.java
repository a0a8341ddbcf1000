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
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteStatementResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.StreamViewType;
import io.larder.store.ForwardingTableStore;
import io.larder.store.NewTable;
import io.larder.store.StreamReading;
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
  void recordsAreCountedByTheStreamThatTheyAreOf() {
    store.change(StreamReading.enable(TABLE, StreamViewType.NEW_IMAGE)).join();
    store.write(put(TABLE, "pk", s("a"))).join();
    store.write(put(TABLE, "pk", s("b"))).join();

    var records = StreamReading.records(store, StreamReading.arn(store, TABLE));

    assertThat(records).hasSize(2);
    assertThat(figures().streams().values())
        .singleElement()
        .satisfies(
            stream -> {
              assertThat(stream.returnedRecords()).isEqualTo(2);
              // The name and value of the key, twice in each record.
              assertThat(stream.returnedBytes()).isEqualTo(2 * 2 * 3);
              assertThat(stream.requests().succeeded()).isPositive();
            });
  }

  @Test
  void statementsAreCountedByTheirVerbs() {
    var select = statement("SELECT * FROM " + TABLE);
    long begun = store.begin();
    now += Duration.ofMillis(3).toNanos();
    store.ended(
        select,
        begun,
        new ExecuteStatementResponse(List.of(Item.of(item("pk", s("a")))), null, null, null),
        null);
    store.ended(
        statement("DELETE FROM " + TABLE + " WHERE pk = 'a'"),
        begun,
        null,
        new ServiceException(new ServiceError.ProvisionedThroughputExceeded("m")));
    store.ended(statement("SELECT * FROM Nowhere"), begun, null, new IllegalStateException());

    OperationFigures selects = Objects.requireNonNull(figures().statements().get(Verb.SELECT));
    assertThat(selects.succeeded()).isEqualTo(1);
    assertThat(selects.nanos()).isEqualTo(3_000_000);
    assertThat(selects.returnedItems()).isEqualTo(1);
    assertThat(Objects.requireNonNull(figures().statements().get(Verb.DELETE)).throttledRequests())
        .isEqualTo(1);
    assertThat(store.tables()).hasSize(1);
  }

  private static ExecuteStatementRequest statement(String text) {
    byte[] body = "{\"Statement\":\"%s\"}".formatted(text).getBytes(UTF_8);
    return (ExecuteStatementRequest)
        RequestDecoder.decode(
            Operation.EXECUTE_STATEMENT, body, 0, body.length, ValidationReport.ALL);
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
