package io.larder.store.lmdb;

import static io.larder.store.Requests.NOTHING;
import static io.larder.store.Requests.get;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.tenAttributes;
import static io.larder.store.Requests.transaction;
import static io.larder.store.StoreFixture.TABLE;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.store.NewTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reads and durable commits of a store of 10,000 items in the system's temporary folder. Each call
 * is for other items than the one before it, and each write changes its item.
 */
@State(Scope.Thread)
public class LmdbTableStoreBenchmark {
  private static final int PARTITIONS = 1000;
  private static final int ITEMS_OF_PARTITION = 10;
  private static final int PUTS_OF_COMMIT = 64;

  private final List<GetItemRequest> gets = new ArrayList<>();
  private final List<QueryRequest> queries = new ArrayList<>();
  private final List<PutItemRequest> puts = new ArrayList<>();
  private final List<TransactWriteItemsRequest> transactions = new ArrayList<>();
  private Path directory;
  private LmdbTableStore store;
  private int calls;

  @Setup
  public void load() throws IOException {
    directory = Files.createTempDirectory("larder-benchmark-");
    store = LmdbTableStore.open(LmdbOptions.durable(directory));
    store.change(NewTable.named(TABLE, "pk:S", "sk:S").request()).join();
    addPuts(1);
    CompletableFuture.allOf(puts.stream().map(store::write).toArray(CompletableFuture[]::new))
        .join();
    for (PutItemRequest put : puts) {
      AttributeValue partition = put.item().attributes().get("pk");
      gets.add(get(TABLE, "pk", partition, "sk", put.item().attributes().get("sk")));
      queries.add(query(TABLE, key("pk = :p", ":p", partition), page().request()));
    }
    addPuts(2);
    for (int at = 0; at + PUTS_OF_COMMIT <= puts.size(); at += PUTS_OF_COMMIT) {
      transactions.add(
          transaction(
              puts.subList(at, at + PUTS_OF_COMMIT).stream()
                  .map(LmdbTableStoreBenchmark::action)
                  .toArray(TransactWriteItem[]::new)));
    }
  }

  /** One put for every item, none of which leaves the item as a put of another version does. */
  private void addPuts(int version) {
    IntStream.range(0, PARTITIONS * ITEMS_OF_PARTITION)
        .mapToObj(number -> item(number, version))
        .forEach(item -> puts.add(new PutItemRequest(TABLE, Item.of(item), null, NOTHING)));
  }

  private static Map<String, AttributeValue> item(int number, int version) {
    Map<String, AttributeValue> item =
        tenAttributes(
            "partition-%05d".formatted(number % PARTITIONS),
            "item-%03d".formatted(number / PARTITIONS));
    item.put("n", n(version));
    return item;
  }

  private static TransactWriteItem action(PutItemRequest put) {
    return new TransactWriteItem.Put(
        TABLE, put.item(), null, ReturnValuesOnConditionCheckFailure.NONE);
  }

  @TearDown
  public void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private <T> T next(List<T> requests) {
    calls = (calls + 1) % requests.size();
    return requests.get(calls);
  }

  @Benchmark
  public Response pointRead() {
    return store.read(next(gets));
  }

  @Benchmark
  public Response rangeReadOfTen() {
    return store.read(next(queries));
  }

  @Benchmark
  public Response commitOfOnePut() {
    return store.write(next(puts)).join();
  }

  /** A transaction, because what other writes share a commit depends on timing. */
  @Benchmark
  public Response commitOf64Puts() {
    return store.write(next(transactions)).join();
  }
}
