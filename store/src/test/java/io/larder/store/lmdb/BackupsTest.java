package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.store.NewTable;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.lmdb.maintenance.Backups;
import io.larder.store.lmdb.maintenance.Progress;
import io.larder.store.lmdb.maintenance.StoppedStore;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.LocalKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of stores, and what comes back from them. */
final class BackupsTest {
  private static final int ITEMS = 500;

  @TempDir private Path parent;
  private Path data;
  private Path backup;
  private Path restored;

  @BeforeEach
  void name() {
    data = parent.resolve("data");
    backup = parent.resolve("backup");
    restored = parent.resolve("restored");
  }

  private static LmdbOptions options(Path folder) {
    return LmdbOptions.durable(folder).withMapSize(1 << 28);
  }

  private static void create(LmdbTableStore store) {
    store
        .change(NewTable.named(TABLE, "pk:S", "").global("index", "x:S", "", "*").request())
        .join();
  }

  private static void fill(LmdbTableStore store) {
    create(store);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int number = 0; number < ITEMS; number++) {
      writes.add(
          store.write(put(TABLE, "pk", s("" + number), "x", s("SECRETMARK"), "n", n(number))));
    }
    writes.forEach(CompletableFuture::join);
  }

  private static Map<String, Backups.Copying> only(LmdbTableStore store) {
    return Map.of("", store.maintenance()::copyTo);
  }

  private void backUp(LmdbTableStore store) throws IOException {
    Backups.make(only(store), backup, Progress.NONE);
  }

  private static void assertHolds(Path folder, LmdbOptions options, int items) throws IOException {
    try (var store = LmdbTableStore.open(options)) {
      assertThat(store.describe(new DescribeTableRequest(TABLE)).table().size().itemCount())
          .isEqualTo(items);
      assertThat(store.read(scan(TABLE, page("index").request())).page().count()).isEqualTo(items);
      store.write(put(TABLE, "pk", s("new"))).join();
    }
    assertThat(folder.resolve("data.mdb")).exists();
  }

  @Test
  void aBackupOfAServingStoreIsRestored() throws IOException {
    try (var store = LmdbTableStore.open(options(data), CheckpointTiming.NEVER)) {
      // All is in the log, and nothing in LMDB.
      fill(store);
      backUp(store);
      store.write(put(TABLE, "pk", s("later"))).join();
    }

    Backups.restore(backup, restored, Progress.NONE);

    assertThat(StoppedStore.verify(restored, null, Progress.NONE).damages()).isEmpty();
    assertHolds(restored, options(restored), ITEMS);
  }

  @Test
  void aBackupUnderWritesIsOneMomentOfTheStore() throws Exception {
    var stop = new AtomicBoolean();
    var acknowledged = new AtomicInteger();
    int before;
    int after;
    try (var store = LmdbTableStore.open(options(data), CheckpointTiming.ALWAYS)) {
      fill(store);
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int number = 0; !stop.get(); number++) {
                      // Each is in the table and in the index, or in none.
                      store.write(put(TABLE, "pk", s("w" + number), "x", s("x"))).join();
                      acknowledged.set(number + 1);
                    }
                  });
      while (acknowledged.get() < 20) {
        Thread.onSpinWait();
      }
      before = acknowledged.get();
      backUp(store);
      after = acknowledged.get() + 1;
      stop.set(true);
      writer.join();
    }

    Backups.restore(backup, restored, Progress.NONE);

    assertThat(StoppedStore.verify(restored, null, Progress.NONE).damages()).isEmpty();
    try (var store = LmdbTableStore.open(options(restored))) {
      int found = 0;
      while (store.read(get(TABLE, "pk", s("w" + found))).item() != null) {
        found++;
      }
      assertThat(found).isBetween(before, after);
      assertThat(store.describe(new DescribeTableRequest(TABLE)).table().size().itemCount())
          .isEqualTo(ITEMS + found);
    }
  }

  @Test
  void whatIsEncryptedStaysEncrypted() throws Exception {
    Encryption encryption = Encryption.under(LocalKeys.parse("file:master", "00".repeat(32)));
    try (var store = LmdbTableStore.open(options(data).withEncryption(encryption))) {
      fill(store);
      backUp(store);
    }

    assertThat(textOf(backup)).doesNotContain("SECRETMARK");
    Backups.restore(backup, restored, Progress.NONE);
    assertThatThrownBy(() -> LmdbTableStore.open(options(restored)))
        .hasMessageContaining("is encrypted under the key");
    assertHolds(restored, options(restored).withEncryption(encryption), ITEMS);
  }

  private static String textOf(Path folder) throws IOException {
    var text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  @Test
  void storesOfOtherRegionsComeAlong() throws IOException {
    try (var home = LmdbTableStore.open(options(data));
        var other = LmdbTableStore.open(options(data.resolve("regions/eu-west-1")))) {
      fill(home);
      create(other);
      Map<String, Backups.Copying> both = new LinkedHashMap<>();
      both.put("", home.maintenance()::copyTo);
      both.put("regions/eu-west-1", other.maintenance()::copyTo);
      Backups.make(both, backup, Progress.NONE);
    }

    Backups.restore(backup, restored, Progress.NONE);

    assertHolds(restored, options(restored), ITEMS);
    assertHolds(restored, options(restored.resolve("regions/eu-west-1")), 0);
  }

  @Test
  void nothingIsLeftOfABackupThatIsGivenUp() throws IOException {
    try (var store = LmdbTableStore.open(options(data))) {
      fill(store);

      assertThatThrownBy(
              () ->
                  Backups.make(
                      only(store),
                      backup,
                      (step, done, total) -> {
                        throw new CancellationException();
                      }))
          .isInstanceOf(CancellationException.class);

      try (Stream<Path> left = Files.list(parent)) {
        assertThat(left).containsExactly(data);
      }
      backUp(store);
      assertThatThrownBy(() -> backUp(store)).hasMessageEndingWith("is there already");
    }
  }

  @Test
  void aDamagedStoreIsNotBackedUp() throws IOException {
    try (var store = LmdbTableStore.open(options(data))) {
      fill(store);
      store.write(put(TABLE, "pk", s("damaged"), "text", s("to be damaged"))).join();
    }
    DataFile.in(data).damage("to be damaged");

    try (var store = LmdbTableStore.open(options(data))) {
      assertThatThrownBy(() -> backUp(store))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the store is damaged, see larder verify");
    }
    assertThat(backup).doesNotExist();
  }

  @Test
  void onlyAWholeBackupIsRestoredAndOnlyWhereThereIsNoStore() throws IOException {
    try (var store = LmdbTableStore.open(options(data))) {
      fill(store);
      backUp(store);
    }
    assertThatThrownBy(() -> Backups.restore(backup, data, Progress.NONE))
        .hasMessageContaining("has a store already");

    byte[] sound = Files.readAllBytes(backup.resolve("data.mdb"));
    byte[] damaged = sound.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(backup.resolve("data.mdb"), damaged);
    assertThatThrownBy(() -> Backups.restore(backup, restored, Progress.NONE))
        .hasMessageContaining("is not what was saved");
    assertThat(restored.resolve("data.mdb")).doesNotExist();
    Files.write(backup.resolve("data.mdb"), sound);

    assertThatThrownBy(
            () ->
                Backups.restore(
                    backup,
                    restored,
                    (step, done, total) -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(restored.resolve("data.mdb")).doesNotExist();

    String sums = Files.readString(backup.resolve("SHA256SUMS"));
    Files.writeString(backup.resolve("SHA256SUMS"), sums.replace("data.mdb", "../data.mdb"));
    assertThatThrownBy(() -> Backups.restore(backup, restored, Progress.NONE))
        .hasMessageEndingWith("is damaged");
    Files.delete(backup.resolve("SHA256SUMS"));
    assertThatThrownBy(() -> Backups.restore(backup, restored, Progress.NONE))
        .hasMessageContaining("is no whole backup");

    Files.writeString(backup.resolve("SHA256SUMS"), sums);
    Backups.restore(backup, restored, Progress.NONE);
    assertHolds(restored, options(restored), ITEMS);
  }

  @Test
  void aStoreIsSmallerWhenItIsCompactedAndHasWhatItsLogHad() throws IOException {
    try (var store = LmdbTableStore.open(options(data), CheckpointTiming.ALWAYS)) {
      fill(store);
    }
    LmdbTableStore killed = LmdbTableStore.withoutThread(options(data), CheckpointTiming.NEVER);
    var write = killed.write(put(TABLE, "pk", s("logged"), "x", s("x")));
    killed.writer().step();
    write.join();
    killed.abandon();
    long before = Files.size(data.resolve("data.mdb"));

    long saved = StoppedStore.compact(data, Progress.NONE);

    assertThat(saved).isPositive();
    assertThat(Files.size(data.resolve("data.mdb"))).isEqualTo(before - saved);
    assertThat(data.resolve("write-a.log")).doesNotExist();
    assertThat(StoppedStore.verify(data, null, Progress.NONE).damages()).isEmpty();
    assertHolds(data, options(data), ITEMS + 1);
  }

  @Test
  void aStoreWhoseLogIsDamagedIsNotCompacted() throws IOException {
    LmdbTableStore killed = LmdbTableStore.withoutThread(options(data), CheckpointTiming.NEVER);
    var made = killed.change(NewTable.named(TABLE, "pk:S", "").request());
    killed.writer().step();
    made.join();
    killed.abandon();
    Files.delete(data.resolve("write-a.log"));

    assertThatThrownBy(() -> StoppedStore.compact(data, Progress.NONE))
        .hasMessageStartingWith("the log is damaged, see larder salvage: ");
    assertThatThrownBy(() -> StoppedStore.copy(data, parent.resolve("copy"), Progress.NONE))
        .hasMessageStartingWith("the log is damaged, see larder salvage: ");
  }
}
