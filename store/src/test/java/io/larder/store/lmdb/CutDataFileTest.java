package io.larder.store.lmdb;

import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.store.NewTable;
import io.larder.store.lmdb.engine.CheckpointTiming;
import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LMDB's file when its end is missing, which ended the process once it was looked at. */
final class CutDataFileTest {
  private static final int ITEMS = 200;

  @TempDir private Path directory;
  private Path original;
  private Path copy;

  @BeforeEach
  void fill() throws IOException {
    original = directory.resolve("original");
    copy = directory.resolve("copy");
    try (var store = LmdbTableStore.open(LmdbOptions.durable(original), CheckpointTiming.ALWAYS)) {
      fill(store, "Kept", 500);
      fill(store, "Large", 10_000);
      // What only this table had is free at the end, once later commits have left the last pages.
      fill(store, "Dropped", 2_000);
      store.change(new DeleteTableRequest("Dropped")).join();
      await().pollInSameThread().until(() -> store.metrics().backlog() == 0);
      fill(store, "Later", 500);
    }
    Files.createDirectories(copy);
  }

  private static void fill(LmdbTableStore store, String table, int length) {
    store.change(NewTable.named(table, "pk:S", "").request()).join();
    int count = length > 1_000 ? 20 : ITEMS;
    for (int number = 0; number < count; number++) {
      store.write(put(table, "pk", s("" + number), "text", s("t".repeat(length)))).join();
    }
  }

  private void cut(long length) throws IOException {
    Files.deleteIfExists(copy.resolve("data.mdb"));
    DataFile.in(original).copyTo(copy);
    try (FileChannel file = FileChannel.open(copy.resolve("data.mdb"), StandardOpenOption.WRITE)) {
      file.truncate(length);
    }
  }

  private int countAll() {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(copy).withMapSize(1L << 30))) {
      return store.read(scan("Kept", page().request())).page().count()
          + store.read(scan("Large", page().request())).page().count();
    }
  }

  @Test
  void isRefusedWhereverItIsCutUnlessNothingIsMissing() throws IOException {
    long size = Files.size(original.resolve("data.mdb"));
    List<Long> refused = new ArrayList<>();
    List<Long> opened = new ArrayList<>();
    for (long length = 100; length < size; length += 4_096) {
      cut(length);
      try {
        assertThat(countAll()).isEqualTo(ITEMS + 20);
        opened.add(length);
      } catch (DamagedStoreException e) {
        refused.add(length);
      }
    }

    assertThat(refused).contains(100L, 4_196L, 8_292L).hasSizeGreaterThan(20);
    assertThat(opened).isNotEmpty().allMatch(length -> length > refused.getLast());
  }

  @Test
  void isToldByItsLengthAndThePagesThatAreMissing() throws IOException {
    cut(Files.size(original.resolve("data.mdb")) / 8 / 4_096 * 4_096);

    assertThatThrownBy(this::countAll)
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageMatching(
            "The store in .*copy is damaged: data.mdb was cut short: it ends at byte \\d+, but what"
                + " stands in \\d+ pages of 4096 bytes from page \\d+ on is in use\\. Nothing was"
                + " changed\\. Use a backup");
  }
}
