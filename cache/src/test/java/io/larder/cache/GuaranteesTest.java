package io.larder.cache;

import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.getConsistently;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.scan;
import static io.larder.cache.Tables.stateOf;
import static io.larder.cache.Tables.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.store.ForwardingTableStore;
import io.larder.store.PagePlan;
import io.larder.store.StoreGuarantees;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caches over a store to whose data others write as well. */
final class GuaranteesTest {
  private final List<Object> asked = new ArrayList<>();
  private final CachingTableStore store =
      CachingTableStore.over(
          new SharedStore(LmdbTableStore.open(LmdbOptions.inMemory())),
          new CacheOptions(1 << 20, Duration.ZERO, 1 << 20, Duration.ofHours(1), true));

  /** Writes down what it is asked, and does not hear of what others write. */
  private final class SharedStore extends ForwardingTableStore {
    SharedStore(TableStore real) {
      super(real);
    }

    @Override
    public StoreGuarantees guarantees() {
      return StoreGuarantees.consistent(false, Duration.ZERO);
    }

    @Override
    public <R extends Response> R read(Request.Read<R> request) {
      asked.add(request);
      return super.read(request);
    }

    @Override
    public ItemPage page(PagePlan plan) {
      asked.add(
          switch (plan) {
            case PagePlan.OfQuery query -> query.request();
            case PagePlan.OfScan scan -> scan.request();
          });
      return super.page(plan);
    }
  }

  @BeforeEach
  void createTable() {
    store.change(Tables.create()).join();
    store.write(put(order("ann", 1, "new"))).join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static QueryRequest consistent(QueryRequest query) {
    return new QueryRequest(
        query.tableName(),
        query.keyCondition(),
        query.scanIndexForward(),
        consistent(query.page()),
        query.returnConsumedCapacity());
  }

  private static ScanRequest consistent(ScanRequest scan) {
    return new ScanRequest(
        scan.tableName(),
        scan.segment(),
        consistent(scan.page()),
        scan.returnConsumedCapacity(),
        scan.layer());
  }

  private static PageRequest consistent(PageRequest page) {
    return new PageRequest(
        page.indexName(),
        page.filter(),
        page.projection(),
        page.select(),
        page.limit(),
        page.exclusiveStartKey(),
        true);
  }

  private static BatchGetItemRequest batch(boolean consistentRead) {
    return new BatchGetItemRequest(
        Map.of(
            Tables.ORDERS,
            new KeysAndAttributes(List.of(key("ann", 1)), null, consistentRead, null, null, null)),
        ReturnConsumedCapacity.NONE);
  }

  @Test
  void anItemThatMustBeCurrentIsReadFromTheStore() {
    assertThat(hit(store.look(get(key("ann", 1))))).isNotNull();
    assertThat(hit(store.look(batch(false)))).isNotNull();

    assertThat(hit(store.look(getConsistently(key("ann", 1))))).isNull();
    assertThat(hit(store.look(batch(true)))).isNull();
    assertThat(hit(store.look(transaction(List.of(key("ann", 1)))))).isNull();

    assertThat(stateOf(store.read(getConsistently(key("ann", 1))).item())).isEqualTo("new");
    assertThat(store.read(batch(true)).responses()).hasSize(1);
    assertThat(store.read(transaction(List.of(key("ann", 1)))).items()).hasSize(1);
    assertThat(asked)
        .contains(getConsistently(key("ann", 1)), batch(true), transaction(List.of(key("ann", 1))));
  }

  @Test
  void aPageThatMustBeCurrentIsReadFromTheStore() {
    store.read(ordersOf("ann"));
    store.read(scan());
    assertThat(hit(store.look(ordersOf("ann")))).isNotNull();
    assertThat(hit(store.look(scan()))).isNotNull();

    assertThat(hit(store.look(consistent(ordersOf("ann"))))).isNull();
    assertThat(hit(store.look(consistent(scan())))).isNull();

    assertThat(store.read(consistent(ordersOf("ann"))).page().count()).isEqualTo(1);
    assertThat(store.read(consistent(scan())).page().count()).isEqualTo(1);
  }

  @Test
  void whatIsKeptIsReadConsistentlyWhereThatCanBe() {
    store.read(ordersOf("ann"));
    store.read(scan());
    store.read(ordersInState("new"));

    assertThat(asked)
        .contains(consistent(ordersOf("ann")), consistent(scan()), ordersInState("new"));
  }
}
