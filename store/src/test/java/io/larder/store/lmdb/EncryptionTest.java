package io.larder.store.lmdb;

import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.get;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.transaction;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.StreamViewType;
import io.larder.store.NewTable;
import io.larder.store.StreamReading;
import io.larder.store.TableStore;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Env;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.LocalKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a store that is sealed leaves on the disk, and who can open it. */
final class EncryptionTest {
  private static final String MARK = "SECRETMARK";
  private static final String OLD = "00".repeat(32);
  private static final String NEW = "11".repeat(32);

  @TempDir private Path directory;

  private LmdbOptions clear() {
    return LmdbOptions.durable(directory.resolve("store")).withMapSize(1 << 26);
  }

  private LmdbOptions sealed(String lines) throws Exception {
    return clear().withEncryption(Encryption.under(LocalKeys.parse("file:master", lines)));
  }

  private static void createTable(TableStore store, String name) {
    store
        .change(
            NewTable.named(name, "pk:S", "sk:S")
                .global("index", "x:S", "", "*")
                .tag("tag", MARK + "tag")
                .request())
        .join();
  }

  /** All that clients give except sort keys and names of tables. */
  private static void writeMarked(TableStore store) {
    createTable(store, TABLE);
    store.change(StreamReading.enable(TABLE, StreamViewType.NEW_AND_OLD_IMAGES)).join();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      writes.add(
          store.write(
              put(
                  TABLE,
                  "pk",
                  s(MARK + i),
                  "sk",
                  s("1"),
                  "x",
                  s(MARK + "x"),
                  MARK,
                  s(MARK + "v"))));
    }
    writes.forEach(CompletableFuture::join);
    store.write(put(TABLE, "pk", s(MARK + 1), "sk", s("1"), "x", s(MARK), "a", n(5))).join();
    store.write(delete(TABLE, "pk", s(MARK + 2), "sk", s("1"))).join();
    store
        .write(transaction("token", 1, putAction(TABLE, "pk", s(MARK + "t"), "sk", s("1"))))
        .join();
  }

  static Stream<EngineParts> timings() {
    return Stream.of(CheckpointTiming.ALWAYS, CheckpointTiming.NEVER);
  }

  @ParameterizedTest
  @MethodSource("timings")
  void noFileHoldsAnythingOfAnItemThatCanBeRead(EngineParts parts) throws Exception {
    try (var store = LmdbTableStore.open(sealed(OLD), parts)) {
      writeMarked(store);

      assertThat(filesWith(MARK)).isEmpty();
    }
    assertThat(filesWith(MARK)).isEmpty();
  }

  @Test
  void aStoreThatIsNotSealedWouldBeFoundByThisSearch() throws Exception {
    try (var store = LmdbTableStore.open(clear())) {
      writeMarked(store);
    }

    assertThat(filesWith(MARK)).isNotEmpty();
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory.resolve("store"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  @Test
  void everythingIsThereAfterAKillAndAfterAnEnd() throws Exception {
    Path copy = directory.resolve("copy");
    try (var store = LmdbTableStore.open(sealed(OLD), CheckpointTiming.NEVER)) {
      writeMarked(store);
      Files.createDirectories(copy);
      try (var files = Files.newDirectoryStream(directory.resolve("store"))) {
        for (Path file : files) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }

    for (Path folder : List.of(copy, directory.resolve("store"))) {
      var options =
          LmdbOptions.durable(folder)
              .withEncryption(Encryption.under(LocalKeys.parse("file:master", OLD)));
      try (var store = LmdbTableStore.open(options)) {
        assertThat(store.read(scan(TABLE, page().request())).page().count()).isEqualTo(300);
        assertThat(store.read(scan(TABLE, page("index").request())).page().count()).isEqualTo(299);
        assertThat(store.describe(new DescribeTableRequest(TABLE)).table().size().itemCount())
            .isEqualTo(300);
        store.write(put(TABLE, "pk", s("after"), "sk", s("1"))).join();
        assertThat(store.read(get(TABLE, "pk", s("after"), "sk", s("1"))).item()).isNotNull();
      }
    }
  }

  @Test
  void anotherKeyIsRefusedByTheNameOfTheKey() throws Exception {
    try (var store = LmdbTableStore.open(sealed(OLD))) {
      writeMarked(store);
    }
    var other = clear().withEncryption(Encryption.under(LocalKeys.parse("file:other", NEW)));

    assertThatThrownBy(() -> LmdbTableStore.open(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("with the key file:other, which should be file:master#");
    assertThatThrownBy(() -> LmdbTableStore.open(clear()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("encrypted under the key file:master#")
        .hasMessageContaining("encryption.key");
  }

  @Test
  void aMasterKeyCanBeChanged() throws Exception {
    try (var store = LmdbTableStore.open(sealed(OLD))) {
      writeMarked(store);
    }
    LmdbTableStore.open(sealed(NEW + "\n" + OLD)).close();

    try (var store = LmdbTableStore.open(sealed(NEW))) {
      assertThat(store.read(scan(TABLE, page().request())).page().count()).isEqualTo(300);
    }
    assertThatThrownBy(() -> LmdbTableStore.open(sealed(OLD)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStoreInClearIsSealedWhileItServes() throws Exception {
    try (var store = LmdbTableStore.open(clear(), CheckpointTiming.NEVER)) {
      writeMarked(store);
    }
    LmdbTableStore store = LmdbTableStore.withoutThread(sealed(OLD), CheckpointTiming.ALWAYS);
    assertThat(store.read(scan(TABLE, page().request())).page().count()).isEqualTo(300);
    var write = store.write(put(TABLE, "pk", s(MARK + 1), "sk", s("1"), "new", s("value")));
    int steps = 0;
    while (store.writer().step()) {
      steps++;
    }
    assertThat(steps).isGreaterThan(2);
    write.join();

    store.close();

    assertThat(clearValues()).isEmpty();
    try (var again = LmdbTableStore.open(sealed(OLD))) {
      assertThat(again.read(scan(TABLE, page().request())).page().count()).isEqualTo(300);
      assertThat(again.read(scan(TABLE, page("index").request())).page().count()).isEqualTo(298);
    }
  }

  @Test
  void sealingGoesOnWhereItWasInterrupted() throws Exception {
    try (var store = LmdbTableStore.open(clear())) {
      writeMarked(store);
    }
    LmdbTableStore first = LmdbTableStore.withoutThread(sealed(OLD), CheckpointTiming.ALWAYS);
    first.writer().step();
    first.abandon();
    assertThat(clearValues()).isNotEmpty();

    LmdbTableStore second = LmdbTableStore.withoutThread(sealed(OLD), CheckpointTiming.ALWAYS);
    while (second.writer().step()) {}
    second.close();

    assertThat(clearValues()).isEmpty();
  }

  /** Keys of items and tables whose values are not sealed in LMDB. */
  private List<String> clearValues() throws IOException {
    List<String> found = new ArrayList<>();
    try (var env = Env.open(directory.resolve("store"), 1 << 26, 10, 4, Env.NO_TLS, 0640)) {
      for (String name : List.of("catalog.4", "data.4", "sizes.4", "tokens.4", "backlog.4")) {
        Dbi database = Objects.requireNonNull(env.openPlain(name));
        try (var txn = env.beginRead();
            var cursor = database.openCursor(txn)) {
          for (boolean more = cursor.first(); more; more = cursor.next()) {
            boolean isEngines = name.startsWith("catalog") && !CatalogKey.isSealed(cursor.key());
            if (!isEngines && cursor.value()[0] != (byte) 0xff) {
              found.add(name + new String(cursor.key(), ISO_8859_1));
            }
          }
        }
      }
    }
    return found;
  }

  @Test
  void aValueThatIsPutInThePlaceOfAnotherIsNoValue() throws Exception {
    try (var store = LmdbTableStore.open(sealed(OLD))) {
      createTable(store, TABLE);
      store.write(put(TABLE, "pk", s("a"), "sk", s("1"))).join();
      store.write(put(TABLE, "pk", s("b"), "sk", s("1"))).join();
    }
    var first = new ArrayList<byte[]>();
    try (var env = Env.open(directory.resolve("store"), 1 << 26, 10, 4, Env.NO_TLS, 0640)) {
      Dbi data = env.openDatabases((_, _) -> new IllegalStateException(), "data.4").getFirst();
      try (var txn = env.beginWrite()) {
        try (var cursor = data.openCursor(txn)) {
          for (boolean more = cursor.first(); more; more = cursor.next()) {
            first.add(cursor.key());
            first.add(cursor.value());
          }
        }
        data.put(txn, first.get(0), first.get(3));
        data.put(txn, first.get(2), first.get(1));
        txn.commit();
      }
    }

    try (var store = LmdbTableStore.open(sealed(OLD))) {
      for (String key : List.of("a", "b")) {
        assertThatThrownBy(() -> store.read(get(TABLE, "pk", s(key), "sk", s("1"))))
            .isInstanceOf(ServiceException.class)
            .hasMessageContaining("Internal server error");
      }
    }
  }

  @Test
  void aValueInClearIsNoValueOfASealedStore() throws Exception {
    try (var store = LmdbTableStore.open(sealed(OLD))) {
      createTable(store, TABLE);
      store.write(put(TABLE, "pk", s("a"), "sk", s("1"))).join();
    }
    try (var env = Env.open(directory.resolve("store"), 1 << 26, 10, 4, Env.NO_TLS, 0640)) {
      Dbi data = env.openDatabases((_, _) -> new IllegalStateException(), "data.4").getFirst();
      try (var txn = env.beginWrite()) {
        byte[] key;
        try (var cursor = data.openCursor(txn)) {
          cursor.first();
          key = cursor.key();
        }
        data.put(txn, key, "\u0001a\0\u0001{}".getBytes(ISO_8859_1));
        txn.commit();
      }
    }

    try (var store = LmdbTableStore.open(sealed(OLD))) {
      assertThat(refusal(store.write(put(TABLE, "pk", s("a"), "sk", s("1"))))).isNotNull();
    }
  }

  @Test
  void theKeyOfATableGoesWithIt() throws Exception {
    try (var store = LmdbTableStore.open(sealed(OLD))) {
      createTable(store, TABLE);
      createTable(store, "Other");
      store.change(new DeleteTableRequest(TABLE)).join();
      createTable(store, TABLE);
      store.write(put(TABLE, "pk", s("a"), "sk", s("1"))).join();
      assertThat(store.read(scan(TABLE, page().request())).page().count()).isEqualTo(1);
    }

    List<Integer> ids = new ArrayList<>();
    try (var env = Env.open(directory.resolve("store"), 1 << 26, 10, 4, Env.NO_TLS, 0640)) {
      Dbi catalog = Objects.requireNonNull(env.openPlain("catalog.4"));
      try (var txn = env.beginRead();
          var cursor = catalog.openCursor(txn)) {
        for (boolean more = cursor.first(); more; more = cursor.next()) {
          if (CatalogKey.TABLE_KEY.begins(cursor.key())) {
            ids.add((int) cursor.key()[4]);
          }
        }
      }
    }
    assertThat(ids).containsExactly(3, 5);
  }

  @Test
  void aDamagedLogCanBeSalvagedWithoutTheKey() throws Exception {
    LmdbTableStore store = LmdbTableStore.withoutThread(sealed(OLD), CheckpointTiming.NEVER);
    var create = store.change(NewTable.named(TABLE, "pk:S", "sk:S").request());
    store.writer().step();
    create.join();
    for (int i = 0; i < 10; i++) {
      var write = store.write(put(TABLE, "pk", s("" + i), "sk", s("1")));
      store.writer().step();
      write.join();
    }
    store.abandon();
    Path log = directory.resolve("store").resolve("write-a.log");
    byte[] bytes = Files.readAllBytes(log);
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--;
    }
    Arrays.fill(bytes, last - 800, last - 700, (byte) 7);
    Files.write(log, bytes);

    Salvage.Report report = Salvage.run(directory.resolve("store"), true);

    assertThat(report.isUsable()).isTrue();
    assertThat(String.join("\n", report.lines())).contains("tables whose names are encrypted");
    try (var again = LmdbTableStore.open(sealed(OLD))) {
      assertThat(again.read(scan(TABLE, page().request())).page().count()).isBetween(1, 9);
    }
  }
}
