package io.larder.store.lmdb;

import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.get;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.store.NewTable;
import io.larder.store.TableStore;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.lmdb.engine.Checkpoints;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.FailingLog;
import io.larder.store.lmdb.engine.WriteAheadLog;
import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import io.larder.store.lmdb.engine.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that was killed, or a disk that fails, leaves behind. */
final class RecoveryTest {
  @TempDir private Path directory;
  private Path original;
  private Path copy;

  @BeforeEach
  void chooseFolders() {
    original = directory.resolve("original");
    copy = directory.resolve("copy");
  }

  /** What is on disk now, as a process that is killed would leave it. */
  private void copyFiles() throws IOException {
    Files.createDirectories(copy);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(original)) {
      for (Path file : files) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
  }

  private static void createTable(TableStore store) {
    store
        .change(NewTable.named(TABLE, "pk:S", "").global("index", "x:N", "", "*").request())
        .join();
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKillThoughNothingWasInLmdb() throws IOException {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(original), CheckpointTiming.NEVER)) {
      createTable(store);
      for (int number = 0; number < 100; number++) {
        store.write(put(TABLE, "pk", s("" + number), "x", n(number))).join();
      }
      store.write(delete(TABLE, "pk", s("7"))).join();
      copyFiles();
    }

    try (var store = LmdbTableStore.open(LmdbOptions.durable(copy))) {
      assertThat(store.read(scan(TABLE, page().request())).page().count()).isEqualTo(99);
      assertThat(store.read(scan(TABLE, page("index").request())).page().count()).isEqualTo(99);
      assertThat(store.read(get(TABLE, "pk", s("7"))).item()).isNull();
      assertThat(store.describe(new DescribeTableRequest(TABLE)).table().size().itemCount())
          .isEqualTo(99);
    }
  }

  @Test
  void whatWasWrittenAfterARecoveryIsThereAfterAnotherKill() throws IOException {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(original), CheckpointTiming.NEVER)) {
      createTable(store);
      store.write(put(TABLE, "pk", s("first"))).join();
      copyFiles();
    }
    Path second = directory.resolve("second");
    try (var store = LmdbTableStore.open(LmdbOptions.durable(copy), CheckpointTiming.NEVER)) {
      store.write(put(TABLE, "pk", s("second"))).join();
      original = copy;
      copy = second;
      copyFiles();
    }

    try (var store = LmdbTableStore.open(LmdbOptions.durable(second))) {
      assertThat(store.read(scan(TABLE, page().request())).page().count()).isEqualTo(2);
    }
  }

  @Test
  void aStoreThatWasClosedNeedsNoLog() throws IOException {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(original))) {
      createTable(store);
      store.write(put(TABLE, "pk", s("a"))).join();
    }
    assertThat(original).isDirectoryNotContaining("glob:**.log");

    try (var store = LmdbTableStore.open(LmdbOptions.durable(original))) {
      assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    }
  }

  @Test
  void aLogWithoutItsTablesIsRefusedAndNothingIsMadeInTheirPlace() throws IOException {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(original), CheckpointTiming.ALWAYS)) {
      createTable(store);
      copyFiles();
    }
    Files.delete(copy.resolve("data.mdb"));

    assertThatThrownBy(() -> LmdbTableStore.open(LmdbOptions.durable(copy)))
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining("write-a.log is there, but data.mdb is not");
    assertThat(copy.resolve("data.mdb")).doesNotExist();
  }

  @Test
  void aLogOfOtherTablesIsRefused() throws IOException {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(original), CheckpointTiming.ALWAYS)) {
      createTable(store);
      copyFiles();
    }
    Path other = directory.resolve("other");
    try (var store = LmdbTableStore.open(LmdbOptions.durable(other))) {
      createTable(store);
    }
    Path data = Path.of("data.mdb");
    Files.copy(other.resolve(data), copy.resolve(data), StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> LmdbTableStore.open(LmdbOptions.durable(copy)))
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining("write-a.log belongs to another store: its identity is ");
  }

  @Test
  void whatAKilledProcessLeftIsOnDiskBeforeANewWriteIsAcknowledged() throws IOException {
    var disk = new SimulatedDisk(new Random(1));
    EngineParts parts = CheckpointTiming.NEVER.withDisk(disk);
    LmdbTableStore store = LmdbTableStore.withoutThread(LmdbOptions.durable(original), parts);
    var created = store.change(NewTable.named(TABLE, "pk:S", "").request());
    store.writer().step();
    created.join();
    disk.failSyncs(true);
    var failed = store.write(put(TABLE, "pk", s("a")));
    store.writer().step();
    assertThat(failed).isCompletedExceptionally();
    store.abandon();
    disk.kill();
    disk.failSyncs(false);

    LmdbTableStore next = LmdbTableStore.withoutThread(LmdbOptions.durable(original), parts);
    assertThat(next.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    var written = next.write(put(TABLE, "pk", s("b")));
    next.writer().step();
    written.join();
    next.abandon();
    disk.losePower();

    LmdbTableStore last = LmdbTableStore.withoutThread(LmdbOptions.durable(original), parts);
    assertThat(last.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    assertThat(last.read(get(TABLE, "pk", s("b"))).item()).isNotNull();
    last.abandon();
  }

  private final FailingLog.Access log = new FailingLog.Access();

  private LmdbTableStore openWithFailingLog() {
    return LmdbTableStore.open(
        LmdbOptions.durable(original),
        EngineParts.DEFAULT
            .with(new Checkpoints.Policy(Long.MAX_VALUE, Duration.ofDays(1)))
            .with(log::open));
  }

  @Test
  void aWriteForWhichThereIsNoRoomFailsAloneAndChangesNothing() {
    try (var store = openWithFailingLog()) {
      createTable(store);
      log.fail(new WriteAheadLog.NotWrittenException(new IOException("full")));
      var refused = store.write(put(TABLE, "pk", s("refused")));
      assertThat(refusal(refused)).isInstanceOf(ServiceError.InternalServer.class);

      log.heal();
      store.write(put(TABLE, "pk", s("a"))).join();

      assertThat(store.failure()).isEmpty();
      assertThat(store.read(get(TABLE, "pk", s("refused"))).item()).isNull();
      assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    }
  }

  @Test
  void afterALogThatCannotBeSyncedNoWriteIsAcceptedUntilARestart() {
    try (var store = openWithFailingLog()) {
      createTable(store);
      store.write(put(TABLE, "pk", s("a"))).join();
      log.fail(new IOException("Input/output error"));
      var failed = store.write(put(TABLE, "pk", s("failed")));
      assertThat(refusal(failed)).isInstanceOf(ServiceError.InternalServer.class);
      log.heal();

      var refused = store.write(put(TABLE, "pk", s("refused")));

      assertThat(refusal(refused)).isInstanceOf(ServiceError.InternalServer.class);
      assertThat(store.failure()).contains("java.io.IOException: Input/output error");
      assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
      assertThat(store.read(get(TABLE, "pk", s("failed"))).item()).isNull();
    }

    try (var store = LmdbTableStore.open(LmdbOptions.durable(original))) {
      assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
      store.write(put(TABLE, "pk", s("b"))).join();
    }
  }
}
