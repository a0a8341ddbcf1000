package io.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table store that checks what the port promises around every call of another one: how commits
 * are told, that what was acknowledged was told before, that reads return what was committed, in
 * order, within the limits and at a price, that answers never change, and that no write is left
 * without an outcome.
 *
 * <p>What is broken fails the call at hand or, on a thread of the store, the next one.
 */
public final class AssertingTableStore extends ForwardingTableStore {
  private static final int MAX_ITEM_BYTES = 400 * 1024;
  private static final int MAX_PAGE_BYTES = 1 << 20;
  private static final int READ_BLOCK = 4096;
  private static final int WRITE_BLOCK = 1024;

  private final TableStore store;
  private final ToldCommits told;
  private final Queue<Throwable> broken;
  private final Queue<CompletableFuture<?>> writes = new ConcurrentLinkedQueue<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  /** An answer with what it said when it was given. */
  private record Answer(Object value, int hash) {}

  private AssertingTableStore(TableStore store) {
    super(store);
    this.store = store;
    this.told = new ToldCommits(store.guarantees().namesIndexPartitions());
    this.broken = told.broken();
    store.observe(told);
    store.watch(told::hear);
  }

  /** Puts the checks before {@code store}, which must be empty. */
  public static TableStore over(TableStore store) {
    return new AssertingTableStore(store);
  }

  private Table table(String nameOrArn) {
    return store.find(nameOrArn);
  }

  @Override
  public StoreGuarantees guarantees() {
    return called("guarantees", store::guarantees);
  }

  @Override
  public void observe(WriteObserver observer) {
    failIfBroken();
    store.observe(observer);
  }

  @Override
  public void watch(Consumer<TableEvent> watcher) {
    failIfBroken();
    store.watch(watcher);
  }

  @Override
  public <R extends Response> R read(Request.Read<R> request) {
    return answered(request, () -> store.read(request));
  }

  @Override
  public @Nullable Item item(PointPlan plan) {
    GetItemRequest request = plan.request();
    return answered(request, () -> PointPlan.answer(request, store.item(plan))).item();
  }

  @Override
  public ItemPage page(PagePlan plan) {
    return switch (plan) {
      case PagePlan.OfQuery query ->
          answered(query.request(), () -> query.answer(store.page(query))).page();
      case PagePlan.OfScan scan ->
          answered(scan.request(), () -> scan.answer(store.page(scan))).page();
    };
  }

  @Override
  public <R extends Response> R describe(Request.Describe<R> request) {
    return answered(request, () -> store.describe(request));
  }

  @Override
  public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    return checked(request, called(request, () -> store.write(request)));
  }

  @Override
  public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    return checked(request, called(request, () -> store.change(request)));
  }

  @Override
  public void close() {
    failIfBroken();
    store.close();
    checkAtTheEnd();
  }

  private <R extends Response> R answered(Request<R> request, Supplier<R> call) {
    long before = told.moment();
    R answer = called(request, call);
    checkAnswer(request, answer, before);
    return answer;
  }

  private <T> T called(Object request, Supplier<T> call) {
    failIfBroken();
    T result;
    try {
      result = call.get();
    } catch (Throwable failure) {
      assertThat(failure).as("of %s", request).isInstanceOf(ServiceException.class);
      throw failure;
    }
    assertThat(result).as("answer of %s", request).isNotNull();
    return result;
  }

  private void failIfBroken() {
    Throwable first = broken.poll();
    if (first != null) {
      throw new AssertionError("A promise of the port was broken", first);
    }
  }

  private void checkAtTheEnd() {
    assertThat(writes).allMatch(CompletableFuture::isDone);
    for (Answer answer : answers) {
      assertThat(answer.value().hashCode())
          .as("hash of what was answered before: %s", answer.value())
          .isEqualTo(answer.hash());
    }
    told.checkAtTheEnd();
    failIfBroken();
  }

  /** Ends as {@code write} does, once that is checked. */
  private <R extends Response> CompletableFuture<R> checked(
      Request<R> request, CompletableFuture<R> write) {
    writes.add(write);
    var checked = new CompletableFuture<R>();
    var _ =
        write.whenComplete(
            (answer, failure) -> {
              atOutcome(request, answer, failure);
              if (failure == null) {
                checked.complete(answer);
              } else {
                checked.completeExceptionally(failure);
              }
            });
    return checked;
  }

  private void atOutcome(
      Request<?> request, @Nullable Response answer, @Nullable Throwable failure) {
    try {
      if (failure != null) {
        assertThat(failure).as("of %s", request).isInstanceOf(ServiceException.class);
      } else {
        checkAnswer(request, Objects.requireNonNull(answer), ToldCommits.NEVER);
      }
    } catch (Throwable e) {
      broken.add(e);
    }
  }

  /** {@code before} is the moment at which the call began. */
  private void checkAnswer(Request<?> request, Response answer, long before) {
    answers.add(new Answer(answer, answer.hashCode()));
    switch (request) {
      case PutItemRequest put -> {
        PrimaryKey key = table(put.tableName()).primaryKeyOfItem(put.item().attributes());
        assertThat(told.everHad(key, put.item())).as("told before acknowledged: %s", put).isTrue();
        checkPrice(
            put.returns().consumedCapacity(),
            ((PutItemResponse) answer).consumedCapacity(),
            blocks(put.item().size(), WRITE_BLOCK));
      }
      case DeleteItemRequest delete ->
          assertThat(told.everHad(table(delete.tableName()).primaryKey(delete.key()), null))
              .as("told before acknowledged: %s", delete)
              .isTrue();
      case GetItemRequest get -> checkItem(get, (GetItemResponse) answer, before);
      case QueryRequest query -> {
        QueryResponse response = (QueryResponse) answer;
        Table table = table(query.tableName());
        checkPage(table, query.page(), response.page(), before);
        checkPagePrice(
            query.returnConsumedCapacity(),
            response.consumedCapacity(),
            query.page(),
            response.page());
        checkOrder(table, query, response.page());
      }
      case ScanRequest scan -> {
        ScanResponse response = (ScanResponse) answer;
        checkPage(table(scan.tableName()), scan.page(), response.page(), before);
        checkPagePrice(
            scan.returnConsumedCapacity(),
            response.consumedCapacity(),
            scan.page(),
            response.page());
      }
      default -> {}
    }
  }

  private void checkItem(GetItemRequest get, GetItemResponse response, long before) {
    Item item = response.item();
    Item committed = told.now(table(get.tableName()).primaryKey(get.key()));
    if (told.wasQuietSince(before) && get.projection() == null) {
      assertThat(item).as("newest committed item: %s", get).isEqualTo(committed);
    }
    int size = item == null ? 0 : item.size();
    assertThat(size).isLessThanOrEqualTo(MAX_ITEM_BYTES);
    checkPrice(
        get.returnConsumedCapacity(),
        response.consumedCapacity(),
        Math.max(1, blocks(size, READ_BLOCK)) * (get.consistentRead() ? 1 : 0.5));
  }

  private void checkPage(Table table, PageRequest request, ItemPage page, long before) {
    assertThat(page.count()).isBetween(0, page.scannedCount());
    if (request.limit() != null) {
      assertThat(page.scannedCount()).isLessThanOrEqualTo(request.limit());
    }
    assertThat(page.cost().evaluatedBytes()).isLessThan(MAX_PAGE_BYTES + 2L * MAX_ITEM_BYTES);
    Map<String, AttributeValue> last = page.lastEvaluatedKey();
    if (last != null) {
      assertThat(table.primaryKey(tableKey(table, last))).isNotNull();
    }
    List<Item> items = page.items();
    if (items == null) {
      return;
    }
    assertThat(items).hasSize(page.count()).doesNotContainNull();
    assertThat(items).allMatch(item -> item.size() <= MAX_ITEM_BYTES);
    if (request.projection() != null || request.indexName() != null) {
      return;
    }
    List<Item> committed = new ArrayList<>();
    items.forEach(item -> committed.add(told.now(table.primaryKeyOfItem(item.attributes()))));
    if (told.wasQuietSince(before)) {
      assertThat(items).as("newest committed items").isEqualTo(committed);
    }
    if (last != null && request.filter() == null && !items.isEmpty()) {
      assertThat(table.primaryKey(last))
          .as("the last item is where the next page starts")
          .isEqualTo(table.primaryKeyOfItem(items.getLast().attributes()));
    }
  }

  /** The part of a page's last key that is the table's; an index adds its own. */
  private static Map<String, AttributeValue> tableKey(
      Table table, Map<String, AttributeValue> last) {
    Map<String, AttributeValue> key = new HashMap<>(last);
    key.keySet()
        .retainAll(
            Stream.of(table.partitionKey(), table.sortKey())
                .filter(Objects::nonNull)
                .map(KeySchema.KeyAttribute::name)
                .toList());
    return key;
  }

  private static void checkOrder(Table table, QueryRequest query, ItemPage page) {
    List<Item> items = page.items();
    if (items == null || query.page().projection() != null || query.page().indexName() != null) {
      return;
    }
    byte[] before = null;
    for (Item item : items) {
      byte[] sort = table.primaryKeyOfItem(item.attributes()).sort();
      if (before != null) {
        assertThat(Integer.signum(Arrays.compareUnsigned(before, sort)))
            .as("order of sort keys")
            .isEqualTo(query.scanIndexForward() ? -1 : 1);
      }
      before = sort;
    }
  }

  private static void checkPagePrice(
      ReturnConsumedCapacity wished,
      @Nullable ConsumedCapacity consumed,
      PageRequest request,
      ItemPage page) {
    checkPrice(
        wished,
        consumed,
        blocks(page.cost().evaluatedBytes(), READ_BLOCK) * (request.consistentRead() ? 1 : 0.5));
  }

  private static void checkPrice(
      ReturnConsumedCapacity wished, @Nullable ConsumedCapacity consumed, double least) {
    if (wished == ReturnConsumedCapacity.NONE) {
      assertThat(consumed).isNull();
    } else {
      assertThat(Objects.requireNonNull(consumed).total().capacityUnits())
          .isGreaterThanOrEqualTo(least);
    }
  }

  private static double blocks(long bytes, int block) {
    return Math.ceilDiv(bytes, block);
  }
}
