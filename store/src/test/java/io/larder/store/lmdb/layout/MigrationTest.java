package io.larder.store.lmdb.layout;

import static io.larder.store.Requests.NOTHING;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.transaction;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.SipHash;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.TableDescription;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.DatabaseContents;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.StoredRandom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store of layout 3, as a server of that version left it that was killed while it filled an index
 * and deleted the records of a table. {@code load-tests/older_store.py} made it, and wrote down
 * what that version itself then answered.
 */
final class MigrationTest {
  private static final String EXPECTED = "expected.txt";

  @TempDir private Path directory;
  private Instant killedAt;
  private List<String> expected;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream resource = getClass().getResourceAsStream("layout-3.zip");
        var zip = new ZipInputStream(Objects.requireNonNull(resource))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, directory.resolve(entry.getName()));
      }
    }
    List<String> lines = Files.readAllLines(directory.resolve(EXPECTED));
    Files.delete(directory.resolve(EXPECTED));
    killedAt = Instant.ofEpochSecond(Long.parseLong(lines.getFirst()));
    expected = lines.subList(1, lines.size());
  }

  private LmdbOptions options() {
    return LmdbOptions.durable(directory).withClock(() -> killedAt);
  }

  private LmdbTableStore open() {
    return LmdbTableStore.open(options());
  }

  private void assertHoldsEverything(LmdbTableStore store) {
    await().pollInSameThread().until(() -> store.metrics().backlog() == 0);
    assertThat(answers(store)).isEqualTo(expected);
  }

  /** As {@code older_store.py} writes them. */
  private static List<String> answers(LmdbTableStore store) {
    List<String> lines = new ArrayList<>();
    for (String table : store.describe(new ListTablesRequest(null, 100)).tableNames()) {
      TableDescription described = store.describe(new DescribeTableRequest(table)).table();
      lines.add(line("tags", table, "-", tags(store, described)));
      var ttl = store.describe(new DescribeTimeToLiveRequest(table)).attributeName();
      lines.add(line("ttl", table, "-", "\"" + Objects.requireNonNullElse(ttl, "") + "\""));
      lines.add(size(table, "-", described.size().itemCount(), described.size().bytes()));
      lines.addAll(items(store, table, null));
      described
          .schema()
          .globalSecondaryIndexes()
          .forEach(
              global -> {
                String index = global.index().indexName();
                lines.add(size(table, index, global.size().itemCount(), global.size().bytes()));
                lines.addAll(items(store, table, index));
              });
      described
          .schema()
          .localSecondaryIndexes()
          .forEach(
              local -> {
                String index = local.index().indexName();
                lines.add(size(table, index, local.size().itemCount(), local.size().bytes()));
                lines.addAll(items(store, table, index));
              });
    }
    return lines;
  }

  private static String line(String kind, String table, String index, String value) {
    return "[\"%s\",\"%s\",\"%s\",%s]".formatted(kind, table, index, value);
  }

  private static String size(String table, String index, long items, long bytes) {
    return line("size", table, index, "[" + items + "," + bytes + "]");
  }

  private static String tags(LmdbTableStore store, TableDescription table) {
    return store
        .describe(new ListTagsOfResourceRequest(table.identity().tableArn(), null))
        .tags()
        .stream()
        .map(tag -> "\"" + tag.key() + "\":\"" + tag.value() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<String> items(LmdbTableStore store, String table, @Nullable String index) {
    List<String> lines = new ArrayList<>();
    Map<String, AttributeValue> last = null;
    do {
      var request = (index == null ? page() : page(index)).after(last).request();
      ItemPage page = store.read(scan(table, request)).page();
      for (Item item : Objects.requireNonNull(page.items())) {
        lines.add(line("item", table, Objects.requireNonNullElse(index, "-"), json(item)));
      }
      last = page.lastEvaluatedKey();
    } while (last != null);
    return lines;
  }

  private static String json(Item item) {
    byte[] json = new byte[item.jsonLength()];
    item.copyJsonTo(json, 0);
    return new String(json, StandardCharsets.UTF_8);
  }

  @Test
  void everythingIsThereInItsOrderAndStaysSo() {
    try (var store = open()) {
      assertHoldsEverything(store);
      store.write(put("Tasks", "pk", s("new"))).join();
    }

    try (var store = open()) {
      assertThat(store.read(get("Tasks", Map.of("pk", s("new")))).item()).isNotNull();
      store.write(new DeleteItemRequest("Tasks", Map.of("pk", s("new")), null, NOTHING)).join();
      assertHoldsEverything(store);
    }
  }

  private static GetItemRequest get(String table, Map<String, AttributeValue> key) {
    return new GetItemRequest(table, key, null, false, ReturnConsumedCapacity.NONE);
  }

  @Test
  void everyItemIsFoundByItsKey() {
    try (var store = open()) {
      for (String table : store.describe(new ListTablesRequest(null, 100)).tableNames()) {
        Map<String, AttributeValue> last = null;
        do {
          ItemPage page = store.read(scan(table, page().after(last).request())).page();
          for (Item item : Objects.requireNonNull(page.items())) {
            var key = Source.only(store.known(table).keySchema(), item.attributes());
            assertThat(store.read(get(table, key)).item()).isEqualTo(item);
          }
          last = page.lastEvaluatedKey();
        } while (last != null);
      }
    }
  }

  @Test
  void aTransactionOfBeforeIsNotMadeAgain() {
    try (var store = open()) {
      var other = transaction("a token", 1, putAction("Music", "pk", s("last"), "sk", s("1")));

      assertThat(refusal(store.write(other)))
          .isInstanceOf(ServiceError.IdempotentParameterMismatch.class);
    }
  }

  @Test
  void itKeepsAttributeListsAsANewStoreDoes() {
    int id;
    try (var store = open()) {
      id = store.attributeLists().register(List.of("a", "b")).join();
    }

    try (var store = open()) {
      assertThat(store.attributeLists().namesOf(id)).containsExactly("a", "b");
      assertHoldsEverything(store);
    }
  }

  @Test
  void nothingOfTheOlderLayoutIsLeftButWhatOlderProgramsRefuse() {
    open().close();

    try (var environment = Environment.open(options().engine())) {
      for (Database database : Database.ALL) {
        Dbi older = Objects.requireNonNull(environment.older(database));
        try (var txn = environment.beginRead()) {
          int left = database == Database.CATALOG ? 1 : 0;
          assertThat(DatabaseContents.count(older, txn)).isEqualTo(left);
        }
      }
      Dbi catalog = Objects.requireNonNull(environment.older(Database.CATALOG));
      try (var txn = environment.beginRead()) {
        assertThat(catalog.get(txn, new byte[] {0})).startsWith(4);
      }
    }
  }

  /** Ends a migration in the middle, as a kill would. */
  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Begins or goes on, and ends after so many transactions; false if fewer were enough. */
  private boolean migrateSome(int transactions) {
    return migrateSome(transactions, 50, 20_000);
  }

  private boolean migrateSome(int transactions, int records, long bytes) {
    int[] left = {transactions};
    Runnable countDown =
        () -> {
          if (--left[0] == 0) {
            throw new Interruption();
          }
        };
    try (var environment = Environment.open(options().engine())) {
      var keys =
          KeyLayout.ofService(
              StoredRandom.of(environment, CatalogKey.HASH_KEY, SipHash.KEY_LENGTH, new Random(1)));
      Migration.run(environment, keys, new Migration.Portions(records, bytes, countDown));
      return false;
    } catch (Interruption e) {
      return true;
    }
  }

  @Test
  void itGoesOnWhereItWasInterruptedHoweverOften() {
    int interruptions = 0;
    for (int transactions = 1; migrateSome(transactions); transactions = transactions % 7 + 1) {
      interruptions++;
    }

    assertThat(interruptions).isGreaterThan(20);
    try (var store = open()) {
      assertHoldsEverything(store);
    }
  }

  @Test
  void theLogIsGoneOnceLmdbHasItAndUnfinishedJobsAreThere() {
    assertThat(migrateSome(1_000_000)).isFalse();

    try (var environment = Environment.open(options().engine());
        var txn = environment.beginRead()) {
      assertThat(DatabaseContents.count(environment.database(Database.BACKLOG), txn)).isEqualTo(3);
    }
    assertThat(directory.resolve("write-a.log")).doesNotExist();
    assertThat(directory.resolve("write-b.log")).doesNotExist();
  }

  @Test
  void itGoesOnIfItWasInterruptedWhenTheLogWasGoneAndNothingElseDone() throws IOException {
    // The first takes over the whole log, the second finds nothing more.
    assertThat(migrateSome(2, 4_096, 16 << 20)).isTrue();
    Layout3Log.delete(directory);

    try (var store = open()) {
      assertHoldsEverything(store);
    }
  }

  @Test
  void aDamagedLogIsRefusedAndNothingChanges() throws IOException {
    Path log = directory.resolve("write-a.log");
    byte[] whole = Files.readAllBytes(log);
    byte[] damaged = whole.clone();
    damaged[9] ^= 1;
    Files.write(log, damaged);

    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(
            "write-a.log is damaged, or no log of a store of layout 3. Nothing is lost, and the"
                + " next start goes on with it");

    Files.write(log, whole);
    try (var store = open()) {
      assertHoldsEverything(store);
    }
  }

  @Test
  void aLogThatIsDamagedBeforeItsEndIsRefusedAndNothingChanges() throws IOException {
    Path log = directory.resolve("write-a.log");
    byte[] whole = Files.readAllBytes(log);
    byte[] damaged = whole.clone();
    damaged[28 + 16 + 3] ^= 1;
    Files.write(log, damaged);

    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("write-a.log is damaged at byte 28: group ");

    Files.write(log, whole);
    try (var store = open()) {
      assertHoldsEverything(store);
    }
  }
}
