package io.larder.store;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stores that break one promise each are found out. */
final class AssertingTableStoreTest {
  private static final ScanRequest SCAN =
      new ScanRequest(
          TABLE,
          null,
          new PageRequest(null, null, null, null, 1, null, false),
          ReturnConsumedCapacity.NONE,
          ValidationLayer.OLDER);

  private final TableStore real = LmdbTableStore.open(LmdbOptions.inMemory());

  @AfterEach
  void close() {
    real.close();
  }

  /** What a store answers instead of the truth. */
  private interface Lie {
    Object of(Object truth);
  }

  /** The real store, but for what it answers to one kind of requests. */
  @SuppressWarnings("unchecked") // a test lies with answers of the right type
  private static final class LyingStore extends ForwardingTableStore {
    private final Class<?> about;
    private final Lie lie;

    LyingStore(TableStore real, Class<?> about, Lie lie) {
      super(real);
      this.about = about;
      this.lie = lie;
    }

    @Override
    public <R extends Response> R read(Request.Read<R> request) {
      R truth = super.read(request);
      return about.isInstance(request) ? (R) lie.of(truth) : truth;
    }

    @Override
    public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
      CompletableFuture<R> truth = super.write(request);
      return about.isInstance(request) ? (CompletableFuture<R>) lie.of(truth) : truth;
    }
  }

  /** A store of which that is not true, with a table in it. */
  private TableStore lying(Class<?> about, Lie lie) {
    return withTable(new LyingStore(real, about, lie));
  }

  private static TableStore withTable(TableStore lying) {
    TableStore store = AssertingTableStore.over(lying);
    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
    return store;
  }

  private static GetItemRequest read() {
    return get(TABLE, "pk", s("a"));
  }

  @Test
  void theTruthIsAccepted() {
    TableStore store = lying(Void.class, truth -> truth);

    store.write(put(TABLE, "pk", s("a"))).join();

    assertThat(store.read(read()).item()).isNotNull();
    assertThat(store.read(SCAN).page().count()).isEqualTo(1);
    store.close();
  }

  @Test
  void anItemThatIsNotTheNewest() {
    TableStore store = lying(GetItemRequest.class, _ -> new GetItemResponse(null, null));
    store.write(put(TABLE, "pk", s("a"))).join();

    assertThatThrownBy(() -> store.read(read())).hasMessageContaining("newest committed item");
  }

  @Test
  void anAcknowledgementThatNoListenerHeardOf() {
    TableStore store =
        withTable(
            new ForwardingTableStore(real) {
              @Override
              @SuppressWarnings("unchecked") // the answer to a PutItemRequest
              public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
                return (CompletableFuture<R>)
                    CompletableFuture.completedFuture(new PutItemResponse(null, null, null));
              }
            });

    store.write(put(TABLE, "pk", s("a"))).join();

    assertThatThrownBy(store::close).hasStackTraceContaining("told before acknowledged");
  }

  @Test
  void aWriteThatIsLeftWithoutAnOutcome() {
    TableStore store = lying(PutItemRequest.class, _ -> new CompletableFuture<PutItemResponse>());

    store.write(put(TABLE, "pk", s("a")));

    assertThatThrownBy(store::close).isInstanceOf(AssertionError.class);
  }

  @Test
  void anAnswerThatChangesAfterwards() {
    List<Item> items = new ArrayList<>();
    var page = new ItemPage(items, 0, 0, null, new PageCost(0, 0));
    TableStore store = lying(ScanRequest.class, _ -> new ScanResponse(page, null));
    store.read(SCAN);

    items.add(put(TABLE, "pk", s("a")).item());

    assertThatThrownBy(store::close).hasMessageContaining("what was answered before");
  }

  @Test
  void aPageLargerThanItsLimit() {
    TableStore store =
        lying(
            ScanRequest.class,
            _ -> new ScanResponse(new ItemPage(null, 2, 2, null, new PageCost(0, 0)), null));

    assertThatThrownBy(() -> store.read(SCAN)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aFailureThatTheServiceDoesNotKnow() {
    TableStore store =
        lying(
            GetItemRequest.class,
            _ -> {
              throw new IllegalStateException("defect");
            });

    assertThatThrownBy(() -> store.read(read())).isInstanceOf(AssertionError.class);
  }

  @Test
  void aCommitThatEndsTwice() {
    var told = new ToldCommits(true);
    WriteScope scope = told.begin(List.of()).toCompletableFuture().join();
    scope.aborted();

    scope.committed(List.of());

    assertThat(told.broken()).hasSize(1);
  }
}
