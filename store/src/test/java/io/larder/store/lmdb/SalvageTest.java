package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
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
import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of whose items "checkpointed" is in LMDB, and the items 1 to 9 are in the log. */
final class SalvageTest {
  @TempDir private Path parent;
  private Path directory;
  private Path log;

  @BeforeEach
  void kill() throws IOException {
    directory = parent.resolve("data");
    log = directory.resolve("write-a.log");
    var options = LmdbOptions.durable(directory);
    try (var store = LmdbTableStore.open(options)) {
      store
          .change(NewTable.named(TABLE, "pk:S", "").global("index", "x:S", "", "*").request())
          .join();
      store.write(put(TABLE, "pk", s("checkpointed"), "x", s("x"))).join();
    }
    LmdbTableStore store = LmdbTableStore.withoutThread(options, CheckpointTiming.NEVER);
    for (int number = 1; number <= 9; number++) {
      var write = store.write(put(TABLE, "pk", s("item " + number), "x", s("x")));
      store.writer().step();
      write.join();
    }
    store.abandon();
  }

  private void damage(String text) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    String content = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[content.indexOf(text)] ^= 1;
    Files.write(log, bytes);
  }

  private Salvage.Report salvage(boolean giveUp) {
    return Salvage.run(directory, giveUp);
  }

  private void assertHolds(int items) {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(directory))) {
      assertThat(store.read(get(TABLE, "pk", s("checkpointed"))).item()).isNotNull();
      for (int number = 1; number <= 9; number++) {
        boolean isThere = store.read(get(TABLE, "pk", s("item " + number))).item() != null;
        assertThat(isThere).isEqualTo(number <= items);
      }
      assertThat(store.read(scan(TABLE, page("index").request())).page().count())
          .isEqualTo(items + 1);
      assertThat(store.describe(new DescribeTableRequest(TABLE)).table().size().itemCount())
          .isEqualTo(items + 1);
      store.write(put(TABLE, "pk", s("new"))).join();
    }
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new HashMap<>();
    try (var found = Files.newDirectoryStream(directory, "{write,acknowledged,damaged}*")) {
      for (Path file : found) {
        files.put(
            file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  @Test
  void keepsWhatIsBeforeTheDamageAndPutsTheFilesAside() throws IOException {
    damage("item 6");
    var damaged = files();

    var report = salvage(true);

    assertThat(report.isUsable()).isTrue();
    assertThat(report.lines())
        .anyMatch(line -> line.startsWith("Found: of the groups 3 to 11, which data.mdb does not"))
        .contains(
            "Kept: all that data.mdb has, and groups of the log: 5, up to group 7",
            "Given up: groups that cannot be read: 1",
            "Given up: groups behind them, which change Music: 3",
            "Given up: whatever else stands in the files named above",
            "Done: the files of the log are in " + directory.resolve("damaged-log-1"));
    assertHolds(5);
    assertThat(directory.resolve("damaged-log-1/write-a.log"))
        .hasBinaryContent(damaged.get("write-a.log").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void changesNothingUntilItIsTold() throws IOException {
    damage("item 6");
    var before = files();

    var report = salvage(false);

    assertThat(report.isUsable()).isFalse();
    assertThat(report.lines()).last().asString().startsWith("Nothing was changed");
    assertThat(files()).isEqualTo(before);
    assertThatThrownBy(() -> LmdbTableStore.open(LmdbOptions.durable(directory)))
        .isInstanceOf(DamagedStoreException.class);
  }

  @Test
  void hasNothingToDoIfNothingIsMissing() throws IOException {
    var before = files();

    var report = salvage(true);

    assertThat(report.isUsable()).isTrue();
    assertThat(report.lines()).containsExactly("Nothing is missing from the store in " + directory);
    assertThat(files()).isEqualTo(before);
    assertHolds(9);
  }

  @Test
  void acceptsTablesWithoutTheirLog() throws IOException {
    for (String file : files().keySet()) {
      Files.delete(directory.resolve(file));
    }

    assertThat(salvage(true).isUsable()).isTrue();

    assertHolds(0);
  }

  @Test
  void putsFilesOfAnotherStoreAsideAgainAndAgain() throws IOException {
    Path other = parent.resolve("other");
    LmdbTableStore store =
        LmdbTableStore.withoutThread(LmdbOptions.durable(other), CheckpointTiming.NEVER);
    var created = store.change(NewTable.named("Other", "pk:S", "").request());
    store.writer().step();
    created.join();
    store.abandon();
    LmdbTableStore.open(LmdbOptions.durable(directory)).close();
    for (int attempt = 1; attempt <= 2; attempt++) {
      Files.copy(other.resolve("write-a.log"), log, StandardCopyOption.REPLACE_EXISTING);

      var report = salvage(true);

      assertThat(report.lines()).first().asString().contains("belongs to another store");
      assertThat(directory.resolve("damaged-log-" + attempt + "/write-a.log")).exists();
    }
    assertHolds(9);
  }

  @Test
  void isRefusedWhereThereIsNoStoreOrAnotherProcessUsesIt() {
    assertThatThrownBy(() -> Salvage.run(parent, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("There is no data.mdb in " + parent);
    try (var _ = LmdbTableStore.open(LmdbOptions.durable(directory))) {
      assertThatThrownBy(() -> salvage(true)).hasMessageContaining("is in use by another process");
    }
  }
}
