package io.larder.store.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.store.lmdb.LmdbTableStore.Internals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWriteAheadLogTest {
  @TempDir private Path directory;
  private Environment environment;

  @BeforeEach
  void open() {
    environment = Environment.open(LmdbOptions.durable(directory));
  }

  @AfterEach
  void close() {
    environment.close();
  }

  /** Each group sets {@code key} to its own number. */
  private static void append(WriteAheadLog log, String key) throws IOException {
    log.add(Database.DATA, key.getBytes(UTF_8), Long.toString(log.sequence() + 1).getBytes(UTF_8));
    log.append();
  }

  private FileWriteAheadLog recovered(long checkpoint) throws IOException {
    FileWriteAheadLog log = FileWriteAheadLog.open(environment, Internals.DEFAULT);
    log.recover(checkpoint);
    return log;
  }

  /** What a new log finds, as {@code key=value} or {@code key-}; the number of groups is last. */
  private List<String> recover(long checkpoint) throws IOException {
    try (FileWriteAheadLog log = FileWriteAheadLog.open(environment, Internals.DEFAULT)) {
      Memtable records = log.recover(checkpoint);
      List<String> found = new ArrayList<>();
      for (Database database : Database.ALL) {
        RecordTree tree = records.of(database);
        for (var node = tree.first(); node != null; node = tree.after(node.key())) {
          found.add(new String(node.key(), UTF_8) + valueOf(node.value()));
        }
      }
      found.add("" + log.sequence());
      return found;
    }
  }

  private static String valueOf(byte @Nullable [] value) {
    return value == null ? "-" : "=" + new String(value, UTF_8);
  }

  @Test
  void bringsBackAllGroupsInOrder() throws IOException {
    try (var log = recovered(0)) {
      append(log, "a");
      append(log, "b");
      append(log, "a");
      log.add(Database.DATA, "b".getBytes(UTF_8), null);
      log.add(Database.SIZES, "c".getBytes(UTF_8), "".getBytes(UTF_8));
      log.append();
    }

    assertThat(recover(0)).containsExactly("a=3", "b-", "c=", "4");
  }

  @Test
  void leavesOutTheGroupsThatACheckpointHas() throws IOException {
    try (var log = recovered(0)) {
      append(log, "a");
      append(log, "b");
    }

    assertThat(recover(1)).containsExactly("b=2", "2");
    assertThat(recover(2)).containsExactly("2");
  }

  @Test
  void aGroupThatWasGivenUpIsNotLogged() throws IOException {
    try (var log = recovered(0)) {
      log.add(Database.DATA, "given up".getBytes(UTF_8), "".getBytes(UTF_8));
      log.discard();
      append(log, "a");
    }

    assertThat(recover(0)).containsExactly("a=1", "1");
  }

  @Test
  void bothFilesAreReadInTheOrderOfTheirGroups() throws IOException {
    try (var log = recovered(0)) {
      append(log, "a");
      log.beginFile();
      append(log, "a");
    }
    assertThat(recover(0)).containsExactly("a=2", "2");

    try (var log = recovered(2)) {
      append(log, "b");
      log.beginFile();
      append(log, "b");
    }
    assertThat(recover(2)).containsExactly("b=4", "4");
  }

  @Test
  void groupsOfAnEarlierUseOfTheFileDoNotComeBack() throws IOException {
    try (var log = recovered(0)) {
      for (int group = 0; group < 10; group++) {
        append(log, "old");
      }
      log.beginFile();
      append(log, "a");
      log.beginFile();
      append(log, "b");
    }

    assertThat(recover(10)).containsExactly("a=11", "b=12", "12");
  }

  @Test
  void aLargeGroupComesBackWhole() throws IOException {
    byte[] large = new byte[3_000_000];
    large[large.length - 1] = 7;
    try (var log = recovered(0)) {
      log.add(Database.DATA, "large".getBytes(UTF_8), large);
      log.append();
      append(log, "next");
    }

    try (FileWriteAheadLog log = FileWriteAheadLog.open(environment, Internals.DEFAULT)) {
      var node = log.recover(0).of(Database.DATA).find("large".getBytes(UTF_8));
      assertThat(node).extracting(RecordTree.Node::value).isEqualTo(large);
      assertThat(log.sequence()).isEqualTo(2);
    }
  }

  @Test
  void aGroupThatWasCutAnywhereOrDamagedDoesNotCount() throws IOException {
    Path file = directory.resolve("write-a.log");
    long end;
    long start;
    try (var log = recovered(0)) {
      append(log, "a");
      start = log.bytes();
      append(log, "b");
      end = log.bytes();
    }
    for (long at = start; at < end; at++) {
      byte[] whole = Files.readAllBytes(file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) ~whole[(int) at]}), at);
      }
      assertThat(recover(0)).containsExactly("a=1", "1");
      Files.write(file, whole);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(at);
      }
      assertThat(recover(0)).containsExactly("a=1", "1");
      Files.write(file, whole);
    }
    assertThat(recover(0)).containsExactly("a=1", "b=2", "2");
  }

  @Test
  void aLogWithoutTheGroupsBehindTheCheckpointIsRefused() throws IOException {
    try (var log = recovered(0)) {
      append(log, "a");
      log.beginFile();
      append(log, "b");
    }
    Files.delete(directory.resolve("write-a.log"));

    assertThatThrownBy(() -> recover(0))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The write-ahead log does not fit the tables: it goes on at group 2, but they end at"
                + " group 0");
  }

  @Test
  void whatLmdbHasIsNotReadAgainAndTheNextGroupsAre() throws IOException {
    try (var log = recovered(0)) {
      append(log, "a");
      log.beginFile();
      append(log, "b");
      log.forget();
    }
    assertThat(recover(0)).containsExactly("0");

    try (var log = recovered(2)) {
      append(log, "c");
    }
    assertThat(recover(2)).containsExactly("c=3", "3");
  }

  @Test
  void othersThanOwnerAndGroupCannotReadTheFiles() throws IOException {
    try (var log = recovered(0)) {
      append(log, "a");
      log.beginFile();
      append(log, "b");
    }

    try (var files = Files.newDirectoryStream(directory, "*.{log,mdb}")) {
      for (Path file : files) {
        assertThat(Files.getPosixFilePermissions(file))
            .isSubsetOf(PosixFilePermissions.fromString("rw-r-----"));
      }
    }
  }

  @Test
  void emptyFilesAndFilesOfOthersHoldNoGroups() throws IOException {
    Files.write(directory.resolve("write-a.log"), new byte[0]);
    Files.writeString(directory.resolve("write-b.log"), "something else altogether, quite long");

    assertThat(recover(5)).containsExactly("5");
  }
}
