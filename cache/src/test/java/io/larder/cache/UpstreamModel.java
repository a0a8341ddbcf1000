package io.larder.cache;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.store.Index;
import io.larder.store.ItemChange;
import io.larder.store.ItemCollection;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A table behind a network, with any number of writers: it goes from state to state, at times that
 * others decide, and its readers may be behind.
 */
final class UpstreamModel implements ReadOnlyStore {
  private static final Table DEFINITION = definition();

  private final Laws laws;
  private final Random random;
  private final Runnable interleave;
  private final List<State> states = new ArrayList<>();
  private WriteObserver caches = _ -> CompletableFuture.completedFuture(WriteScope.NONE);
  private Table table = DEFINITION;
  private int lastId = DEFINITION.id();
  private boolean isKnown = true;
  private long now;

  /**
   * How the upstream is, which may be another thing than what it says.
   *
   * @param told what the caches are told
   */
  record Laws(
      boolean areOthersWriting,
      Duration quietTime,
      Duration readLag,
      Duration indexLag,
      StoreGuarantees told,
      Fault fault) {
    static Laws of(boolean areOthersWriting, Duration readLag) {
      Duration quietTime = Duration.ofMillis(500);
      Duration indexLag = Duration.ofMillis(200).plus(readLag);
      return new Laws(
          areOthersWriting,
          quietTime,
          readLag,
          indexLag,
          new StoreGuarantees(!areOthersWriting, quietTime, readLag, indexLag, false),
          Fault.NONE);
    }

    Laws with(Fault other) {
      return new Laws(areOthersWriting, quietTime, readLag, indexLag, told, other);
    }

    /** The same upstream, told to be another. */
    Laws toldAs(StoreGuarantees other) {
      return new Laws(areOthersWriting, quietTime, readLag, indexLag, other, fault);
    }
  }

  /** What is wrong with what stands between the upstream and the caches. */
  enum Fault {
    NONE,
    COMMITTED_AS_ABORTED,
    UNKNOWN_AS_ABORTED,
    BEGUN_WHEN_VISIBLE,
    HELD_BUT_KNOWN,
    SAME_ID_AFTER_HOLD,
    OTHER_VERSIONS_AFTER_HOLD,
    RECORDS_LOST
  }

  /**
   * What is in the table from a moment on.
   *
   * @param values by customer and number; each begins with the state by which it is indexed
   */
  record State(SortedMap<String, String> values, long at) {
    State with(String key, @Nullable String value, long time) {
      SortedMap<String, String> changed = new TreeMap<>(values);
      if (value == null) {
        changed.remove(key);
      } else {
        changed.put(key, value);
      }
      return new State(changed, time);
    }
  }

  UpstreamModel(Laws laws, Random random, Runnable interleave) {
    this.laws = laws;
    this.random = random;
    this.interleave = interleave;
    states.add(new State(new TreeMap<>(), Long.MIN_VALUE));
  }

  private static Table definition() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(Tables.create()).join();
      return store.find(Tables.ORDERS);
    }
  }

  // Time and states

  long now() {
    return now;
  }

  void pass(long nanos) {
    now += nanos;
  }

  int last() {
    return states.size() - 1;
  }

  State state(int index) {
    return states.get(index);
  }

  /** The last state that was there before that time. */
  int lastBefore(long time) {
    int index = last();
    while (index > 0 && states.get(index).at() > time) {
      index--;
    }
    return index;
  }

  /** Returns the number of the state that it leads to. */
  int apply(String key, @Nullable String value) {
    states.add(states.getLast().with(key, value, now));
    return last();
  }

  // Writes

  /** What the caches hear of a write. */
  WriteScope begin(ItemChange change) {
    return caches.begin(List.of(change)).toCompletableFuture().join();
  }

  ItemChange change(String key, @Nullable String value) {
    var primaryKey = table.primaryKey(keyOf(key));
    return new ItemChange(
        primaryKey,
        value == null ? null : item(key, value),
        primaryKey.collection(),
        ItemCollection.whole(byState().coherenceId()));
  }

  private Index byState() {
    return Objects.requireNonNull(table.index(Tables.BY_STATE));
  }

  // Holds

  /** Nothing may be answered from memory, until {@link #see}. */
  void blind() {
    isKnown = false;
  }

  void see(boolean isHeld) {
    isKnown = !isHeld;
  }

  void hold() {
    isKnown = laws.fault() == Fault.HELD_BUT_KNOWN;
  }

  void release() {
    isKnown = true;
    if (laws.fault() != Fault.SAME_ID_AFTER_HOLD) {
      table = renewed();
    }
  }

  private Table renewed() {
    boolean keepsVersions = laws.fault() != Fault.OTHER_VERSIONS_AFTER_HOLD;
    int id = ++lastId;
    Map<String, Index> indexes = new HashMap<>();
    for (Index index : table.indexesByName()) {
      int indexId = ++lastId;
      indexes.put(
          index.name(),
          new Index(
              indexId,
              keepsVersions ? index.coherenceId() : indexId,
              index.name(),
              index.isGlobal(),
              index.keySchema(),
              index.projection(),
              index.isActive()));
    }
    return new Table(
        id,
        keepsVersions ? table.coherenceId() : id,
        table.description(),
        table.keySchema(),
        indexes,
        null);
  }

  // Reads

  static Map<String, AttributeValue> keyOf(String key) {
    return Tables.key(key.substring(0, 1), Integer.parseInt(key.substring(1)));
  }

  private static Item item(String key, String value) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>(keyOf(key));
    attributes.put("state", Tables.text(value.substring(0, 1)));
    attributes.put("value", Tables.text(value));
    return Item.of(attributes);
  }

  static String nameOf(Item item) {
    return name(item.attributes());
  }

  private static String name(Map<String, AttributeValue> key) {
    return text(key.get("customer"))
        + ((AttributeValue.Num) Objects.requireNonNull(key.get("number"))).value();
  }

  static @Nullable String valueOf(@Nullable Item item) {
    return item == null ? null : text(item.attributes().get("value"));
  }

  private static String text(@Nullable AttributeValue value) {
    return ((AttributeValue.Str) Objects.requireNonNull(value)).value();
  }

  private Duration lag(boolean consistentRead) {
    return consistentRead ? Duration.ZERO : laws.readLag();
  }

  /** The state that a read sees. */
  private State seen(Duration lag) {
    int oldest = lag.isZero() ? last() : lastBefore(now - lag.toNanos());
    return states.get(
        random.nextBoolean() ? oldest : oldest + random.nextInt(states.size() - oldest));
  }

  @Override
  @SuppressWarnings("unchecked") // each request has its response
  public <R extends Response> R read(Request.Read<R> request) {
    interleave.run();
    R answer = (R) answer(request);
    interleave.run();
    return answer;
  }

  private Response answer(Request.Read<?> request) {
    return switch (request) {
      case GetItemRequest get ->
          new GetItemResponse(find(seen(lag(get.consistentRead())), get.key()), null);
      case QueryRequest query -> {
        var plan = (PagePlan.OfQuery) PagePlan.of(query, table);
        yield new QueryResponse(page(plan, text(plan.condition().partition().getFirst())), null);
      }
      case ScanRequest scan -> new ScanResponse(page(PagePlan.of(scan, table), ""), null);
      case BatchGetItemRequest batch -> {
        KeysAndAttributes keys = Objects.requireNonNull(batch.requestItems().get(Tables.ORDERS));
        List<Item> found = new ArrayList<>();
        for (Map<String, AttributeValue> key : keys.keys()) {
          Item item = find(seen(lag(keys.consistentRead())), key);
          if (item != null) {
            found.add(item);
          }
        }
        yield new BatchGetItemResponse(Map.of(Tables.ORDERS, found), Map.of(), null);
      }
      case TransactGetItemsRequest transaction -> {
        List<@Nullable Item> found = new ArrayList<>();
        for (TransactGetItem get : transaction.items()) {
          found.add(find(states.getLast(), get.key()));
        }
        yield new TransactGetItemsResponse(found, null);
      }
      default -> throw new UnsupportedOperationException();
    };
  }

  /** What is read to be kept is read as consistently as the upstream is told to read. */
  @Override
  public @Nullable Item item(PointPlan plan) {
    interleave.run();
    Item item = find(seen(laws.readLag()), plan.attributes());
    interleave.run();
    return item;
  }

  private static @Nullable Item find(State state, Map<String, AttributeValue> key) {
    String name = name(key);
    String value = state.values().get(name);
    return value == null ? null : item(name, value);
  }

  private ItemPage page(PagePlan plan, String partition) {
    boolean isOfIndex = plan.index() != null;
    State state = seen(isOfIndex ? laws.indexLag() : lag(plan.page().consistentRead()));
    List<Item> items = new ArrayList<>();
    state
        .values()
        .forEach(
            (key, value) -> {
              if ((isOfIndex ? value : key).startsWith(partition)) {
                items.add(item(key, value));
              }
            });
    return new ItemPage(items, items.size(), items.size(), null, new PageCost(0, 0));
  }

  // The rest of the port

  @Override
  public @Nullable Table known(String nameOrArn) {
    return isKnown ? table : null;
  }

  @Override
  public StoreGuarantees guarantees() {
    return laws.told();
  }

  @Override
  public void observe(WriteObserver observer) {
    caches = observer;
  }
}
