package io.larder.store.lmdb.tables;

import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.store.NewTable;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.DatabaseContents;
import io.larder.store.lmdb.engine.EngineOptions;
import io.larder.store.lmdb.engine.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BacklogTest {
  @TempDir private Path directory;

  @Test
  void recordsOfADroppedTableAreDeletedAlsoAfterARestart() {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(directory))) {
      fill(store, "Dropped", 2_000);
      store.change(NewTable.named("Kept", "pk:S", "").request()).join();
      store.write(put("Kept", "pk", s("a"))).join();

      store.change(new DeleteTableRequest("Dropped")).join();
    }

    try (var store = LmdbTableStore.open(LmdbOptions.durable(directory))) {
      await().pollInSameThread().until(() -> store.metrics().backlog() == 0);
    }

    try (var environment = Environment.open(EngineOptions.durable(directory));
        var txn = environment.beginRead()) {
      assertThat(DatabaseContents.count(environment.database(Database.DATA), txn)).isEqualTo(1);
      assertThat(DatabaseContents.count(environment.database(Database.SIZES), txn)).isEqualTo(1);
    }
  }

  private static final String LONG = "s".repeat(1_000);

  private static void fillWithLongKeys(LmdbTableStore store, String table, int items) {
    store
        .change(NewTable.named(table, "pk:S", "sk:S").local("index", "pk:S", "alt:S").request())
        .join();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int number = 0; number < items; number++) {
      String key = LONG + "%04d".formatted(number);
      writes.add(store.write(put(table, "pk", s("a"), "sk", s(key), "alt", s(key))));
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
  }

  @Test
  void recordsOfADroppedTableAreDeletedInAllLayers() {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(directory))) {
      fillWithLongKeys(store, "Dropped", 700);

      store.change(new DeleteTableRequest("Dropped")).join();

      await().pollInSameThread().until(() -> store.metrics().backlog() == 0);
    }
    try (var environment = Environment.open(EngineOptions.durable(directory));
        var txn = environment.beginRead()) {
      assertThat(DatabaseContents.count(environment.database(Database.DATA), txn)).isZero();
    }
  }

  @Test
  void aNewIndexIsFilledFromAllLayers() {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(directory))) {
      fillWithLongKeys(store, "Long", 400);

      store.change(newIndex()).join();

      await().pollInSameThread().until(() -> store.metrics().backlog() == 0);
      var page = store.read(scan("Long", page("turned").request())).page();
      assertThat(texts(page.items(), "sk"))
          .hasSize(400)
          .isSorted()
          .allMatch(key -> key.startsWith(LONG));
    }
  }

  private static UpdateTableRequest newIndex() {
    var definition = NewTable.named("Long", "pk:S", "alt:S");
    return new UpdateTableRequest(
        "Long",
        definition.definitions(),
        List.of(
            new GlobalSecondaryIndexUpdate.Create(
                new GlobalSecondaryIndex(
                    "turned",
                    definition.request().keySchema(),
                    NewTable.projection(),
                    null,
                    null,
                    null))),
        new TableOptions(null, null, null, null, null, null, null, null));
  }

  private static void fill(LmdbTableStore store, String table, int items) {
    store.change(NewTable.named(table, "pk:S", "").global("index", "pk:S", "").request()).join();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int number = 0; number < items; number++) {
      writes.add(store.write(put(table, "pk", s("" + number))));
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
  }
}
