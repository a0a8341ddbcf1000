package io.larder.cache;

import static io.larder.cache.Tables.ORDERS;
import static io.larder.cache.Tables.batch;
import static io.larder.cache.Tables.get;
import static io.larder.cache.Tables.getConsistently;
import static io.larder.cache.Tables.hit;
import static io.larder.cache.Tables.key;
import static io.larder.cache.Tables.number;
import static io.larder.cache.Tables.order;
import static io.larder.cache.Tables.orderBy;
import static io.larder.cache.Tables.ordersInState;
import static io.larder.cache.Tables.ordersOf;
import static io.larder.cache.Tables.put;
import static io.larder.cache.Tables.scan;
import static io.larder.cache.Tables.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.policy.Consistency;
import io.larder.cache.policy.OwnPolicy;
import io.larder.cache.policy.Policies;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items whose time is over, in a table that does not show them, in both modes of the caches. */
final class HiddenItemsTest {
  private static final int NOW = 1_700_000_000;
  private static final Map<String, AttributeValue> PASSING = key("ann", 1);

  private final AtomicLong second = new AtomicLong(NOW);
  private CachingTableStore store;

  /** Ann has an order that expires now, one that does later, and one that does not. */
  private void open(Consistency consistency) {
    // Nothing is deleted: that takes days at the service.
    store =
        CachingTableStore.over(
            LmdbTableStore.open(LmdbOptions.inMemory().withTimeToLiveSweep(Duration.ofDays(1))),
            new CacheOptions(
                    1 << 20, CacheOptions.DEFAULT_TTL, 1 << 20, CacheOptions.DEFAULT_TTL, true)
                .withConsistency(consistency)
                .withClock(() -> Instant.ofEpochSecond(second.get())));
    store.change(Tables.create()).join();
    hide("expires");
    store.write(put(expiring(1, number(NOW)))).join();
    store.write(put(expiring(2, number(NOW + 100)))).join();
    store.write(put(expiring(3, Tables.text("no time")))).join();
    treat(true);
  }

  private static Map<String, AttributeValue> expiring(int number, AttributeValue at) {
    Map<String, AttributeValue> order = new LinkedHashMap<>(order("ann", number, "new"));
    order.put("expires", at);
    return order;
  }

  private void hide(String attribute) {
    store
        .change(new UpdateTimeToLiveRequest(ORDERS, new TimeToLiveSpecification(attribute, true)))
        .join();
  }

  private void treat(boolean hides) {
    var own = new OwnPolicy(null, null, null, null, null, null, null, null, hides, null);
    store.treat(store.policies().with(List.of(new Policies.OfTables(ORDERS, own))));
  }

  private void pass() {
    second.incrementAndGet();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static ProjectionExpression only(String... attributes) {
    return ProjectionExpression.ofAttributes(List.of(attributes));
  }

  private static QueryRequest projected(QueryRequest query, ProjectionExpression projection) {
    return with(query, projection, null);
  }

  private static QueryRequest counted(QueryRequest query) {
    return with(query, null, Select.COUNT);
  }

  private static QueryRequest with(
      QueryRequest query, @Nullable ProjectionExpression projection, @Nullable Select select) {
    PageRequest page = query.page();
    return new QueryRequest(
        query.tableName(),
        query.keyCondition(),
        query.scanIndexForward(),
        new PageRequest(page.indexName(), null, projection, select, page.limit(), null, false),
        ReturnConsumedCapacity.NONE);
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void anItemIsShownUntilItsTimeIsOver(Consistency consistency) {
    open(consistency);
    GetItemRequest narrow =
        new GetItemRequest(ORDERS, PASSING, only("state"), false, ReturnConsumedCapacity.NONE);
    GetItemRequest narrowConsistently =
        new GetItemRequest(ORDERS, PASSING, only("state"), true, ReturnConsumedCapacity.NONE);
    assertThat(store.read(get(PASSING)).item()).isNotNull();
    assertThat(store.read(narrowConsistently).item())
        .isEqualTo(Item.of(Map.of("state", Tables.text("new"))));

    pass();

    for (int i = 0; i < 2; i++) {
      assertThat(store.read(get(PASSING)).item()).isNull();
      assertThat(store.read(getConsistently(PASSING)).item()).isNull();
      assertThat(store.read(narrow).item()).isNull();
      assertThat(store.read(narrowConsistently).item()).isNull();
      assertThat(store.read(get(key("ann", 2))).item()).isNotNull();
      assertThat(store.read(get(key("ann", 3))).item()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void severalItemsAreShownWithoutThoseWhoseTimeIsOver(Consistency consistency) {
    open(consistency);
    var keys = List.of(PASSING, key("ann", 2));
    var narrow =
        new BatchGetItemRequest(
            Map.of(ORDERS, new KeysAndAttributes(keys, only("state"), true, null, null, null)),
            ReturnConsumedCapacity.NONE);
    var narrowTransaction =
        new TransactGetItemsRequest(
            keys.stream().map(key -> new TransactGetItem(ORDERS, key, only("state"))).toList(),
            ReturnConsumedCapacity.NONE);
    assertThat(store.read(batch(keys)).responses().get(ORDERS)).hasSize(2);
    pass();

    Item shown = Item.of(Map.of("state", Tables.text("new")));
    for (int i = 0; i < 2; i++) {
      assertThat(store.read(batch(keys)).responses().get(ORDERS)).hasSize(1);
      assertThat(store.read(narrow).responses().get(ORDERS)).containsExactly(shown);
      assertThat(store.read(transaction(keys)).items().getFirst()).isNull();
      assertThat(store.read(transaction(keys)).items().getLast()).isNotNull();
      assertThat(store.read(narrowTransaction).items()).containsExactly(null, shown);
    }
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aKeptPageIsVoidWhenItsFirstItemExpires(Consistency consistency) {
    open(consistency);
    var narrow = projected(ordersOf("ann"), only("state"));
    for (QueryRequest page :
        List.of(ordersOf("ann"), ordersInState("new"), narrow, counted(ordersOf("ann")))) {
      second.set(NOW);
      assertThat(store.read(page).page().count()).isEqualTo(3);
      assertThat(hit(store.look(page))).isNotNull();

      pass();

      assertThat(hit(store.look(page))).isNull();
      ItemPage later = store.read(page).page();
      assertThat(later.count()).isEqualTo(2);
      assertThat(later.scannedCount()).isEqualTo(3);
      assertThat(hit(store.look(page))).isNotNull();
      second.set(NOW + 101);
      assertThat(store.read(page).page().count()).isEqualTo(1);
    }
    assertThat(store.read(narrow).page().items())
        .containsExactly(Item.of(Map.of("state", Tables.text("new"))));
    assertThat(store.read(counted(ordersOf("ann"))).page().items()).isNull();
    assertThat(store.read(Tables.consistent(narrow)).page().count()).isEqualTo(1);
    assertThat(store.read(scan()).page().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aQueryForOneKeyDoesNotShowItsItemEither(Consistency consistency) {
    open(consistency);
    QueryRequest one = orderBy("ann", 1);
    pass();

    assertThat(store.read(get(PASSING)).item()).isNull();
    assertThat(store.read(one).page().items()).isEmpty();
    assertThat(store.read(one).page().scannedCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void anIndexThatDoesNotHoldTheAttributeShowsItsItems(Consistency consistency) {
    open(consistency);
    Map<String, AttributeValue> order = expiring(4, number(NOW));
    order.put("day", Tables.text("monday"));
    store.write(put(order)).join();
    pass();

    assertThat(store.read(counted(Tables.wholeOrdersByDay("ann"))).page().count()).isEqualTo(1);
    assertThat(store.read(Tables.wholeOrdersByDay("ann")).page().count()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void whatWasHiddenIsShownAgainWhenThePolicyOrTheAttributeIsAnother(Consistency consistency) {
    open(consistency);
    pass();
    assertThat(store.read(ordersOf("ann")).page().count()).isEqualTo(2);
    assertThat(store.read(get(PASSING)).item()).isNull();

    treat(false);
    assertThat(store.read(ordersOf("ann")).page().count()).isEqualTo(3);
    assertThat(store.read(get(PASSING)).item()).isNotNull();

    treat(true);
    assertThat(store.read(ordersOf("ann")).page().count()).isEqualTo(2);

    store
        .change(new UpdateTimeToLiveRequest(ORDERS, new TimeToLiveSpecification("expires", false)))
        .join();
    assertThat(store.read(ordersOf("ann")).page().count()).isEqualTo(3);
    assertThat(store.read(get(PASSING)).item()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(Consistency.class)
  void aWriteSeesWhatReadsDoNotShow(Consistency consistency) {
    open(consistency);
    pass();
    assertThat(store.read(get(PASSING)).item()).isNull();

    store.write(put(expiring(1, number(NOW + 100)))).join();

    assertThat(store.read(get(PASSING)).item()).isNotNull();
  }
}
