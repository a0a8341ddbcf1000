package io.larder.store.lmdb.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import io.larder.store.lmdb.engine.disk.SimulatedDisk;
import io.larder.store.lmdb.engine.log.GroupFormat;
import io.larder.store.lmdb.engine.log.LogHeader;
import io.larder.store.lmdb.engine.log.LogMark;
import io.larder.store.lmdb.engine.log.LogState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWriteAheadLogTest {
  @TempDir private Path directory;
  private final SimulatedDisk disk = new SimulatedDisk(new Random(5));
  private Environment environment;
  private CheckpointWriter lmdb;
  private Path first;
  private Path second;
  private Path mark;
  private FileWriteAheadLog log;

  @BeforeEach
  void open() {
    environment = Environment.open(EngineOptions.durable(directory));
    lmdb = new CheckpointWriter(environment);
    first = directory.resolve("write-a.log");
    second = directory.resolve("write-b.log");
    mark = directory.resolve("acknowledged");
    start();
  }

  @AfterEach
  void close() {
    environment.close();
  }

  private void start() {
    start(new Checkpoints.Policy(Long.MAX_VALUE, Duration.ofDays(1)));
  }

  private void start(Checkpoints.Policy policy) {
    EngineParts parts = EngineParts.DEFAULT.withDisk(disk).withRandom(new Random(6)).with(policy);
    log = FileWriteAheadLog.recover(environment, lmdb, new Memtables(), parts);
  }

  /** The process ends, and another begins. */
  private void restart() {
    disk.kill();
    start();
  }

  private void write(String key, @Nullable String value) {
    log.add(Database.DATA, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
  }

  /** Each group sets {@code key} to its own number. */
  private void append(String... keys) throws IOException {
    for (String key : keys) {
      write(key, Long.toString(log.closed().sequence() + 1));
      log.append();
    }
  }

  /** What the start has brought to LMDB, as {@code key=value}; the last number is last. */
  private List<String> found() {
    List<String> found = new ArrayList<>();
    try (var txn = environment.beginRead();
        var all = environment.database(Database.DATA).openCursor(txn)) {
      for (boolean more = all.first(); more; more = all.next()) {
        found.add(new String(all.key(), UTF_8) + "=" + new String(all.value(), UTF_8));
      }
    }
    found.add("" + log.closed().sequence());
    return found;
  }

  /** Lets LMDB seem to have all groups so far. */
  private void checkpoint() throws IOException {
    lmdb.write(Memtable.EMPTY, log.beginFile());
  }

  @Nested
  class AfterAKill {
    @Test
    void allGroupsAreThereInOrder() throws IOException {
      append("a", "b", "a");
      write("b", null);
      log.add(Database.SIZES, "c".getBytes(UTF_8), "".getBytes(UTF_8));
      log.append();

      restart();

      assertThat(found()).containsExactly("a=3", "4");
      try (var txn = environment.beginRead()) {
        assertThat(environment.database(Database.SIZES).get(txn, "c".getBytes(UTF_8))).isEmpty();
      }
    }

    @Test
    void groupsThatACheckpointHasAreLeftOut() throws IOException {
      append("a", "b");
      checkpoint();
      append("c");

      restart();

      assertThat(found()).containsExactly("c=3", "3");
    }

    @Test
    void aGroupThatWasGivenUpIsNotThere() throws IOException {
      write("given up", "");
      log.discard();
      append("a");

      restart();

      assertThat(found()).containsExactly("a=1", "1");
    }

    @Test
    void bothFilesAreReadInTheOrderOfTheirGroups() throws IOException {
      append("a");
      checkpoint();
      append("a", "b");
      log.beginFile();
      append("a");

      restart();

      assertThat(found()).containsExactly("a=4", "b=3", "4");
    }

    @Test
    void groupsOfAnEarlierUseOfAFileDoNotComeBack() throws IOException {
      append("old", "old", "old", "old");
      checkpoint();
      append("a");
      checkpoint();
      append("b");

      restart();

      assertThat(found()).containsExactly("b=6", "6");
    }

    @Test
    void aLargeGroupIsThereWhole() throws IOException {
      byte[] large = new byte[3_000_000];
      large[large.length - 1] = 7;
      log.add(Database.DATA, "large".getBytes(UTF_8), large);
      log.append();
      append("next");

      restart();

      try (var txn = environment.beginRead()) {
        byte[] found = environment.database(Database.DATA).get(txn, "large".getBytes(UTF_8));
        assertThat(found).isEqualTo(large);
      }
      assertThat(log.closed().sequence()).isEqualTo(2);
    }

    @Test
    void aGroupThatWasNotAcknowledgedMayBeCutAnywhere() throws IOException {
      append("a");
      LogState state = lmdb.written();
      byte[] acknowledged = disk.read(mark);
      int from = (int) log.bytes();
      append("b");
      int end = (int) log.bytes();
      byte[] whole = disk.read(first);
      for (int at = from; at < end; at++) {
        disk.replace(first, whole);
        disk.flip(first, at);
        disk.replace(mark, acknowledged);
        lmdb.write(Memtable.EMPTY, state);

        restart();

        assertThat(found()).containsExactly("a=1", "1");
      }
      disk.replace(first, whole);
      lmdb.write(Memtable.EMPTY, state);
      restart();
      assertThat(found()).containsExactly("a=1", "b=2", "2");
    }

    @Test
    void moreThanMemoryHoldsIsBroughtToLmdbInParts() throws IOException {
      for (int number = 1; number <= 9; number++) {
        write("before " + number, "");
        write("key " + number, "" + number);
        write("last", "" + number);
        log.append();
      }
      disk.kill();

      start(new Checkpoints.Policy(100, Duration.ZERO));

      assertThat(found()).hasSize(20).contains("key 1=1", "key 9=9", "last=9").endsWith("9");
    }
  }

  @Nested
  class ANewSession {
    @Test
    void beginsWithFilesOfItsOwn() throws IOException {
      append("old", "old");
      byte[] old = disk.read(first);
      restart();

      append("new");

      assertThat(disk.read(first)).hasSameSizeAs(old).isNotEqualTo(old);
      assertThat(new String(disk.read(first), UTF_8)).doesNotContain("old");
      restart();
      assertThat(found()).containsExactly("new=3", "old=2", "3");
    }

    @Test
    void keepsWhatTheOneBeforeSeemedToHaveWhenItsSyncFailed() throws IOException {
      append("a");
      disk.failSyncs(true);
      write("b", "2");
      assertThatThrownBy(log::append).hasMessage("Input/output error");
      disk.failSyncs(false);
      restart();
      assertThat(found()).containsExactly("a=1", "b=2", "2");
      append("c");

      disk.losePower();
      start();

      assertThat(found()).containsExactly("a=1", "b=2", "c=3", "3");
    }

    @Test
    void isNotBegunOnAFullDiskAndIsWhenThereIsRoomAgain() throws IOException {
      disk.setRoom(1_000);
      write("a", "refused");
      assertThatThrownBy(log::append).isInstanceOf(WriteAheadLog.NotWrittenException.class);
      log.discard();

      disk.setRoom(Long.MAX_VALUE);
      append("a");

      restart();
      assertThat(found()).containsExactly("a=1", "1");
    }

    @Test
    void leavesNothingWhenItIsClosed() throws IOException {
      append("a");
      lmdb.write(Memtable.EMPTY, log.closed());

      log.delete();

      assertThat(disk.exists(first) || disk.exists(second) || disk.exists(mark)).isFalse();
      restart();
      assertThat(found()).containsExactly("1");
    }

    @Test
    void isOverEvenIfItsFilesCouldNotBeDeleted() throws IOException {
      append("a");
      disk.failSyncs(true);
      write("b", "failed");
      assertThatThrownBy(log::append).hasMessage("Input/output error");
      lmdb.write(Memtable.EMPTY, log.closed());

      restart();

      assertThat(found()).containsExactly("1");
    }
  }

  /** Groups 1 and 2 are in LMDB, 3 and 4 in the first file, 5 and 6 in the second. */
  @Nested
  class ADamagedLog {
    @BeforeEach
    void write() throws IOException {
      append("a");
      checkpoint();
      append("b");
      checkpoint();
      append("c", "d");
      log.beginFile();
      append("e", "f");
      disk.kill();
    }

    private void assertRefused(String message) {
      assertThatThrownBy(FileWriteAheadLogTest.this::start)
          .isInstanceOf(DamagedStoreException.class)
          .hasMessageStartingWith("The store in " + directory + " is damaged: ")
          .hasMessageContaining(message)
          .hasMessageEndingWith("larder salvage --data-dir " + directory);
    }

    @Test
    void isRefusedForAnyFlippedByteOfAnAcknowledgedGroup() {
      for (Path file : List.of(first, second)) {
        byte[] whole = disk.read(file);
        for (int at = 0; at < lastByte(whole); at++) {
          disk.flip(file, at);
          assertRefused("");
          disk.replace(file, whole);
        }
      }
      start();
      assertThat(found()).containsExactly("c=3", "d=4", "e=5", "f=6", "6");
    }

    private int lastByte(byte[] file) {
      int end = file.length;
      while (file[end - 1] == 0) {
        end--;
      }
      return end;
    }

    @Test
    void isRefusedWithTheFileThePlaceAndTheNumberOfGroups() {
      disk.flip(second, LogHeader.BYTES + 3);

      assertRefused(
          "of the groups 3 to 6, which data.mdb does not have yet, 1 are missing or cannot be"
              + " read, the first of them group 5 at byte 52 of write-b.log");
    }

    @Test
    void isRefusedWithoutItsNewerFile() {
      disk.delete(second);

      assertRefused("2 are missing or cannot be read, the first of them group 5 at byte");
    }

    @Test
    void isRefusedWithoutItsOlderFile() {
      disk.delete(first);

      assertRefused("the file of the log that goes on at group 3 is missing");
    }

    @Test
    void isRefusedWithoutTheFileThatSaysHowFarItReaches() {
      disk.delete(mark);

      assertRefused("the file acknowledged, which says how far the log must reach, is missing");
    }

    @Test
    void isRefusedIfThereIsOnlyRubbish() {
      byte[] rubbish = new byte[1 << 20];
      new Random(3).nextBytes(rubbish);
      disk.replace(first, rubbish);
      disk.replace(second, rubbish);

      assertRefused("write-a.log is no file of a log, or damaged at its beginning; write-b.log is");
    }

    @Test
    void isRefusedIfEverythingIsGone() {
      disk.delete(first);
      disk.delete(second);
      disk.delete(mark);

      assertRefused("the file of the log that goes on at group 3 is missing");
    }

    @Test
    void isRefusedIfOnlyAGroupBehindTellsThatOneIsMissing() throws IOException {
      try (var file = Objects.requireNonNull(disk.open(mark))) {
        new LogMark(StoredRandom.identity(environment, new Random(1)), lmdb.written().session(), 4)
            .write(file);
      }
      disk.flip(second, LogHeader.BYTES + GroupFormat.HEADER);

      assertRefused("of the groups 3 to 6, which data.mdb does not have yet, 1 are missing");
    }

    @Test
    void isReadIfOnlyWhatLmdbHasIsDamaged() throws IOException {
      start();
      append("g", "h");
      LogState state = log.beginFile();
      append("i");
      lmdb.write(Memtable.EMPTY, state);
      disk.kill();
      disk.delete(first);

      start();

      assertThat(found()).contains("i=9").doesNotContain("g=7").endsWith("9");
    }
  }

  @Nested
  class ALogOfAnotherStore {
    private byte[] other;
    private byte[] otherMark;

    @BeforeEach
    void write(@TempDir Path elsewhere) throws IOException {
      try (var others = Environment.open(EngineOptions.durable(elsewhere))) {
        var parts = EngineParts.DEFAULT.withDisk(disk).withRandom(new Random(8));
        var foreign =
            FileWriteAheadLog.recover(others, new CheckpointWriter(others), new Memtables(), parts);
        foreign.add(Database.DATA, "foreign".getBytes(UTF_8), "".getBytes(UTF_8));
        foreign.append();
        other = disk.read(elsewhere.resolve("write-a.log"));
        otherMark = disk.read(elsewhere.resolve("acknowledged"));
      }
    }

    private void assertRefused(String file) {
      assertThatThrownBy(FileWriteAheadLogTest.this::start)
          .isInstanceOf(DamagedStoreException.class)
          .hasMessageContaining(file + " belongs to another store: its identity is ")
          .hasMessageContaining(
              ", and that of data.mdb is " + StoredRandom.identity(environment, new Random(1)));
    }

    @Test
    void isRefusedBesideOneThatWasClosed() {
      disk.replace(first, other);

      assertRefused("write-a.log");
    }

    @Test
    void isRefusedBesideOneThatWasKilled() throws IOException {
      append("a");
      disk.kill();
      disk.replace(second, other);

      assertRefused("write-b.log");
    }

    @Test
    void isRefusedForItsMarkAlone() throws IOException {
      append("a");
      disk.kill();
      disk.replace(mark, otherMark);

      assertRefused("acknowledged");
    }
  }

  @Test
  void aLogBesideAnOlderCopyOfItsDataIsRefused() throws IOException {
    append("a");
    LogState old = lmdb.written();
    checkpoint();
    append("b");
    restart();
    append("c");
    disk.kill();
    lmdb.write(Memtable.EMPTY, old);

    assertThatThrownBy(this::start)
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining(
            "write-a.log goes on to group 3 of a session that data.mdb does not know");
  }
}
