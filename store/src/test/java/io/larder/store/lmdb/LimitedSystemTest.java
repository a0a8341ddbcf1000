package io.larder.store.lmdb;

import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.store.NewTable;
import io.larder.store.lmdb.engine.CheckpointTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A system that grants less than the store could use: address space, heap, room on the disk. */
@EnabledOnOs(OS.LINUX)
final class LimitedSystemTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path directory;
  private boolean isMounted;

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (isMounted) {
      ChildProcess.of("umount", directory.toString());
    }
  }

  @Test
  void withLittleAddressSpaceWritesAreRefusedAndReadsGoOn()
      throws IOException, InterruptedException {
    var filled =
        ChildProcess.java(
            "export MALLOC_ARENA_MAX=1; ulimit -v 750000",
            UntilRefused.class,
            directory.toString());

    assertThat(filled.output()).containsPattern("kept [1-9]");
    assertThat(filled.exitCode()).isZero();
  }

  @Test
  void onASmallHeapAWriteThatDoesNotFitIsRefusedAndOthersAreMade()
      throws IOException, InterruptedException {
    var written = ChildProcess.java("true", SmallHeap.class, directory.toString());

    assertThat(written.output()).contains("InternalServer", "1 written");
    assertThat(written.exitCode()).isZero();
  }

  @Test
  void aLogLargerThanTheHeapIsReadAtTheStart() throws IOException, InterruptedException {
    LmdbTableStore store =
        LmdbTableStore.withoutThread(LmdbOptions.durable(directory), CheckpointTiming.NEVER);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    writes.add(store.change(NewTable.named("Filled", "pk:S", "").request()));
    store.writer().step();
    String text = "x".repeat(100_000);
    for (int number = 0; number < 1_450; number++) {
      writes.add(store.write(put("Filled", "pk", s("" + number), "x", s(text))));
      store.writer().step();
    }
    writes.forEach(CompletableFuture::join);
    store.abandon();
    assertThat(Files.size(directory.resolve("write-a.log"))).isGreaterThan(135 * MEGABYTE);

    var opened = ChildProcess.java("true", UntilRefused.class, directory.toString(), "1450");

    assertThat(opened.output()).contains("has all");
    assertThat(opened.exitCode()).isZero();
  }

  private void mount(int megabytes) throws IOException, InterruptedException {
    var mounted =
        ChildProcess.of(
            "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
    assumeTrue(mounted.exitCode() == 0, "no small file system can be mounted here");
    isMounted = true;
  }

  private Path fillDisk(int leftBytes) throws IOException {
    long room = Files.getFileStore(directory).getUsableSpace();
    return Files.write(
        directory.resolve("reserve"), new byte[(int) room - leftBytes], StandardOpenOption.CREATE);
  }

  @Test
  void aFirstStartOnAFullDiskIsRefused() throws IOException, InterruptedException {
    mount(1);
    fillDisk(0);

    var refused = ChildProcess.java("true", UntilRefused.class, directory + "/data");

    assertThat(refused.output()).contains("No space left on device").doesNotContain("SIGBUS");
    assertThat(refused.exitCode()).isEqualTo(1);
  }

  @Test
  void aFirstStartForWhichThereIsHardlyRoomDoesNotEndTheProcess()
      throws IOException, InterruptedException {
    mount(1);
    // For folders and empty files, and not for the slots of readers.
    fillDisk(8_192);

    var refused = ChildProcess.java("true", UntilRefused.class, directory + "/data");

    assertThat(refused.output()).contains("No space left on device").doesNotContain("SIGBUS");
    assertThat(refused.exitCode()).isEqualTo(1);
  }

  @Test
  void onAFullDiskWritesAreRefusedUntilThereIsRoomAgain() throws IOException, InterruptedException {
    mount(16);
    Path reserve = fillDisk(8 * MEGABYTE);
    try (var store = LmdbTableStore.open(LmdbOptions.durable(directory.resolve("data")))) {
      store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
      int kept = UntilRefused.fill(store, TABLE);
      assertThat(kept).isPositive();
      UntilRefused.requireAll(store, TABLE, kept);

      Files.delete(reserve);

      store.write(put(TABLE, "pk", s("more"))).join();
    }
  }
}
