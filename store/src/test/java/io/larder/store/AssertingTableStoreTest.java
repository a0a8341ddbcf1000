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
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    Object of(Object request, Object truth);
  }

  /** The real store, but for one of its methods; with a table and an item in it. */
  private TableStore lying(String about, Lie lie) {
    TableStore store =
        AssertingTableStore.over(
            (TableStore)
                Proxy.newProxyInstance(
                    TableStore.class.getClassLoader(),
                    new Class<?>[] {TableStore.class},
                    (_, method, arguments) -> {
                      try {
                        Object truth = method.invoke(real, arguments);
                        return method.getName().equals(about)
                            ? lie.of(arguments[0], Objects.requireNonNull(truth))
                            : truth;
                      } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                      }
                    }));
    store.createTable(NewTable.named(TABLE, "pk:S", "").request()).join();
    return store;
  }

  private static GetItemRequest read() {
    return get(TABLE, "pk", s("a"));
  }

  @Test
  void theTruthIsAccepted() {
    TableStore store = lying("nothing", (_, truth) -> truth);

    store.putItem(put(TABLE, "pk", s("a"))).join();

    assertThat(store.getItem(read()).item()).isNotNull();
    assertThat(store.scan(SCAN).page().count()).isEqualTo(1);
    store.close();
  }

  @Test
  void anItemThatIsNotTheNewest() {
    TableStore store = lying("getItem", (_, _) -> new GetItemResponse(null, null));
    store.putItem(put(TABLE, "pk", s("a"))).join();

    assertThatThrownBy(() -> store.getItem(read())).hasMessageContaining("newest committed item");
  }

  @Test
  void anAcknowledgementThatNoListenerHeardOf() {
    TableStore store =
        AssertingTableStore.over(
            (TableStore)
                Proxy.newProxyInstance(
                    TableStore.class.getClassLoader(),
                    new Class<?>[] {TableStore.class},
                    (_, method, arguments) ->
                        method.getName().equals("putItem")
                            ? CompletableFuture.completedFuture(
                                new PutItemResponse(null, null, null))
                            : method.invoke(real, arguments)));
    store.createTable(NewTable.named(TABLE, "pk:S", "").request()).join();

    store.putItem(put(TABLE, "pk", s("a"))).join();

    assertThatThrownBy(store::close).hasStackTraceContaining("told before acknowledged");
  }

  @Test
  void aWriteThatIsLeftWithoutAnOutcome() {
    TableStore store = lying("putItem", (_, _) -> new CompletableFuture<PutItemResponse>());

    store.putItem(put(TABLE, "pk", s("a")));

    assertThatThrownBy(store::close).isInstanceOf(AssertionError.class);
  }

  @Test
  void anAnswerThatChangesAfterwards() {
    List<Item> items = new ArrayList<>();
    var page = new ItemPage(items, 0, 0, null, new PageCost(0, 0));
    TableStore store = lying("scan", (_, _) -> new ScanResponse(page, null));
    store.scan(SCAN);

    items.add(put(TABLE, "pk", s("a")).item());

    assertThatThrownBy(store::close).hasMessageContaining("what was answered before");
  }

  @Test
  void aPageLargerThanItsLimit() {
    TableStore store =
        lying(
            "scan",
            (_, _) -> new ScanResponse(new ItemPage(null, 2, 2, null, new PageCost(0, 0)), null));

    assertThatThrownBy(() -> store.scan(SCAN)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aFailureThatTheServiceDoesNotKnow() {
    TableStore store =
        lying(
            "getItem",
            (_, _) -> {
              throw new IllegalStateException("defect");
            });

    assertThatThrownBy(() -> store.getItem(read())).isInstanceOf(AssertionError.class);
  }

  @Test
  void aCommitThatIsToldWithoutHavingBeenAnnounced() {
    var told = new ToldCommits();

    told.committed(List.of());

    assertThat(told.broken()).hasSize(1);
  }
}
