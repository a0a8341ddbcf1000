package io.larder.store.lmdb;

import static io.larder.store.Requests.n;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.transaction;
import static io.larder.store.StoreFixture.TABLE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.NewTable;
import io.larder.store.StreamReading;
import io.larder.store.Table;
import io.larder.store.lmdb.binding.Txn;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.EngineOptions;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.Memtables;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.maintenance.Progress;
import io.larder.store.lmdb.maintenance.StoppedStore;
import io.larder.store.lmdb.maintenance.VerificationReport;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.LocalKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verification of a store says of each kind of damage. */
final class VerificationTest {
  private static final int ITEMS = 300;
  private static final String LONG = "l".repeat(900);

  @TempDir private static Path filled;
  private static int table;
  private static int global;
  private static int expiry;

  @TempDir private Path directory;

  @BeforeAll
  static void fill() {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(filled).withMapSize(1 << 28))) {
      fill(store);
      Table made = Objects.requireNonNull(store.known(TABLE));
      table = made.id();
      global = Objects.requireNonNull(made.index("global")).id();
      expiry = Objects.requireNonNull(made.timeToLive()).id();
    }
  }

  private LmdbOptions options() {
    return LmdbOptions.durable(directory).withMapSize(1 << 28);
  }

  private static void fill(LmdbTableStore store) {
    store
        .change(
            NewTable.named(TABLE, "pk:S", "sk:S")
                .global("global", "g:S", "sk:S", "held")
                .local("local", "pk:S", "alt:S")
                .request())
        .join();
    store
        .change(new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification("expires", true)))
        .join();
    store.change(StreamReading.enable(TABLE, StreamViewType.NEW_AND_OLD_IMAGES)).join();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int number = 0; number < ITEMS; number++) {
      writes.add(
          store.write(
              put(
                  TABLE,
                  "pk",
                  s("p" + number % 7),
                  "sk",
                  s(number % 50 == 0 ? LONG + number : "" + number),
                  "g",
                  s("g" + number % 3),
                  "alt",
                  s("a" + number),
                  "held",
                  s("held " + number + "."),
                  "text",
                  s("text " + number + "."),
                  "expires",
                  n(4_000_000_000L + number))));
    }
    writes.forEach(CompletableFuture::join);
    store.write(transaction("token", 1, putAction(TABLE, "pk", s("t"), "sk", s("1")))).join();
  }

  private void copyFilled() throws IOException {
    DataFile.in(filled).copyTo(directory);
  }

  private VerificationReport verify() throws IOException {
    return StoppedStore.verify(directory, null, Progress.NONE);
  }

  /** One record. */
  @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
  private record Stored(byte[] key, byte[] value) {
    int id() {
      return ByteBuffer.wrap(key).getInt();
    }
  }

  @FunctionalInterface
  private interface Change {
    void make(Environment environment, Txn txn);
  }

  /** Changes records in a way that leaves their checksums right. */
  private void change(Change change) {
    try (var environment = Environment.open(EngineOptions.durable(directory));
        Txn txn = environment.beginWrite()) {
      change.make(environment, txn);
      txn.commit();
    }
  }

  private void replace(Database database, byte[] key, byte[] value) {
    change((environment, txn) -> environment.database(database).put(txn, key, value));
  }

  private void remove(byte[] key) {
    change((environment, txn) -> environment.database(Database.DATA).delete(txn, key));
  }

  private List<Stored> records(Database database) {
    List<Stored> found = new ArrayList<>();
    try (var environment = Environment.open(EngineOptions.durable(directory));
        var snapshots = new Snapshots(environment, new Memtables(), KeyRing.NONE, 1);
        Snapshot snapshot = snapshots.open();
        RecordCursor all = snapshot.cursor(database)) {
      for (boolean more = all.first(); more; more = all.next()) {
        found.add(new Stored(all.key(), all.stored()));
      }
    }
    return found;
  }

  private List<Stored> of(int id) {
    return records(Database.DATA).stream().filter(each -> each.id() == id).toList();
  }

  private Stored plain(int id) {
    return of(id).stream().filter(each -> each.key.length < 511).findFirst().orElseThrow();
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private void assertDamages(String... patterns) throws IOException {
    List<String> damages = verify().damages();
    assertThat(damages).as("%s", damages).hasSameSizeAs(patterns);
    for (String pattern : patterns) {
      assertThat(damages).anyMatch(damage -> damage.matches(pattern));
    }
  }

  private static String record(String owner, String what) {
    return "data: a record of " + owner + " with the key hash [0-9a-f]{8}: " + what;
  }

  @Test
  void aSoundStoreIsSoundStoppedAndServing() throws IOException {
    copyFilled();
    try (var store = LmdbTableStore.open(options())) {
      var report = store.maintenance().verify(Progress.NONE);

      assertThat(report.damages()).isEmpty();
      assertThat(report.items()).isEqualTo(ITEMS + 1);
    }
    assertThat(verify().damages()).isEmpty();
    assertThat(verify().notes()).isEmpty();
    assertThat(verify().items()).isEqualTo(ITEMS + 1);
  }

  @Test
  void whatOnlyTheLogHasIsLookedAtAndStaysThere() throws IOException {
    LmdbTableStore store = LmdbTableStore.withoutThread(options(), CheckpointTiming.NEVER);
    var made = store.change(NewTable.named(TABLE, "pk:S", "").request());
    store.writer().step();
    made.join();
    var write = store.write(put(TABLE, "pk", s("logged")));
    store.writer().step();
    write.join();
    store.abandon();
    byte[] before = Files.readAllBytes(directory.resolve("data.mdb"));

    assertThat(verify().damages()).isEmpty();
    assertThat(verify().items()).isEqualTo(1);
    assertThat(directory.resolve("data.mdb")).hasBinaryContent(before);
    assertThat(directory.resolve("write-a.log")).exists();

    byte[] log = Files.readAllBytes(directory.resolve("write-a.log"));
    log[new String(log, ISO_8859_1).indexOf("logged")] ^= 1;
    Files.write(directory.resolve("write-a.log"), log);
    assertThat(verify().damages()).singleElement().asString().startsWith("log: of the groups");
  }

  @Test
  void aByteThatTheDiskHasChangedIsNamed() throws IOException {
    copyFilled();
    DataFile.in(directory).damage("\"text 77.");

    // The stream has the item, too.
    List<String> damages = verify().damages();
    assertThat(damages).hasSize(2).allMatch(line -> line.endsWith("its checksum or seal is wrong"));
    assertThat(damages.toString()).contains("a record of table Music", "a record of stream");
  }

  @Test
  void anEntryThatIsMissingIsNamed() throws IOException {
    copyFilled();
    remove(plain(global).key());

    assertDamages(
        record("index global of table Music", "it is missing"),
        "sizes: index global of table Music has 299 entries of \\d+ bytes, and is counted with 300"
            + " of \\d+");
  }

  @Test
  void anEntryOfNoItemIsNamed() throws IOException {
    copyFilled();
    Stored entry = plain(global);
    replace(Database.DATA, with(entry.key(), entry.key().length - 1, 0x55), entry.value());

    assertDamages(
        record("index global of table Music", "no item has it"),
        "sizes: index global of table Music has .*");
  }

  @Test
  void anEntryThatIsNotWhatTheItemHasIsNamed() throws IOException {
    copyFilled();
    Stored entry = plain(global);
    String text = new String(entry.value(), UTF_8);
    replace(Database.DATA, entry.key(), text.replace("held ", "HELD ").getBytes(UTF_8));

    assertDamages(record("index global of table Music", "it is not what the item has"));
  }

  @Test
  void anItemAtAnotherPlaceIsNamed() throws IOException {
    copyFilled();
    Stored item = plain(table);
    replace(Database.DATA, with(item.key(), item.key().length - 1, 0x7e), item.value());

    assertDamages(
        record("table Music", "it is an item of another place"), "sizes: table Music has .*");
  }

  @Test
  void anItemThatIsGoneLeavesEntriesThatAreNamed() throws IOException {
    copyFilled();
    remove(
        of(table).stream()
            .filter(each -> new String(each.value(), UTF_8).contains("text 77."))
            .findFirst()
            .orElseThrow()
            .key());

    assertDamages(
        record("index global of table Music", "no item has it"),
        record("index local of table Music", "no item has it"),
        record("order of expiry of table Music", "no item has it"),
        "sizes: table Music has 300 entries .* counted with 301 .*");
  }

  @Test
  void theOrderOfExpiryIsLookedAt() throws IOException {
    copyFilled();
    remove(of(expiry).getFirst().key());

    assertDamages(
        record("order of expiry of table Music", "it is missing"),
        "sizes: order of expiry of table Music has .*");
  }

  @Test
  void markersAreCounted() throws IOException {
    copyFilled();
    Stored marker =
        of(table).stream().filter(each -> each.key().length == 511).findFirst().orElseThrow();
    replace(Database.DATA, marker.key(), with(marker.value(), 7, 99));
    assertDamages(
        record("table Music", "it is a marker that counts wrongly; there are \\d below it"));

    remove(marker.key());
    assertThat(verify().damages())
        .isNotEmpty()
        .allMatch(line -> line.endsWith("the marker above it is missing"));
  }

  @Test
  void whatBelongsToNobodyIsNamed() throws IOException {
    copyFilled();
    byte[] key = Arrays.copyOf(ByteBuffer.allocate(4).putInt(9_999).array(), 40);
    replace(Database.DATA, key, new byte[] {1});
    replace(Database.SIZES, Arrays.copyOf(key, 4), new byte[16]);
    replace(
        Database.CATALOG, ByteBuffer.allocate(5).put((byte) 2).putInt(9_999).array(), new byte[8]);
    replace(Database.BACKLOG, new byte[] {7}, new byte[0]);

    assertDamages(
        "catalog: a record with the key hash [0-9a-f]{8}: it is of a table that is not there",
        "backlog: a record with the key hash [0-9a-f]{8} is none",
        "data: there are records of the id 9999, which nobody has",
        "sizes: there is no table or index with the id 9999");
  }

  @Test
  void blocksOfStreamsAreLookedAt() throws IOException {
    copyFilled();
    Stored block =
        records(Database.DATA).stream()
            .filter(each -> each.key().length == 16)
            .findFirst()
            .orElseThrow();
    replace(Database.DATA, block.key(), with(block.value(), 3, block.value()[3] + 1));
    assertThat(verify().damages())
        .isNotEmpty()
        .allMatch(line -> line.matches("data: a block of stream .*: it .*"));

    replace(Database.DATA, block.key(), block.value());
    replace(Database.DATA, with(block.key(), 7, 77), block.value());
    assertDamages("data: a block of stream .*: it belongs to no shard");
  }

  @Test
  void aTokenWithoutItsEndIsNamed() throws IOException {
    copyFilled();
    replace(Database.TOKENS, "\0other".getBytes(UTF_8), new byte[40]);

    assertDamages("tokens: 1 of them have no end");
  }

  @Test
  void aDamagedTableLeavesTheRestToBeLookedAt() throws IOException {
    copyFilled();
    DataFile.in(directory).damage("\"IndexName\":\"global");
    DataFile.in(directory).damage("\"text 77.");

    VerificationReport report = verify();

    assertThat(report.damages()).hasSizeGreaterThan(1);
    assertThat(report.damages().getFirst()).startsWith("catalog: a record with the key hash");
    assertThat(report.notes())
        .contains("tables cannot be read, so items and indexes were not compared");
  }

  @Test
  void aSealedValueThatWasMovedIsNamed() throws Exception {
    int sealedId;
    Encryption encryption = Encryption.under(LocalKeys.parse("file:master", "00".repeat(32)));
    try (var store = LmdbTableStore.open(options().withEncryption(encryption))) {
      fill(store);
      sealedId = Objects.requireNonNull(store.known(TABLE)).id();
    }
    assertThat(StoppedStore.verify(directory, encryption, Progress.NONE).damages()).isEmpty();
    List<Stored> items = of(sealedId);
    replace(Database.DATA, items.get(1).key(), items.get(2).value());

    assertThat(StoppedStore.verify(directory, encryption, Progress.NONE).damages())
        .first()
        .asString()
        .matches(record("table Music", "its checksum or seal is wrong"));
    assertThat(verify().damages()).isEmpty();
    assertThat(verify().notes()).singleElement().asString().contains("its key is not given");
  }

  /** The pages of the file, to be changed one by one. */
  private void changePages(Pages change) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("data.mdb"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size()).order(ByteOrder.nativeOrder());
      file.read(bytes, 0);
      change.make(bytes);
      file.write(bytes.rewind(), 0);
    }
  }

  @FunctionalInterface
  private interface Pages {
    void make(ByteBuffer file);
  }

  /** The beginning of a page whose flags are these and that has so many nodes, of data in use. */
  private static int page(ByteBuffer file, int flags, int nodes) {
    for (int at = 2 * 4_096; at < file.limit(); at += 4_096) {
      if (file.getLong(at) == at / 4_096
          && file.getShort(at + 10) == flags
          && (file.getShort(at + 12) - 16) / 2 >= nodes) {
        return at;
      }
    }
    throw new AssertionError("no such page");
  }

  @Test
  void pagesAreLookedAtBeforeLmdbIsAsked() throws IOException {
    copyFilled();
    byte[] sound = Files.readAllBytes(directory.resolve("data.mdb"));
    List<Pages> damages =
        List.of(
            // All of them, for some are not in use.
            file -> forEachPage(file, 2, at -> file.putLong(at, 1_000_000)),
            file -> forEachPage(file, 2, at -> file.putShort(at + 10, (short) 0)),
            file -> forEachPage(file, 2, at -> file.putShort(at + 12, (short) 4_000)),
            file -> forEachPage(file, 2, at -> file.putShort(at + 16, (short) 4_095)),
            file -> forEachPage(file, 1, at -> swap(file, at + 18, at + 20)),
            file -> file.putInt(16, 0),
            file -> file.putInt(40, 5));
    for (Pages damage : damages) {
      Files.write(directory.resolve("data.mdb"), sound);
      changePages(damage);

      VerificationReport report = verify();

      assertThat(report.damages()).isNotEmpty().allMatch(line -> line.startsWith("data.mdb: "));
      assertThat(report.notes()).singleElement().asString().startsWith("pages are damaged");
      assertThatThrownBy(() -> StoppedStore.compact(directory, Progress.NONE))
          .isInstanceOf(IOException.class)
          .hasMessage("pages of data.mdb are damaged, see larder verify");
    }
  }

  private static void forEachPage(ByteBuffer file, int flags, IntConsumer change) {
    int first = page(file, flags, 3);
    for (int at = first; at < file.limit(); at += 4_096) {
      if (file.getLong(at) == at / 4_096
          && file.getShort(at + 10) == flags
          && (file.getShort(at + 12) - 16) / 2 >= 3) {
        change.accept(at);
      }
    }
  }

  private static void swap(ByteBuffer file, int one, int other) {
    short kept = file.getShort(one);
    file.putShort(one, file.getShort(other));
    file.putShort(other, kept);
  }

  @Test
  void aFileThatWasCutIsNamed() throws IOException {
    copyFilled();
    try (FileChannel file =
        FileChannel.open(directory.resolve("data.mdb"), StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }

    assertThat(verify().damages()).isNotEmpty().allMatch(line -> line.startsWith("data.mdb: "));
  }

  @Test
  void aStoreInUseAndNoStoreAreRefused() throws IOException {
    copyFilled();
    try (var _ = LmdbTableStore.open(options())) {
      assertThatThrownBy(this::verify).hasMessageContaining("is in use");
    }
    assertThatThrownBy(() -> StoppedStore.verify(directory.resolve("none"), null, Progress.NONE))
        .hasMessageStartingWith("There is no data.mdb in");
  }

  @Test
  void theWorkEndsWhenItIsToldTo() throws IOException {
    copyFilled();
    try (var store = LmdbTableStore.open(options())) {
      assertThatThrownBy(
              () ->
                  store
                      .maintenance()
                      .verify(
                          (step, done, total) -> {
                            if (step.equals("records")) {
                              throw new CancellationException();
                            }
                          }))
          .isInstanceOf(CancellationException.class);
    }
  }
}
