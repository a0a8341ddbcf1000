package io.larder.store.lmdb.binding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvTest {
  private static final long MAP_SIZE = 1L << 20;
  private static final Damage DAMAGE =
      (name, key) -> new ArithmeticException(name + "/" + new String(key, UTF_8));

  @TempDir Path folder;
  private Env env;
  private Dbi database;

  @BeforeEach
  void open() {
    env = open(MAP_SIZE);
    database = env.openDatabases(DAMAGE, "other", "database").getLast();
  }

  private Env open(long mapSize) {
    return Env.open(folder, mapSize, 2, 10, Env.NO_TLS | Env.NO_SYNC, 0640);
  }

  @AfterEach
  void close() {
    env.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private void put(String... keys) {
    try (Txn txn = env.beginWrite()) {
      for (String key : keys) {
        database.put(txn, bytes(key), bytes("value of " + key));
      }
      txn.commit();
    }
  }

  @Test
  void whatIsCommittedIsThereAfterOpeningAgain() {
    put("a", "b");
    env.close();

    env = open(MAP_SIZE);
    database = env.openDatabases(DAMAGE, "database").getFirst();

    try (Txn txn = env.beginRead()) {
      assertThat(database.get(txn, bytes("b"))).isEqualTo(bytes("value of b"));
      assertThat(database.get(txn, bytes("c"))).isNull();
    }
  }

  @Test
  void whatIsNotCommittedIsGone() {
    try (Txn txn = env.beginWrite()) {
      database.put(txn, bytes("a"), bytes("1"));
      assertThat(database.get(txn, bytes("a"))).isEqualTo(bytes("1"));
    }

    try (Txn txn = env.beginRead()) {
      assertThat(database.get(txn, bytes("a"))).isNull();
    }
  }

  @Test
  void aReadTransactionKeepsItsStateUntilItIsRenewed() {
    put("a");
    try (Txn reader = env.beginRead()) {
      put("b");
      assertThat(database.get(reader, bytes("b"))).isNull();

      reader.reset();
      reader.renew();

      assertThat(database.get(reader, bytes("b"))).isNotNull();
    }
  }

  @Test
  void valuesMayBeEmptyOrLarge() {
    byte[] large = new byte[100_000];
    large[99_999] = 7;
    try (Txn txn = env.beginWrite()) {
      database.put(txn, bytes("empty"), new byte[0]);
      database.put(txn, bytes("large"), large);
      txn.commit();
    }

    try (Txn txn = env.beginRead()) {
      assertThat(database.get(txn, bytes("empty"))).isEmpty();
      assertThat(database.get(txn, bytes("large"))).isEqualTo(large);
    }
  }

  @Test
  void puttingIfAbsentKeepsWhatIsThere() {
    put("a");
    try (Txn txn = env.beginWrite()) {
      assertThat(database.putIfAbsent(txn, bytes("a"), bytes("new"))).isFalse();
      assertThat(database.putIfAbsent(txn, bytes("b"), bytes("new"))).isTrue();
      assertThat(database.get(txn, bytes("a"))).isEqualTo(bytes("value of a"));
      assertThat(database.get(txn, bytes("b"))).isEqualTo(bytes("new"));
    }
  }

  @Test
  void deletingTellsWhetherThereWasARecord() {
    put("a");
    try (Txn txn = env.beginWrite()) {
      assertThat(database.delete(txn, bytes("a"))).isTrue();
      assertThat(database.delete(txn, bytes("a"))).isFalse();
    }
  }

  @Test
  void aCursorVisitsRecordsInTheOrderOfTheirKeysBothWays() {
    put("b", "a", "c");
    List<String> visited = new ArrayList<>();
    try (Txn txn = env.beginRead();
        Cursor cursor = database.openCursor(txn)) {
      while (cursor.next()) {
        visited.add(new String(cursor.key(), UTF_8));
      }
      for (boolean found = cursor.last(); found; found = cursor.previous()) {
        visited.add(new String(cursor.value(), UTF_8));
      }
    }

    assertThat(visited).containsExactly("a", "b", "c", "value of c", "value of b", "value of a");
  }

  @Test
  void aCursorSeeksTheKeyOrTheNextGreaterOne() {
    put("a", "c");
    try (Txn txn = env.beginRead();
        Cursor cursor = database.openCursor(txn)) {
      assertThat(cursor.seek(bytes("b"))).isTrue();
      assertThat(cursor.key()).isEqualTo(bytes("c"));
      assertThat(cursor.seek(bytes("d"))).isFalse();
    }
  }

  @Test
  void aCursorDeletesAndGoesOn() {
    put("a", "b", "c");
    try (Txn txn = env.beginWrite()) {
      try (Cursor cursor = database.openCursor(txn)) {
        cursor.seek(bytes("b"));
        cursor.delete();
      }
      assertThat(database.get(txn, bytes("b"))).isNull();
      assertThat(database.get(txn, bytes("c"))).isNotNull();
    }
  }

  @Test
  void aFullMapIsToldApartFromOtherErrors() {
    byte[] large = new byte[600_000];
    try (Txn txn = env.beginWrite()) {
      database.put(txn, bytes("first"), large);
      assertThatThrownBy(() -> database.put(txn, bytes("second"), large))
          .isInstanceOf(LmdbException.MapFull.class);
    }

    try (Txn txn = env.beginWrite()) {
      database.put(txn, bytes("first"), large);
      txn.commit();
    }
    assertThat(env.mapSize()).isEqualTo(MAP_SIZE);
    assertThat(env.usedBytes()).isBetween(600_000L, MAP_SIZE);
  }

  @Test
  void theFileOfReadersHasItsBlocksFromTheStart() throws IOException {
    long length = Files.size(folder.resolve("lock.mdb"));

    assertThat(length).isGreaterThan(4_096);
    assertThat(blocks(folder.resolve("lock.mdb"))).isGreaterThanOrEqualTo(length / 512);
  }

  @Test
  void aFileOfReadersWithoutBlocksGetsThem() throws IOException {
    env.close();
    Path file = folder.resolve("lock.mdb");
    Files.delete(file);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(4_096 + 64 * 10);
    }

    env = open(MAP_SIZE);

    assertThat(blocks(file)).isGreaterThanOrEqualTo(Files.size(file) / 512);
  }

  /** What the file really takes, in units of 512 bytes. */
  private static long blocks(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "--format=%b", file.toString()).start();
    return Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).strip());
  }

  /** Changes one bit where that text is in the file, or so many bytes before. */
  private void flip(String text, int before) throws IOException {
    env.close();
    Path file = folder.resolve("data.mdb");
    byte[] content = Files.readAllBytes(file);
    int at = new String(content, ISO_8859_1).indexOf(text) - before;
    content[at] ^= 4;
    Files.write(file, content);
    env = open(MAP_SIZE);
    database = env.openDatabases(DAMAGE, "database").getFirst();
  }

  @Test
  void aValueThatTheDiskHasChangedIsNotReturned() throws IOException {
    put("a", "b", "c");

    flip("ue of b", 0);

    try (Txn txn = env.beginRead();
        Cursor cursor = database.openCursor(txn)) {
      assertThatThrownBy(() -> database.get(txn, bytes("b"))).hasMessage("database/b");
      assertThat(database.get(txn, bytes("a"))).isEqualTo(bytes("value of a"));
      assertThat(cursor.seek(bytes("b"))).isTrue();
      assertThat(cursor.key()).isEqualTo(bytes("b"));
      assertThatThrownBy(cursor::value).hasMessage("database/b");
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.value()).isEqualTo(bytes("value of c"));
    }
  }

  @Test
  void aKeyThatTheDiskHasChangedIsNotReturnedWithItsValue() throws IOException {
    put("a", "key");

    flip("keyvalue of key", 0);

    try (Txn txn = env.beginRead();
        Cursor cursor = database.openCursor(txn)) {
      assertThat(cursor.last()).isTrue();
      assertThatThrownBy(cursor::value).hasMessage("database/oey");
    }
  }

  /**
   * In front of the key are two bytes of its length, two of flags, and four of the value's length.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 7, 8})
  void aLengthThatTheDiskHasChangedHarmsNoOtherRecord(int before) throws IOException {
    put("a", "key", "z");

    flip("keyvalue of key", before);

    try (Txn txn = env.beginRead();
        Cursor cursor = database.openCursor(txn)) {
      int found = 0;
      int damaged = 0;
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        try {
          assertThat(cursor.value())
              .isEqualTo(bytes("value of " + new String(cursor.key(), UTF_8)));
          found++;
        } catch (ArithmeticException e) {
          damaged++;
        }
      }
      assertThat(found).isGreaterThanOrEqualTo(2);
      assertThat(found + damaged).isEqualTo(3);
    }
  }

  @Test
  void valuesThatNobodyCouldReadBackAreRefused() {
    try (Txn txn = env.beginWrite()) {
      assertThatThrownBy(() -> database.put(txn, bytes("a"), new byte[17 << 20]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsOverRefusesToBeUsed() {
    Txn txn = env.beginWrite();
    Cursor cursor = database.openCursor(txn);
    cursor.close();
    txn.commit();

    assertThatThrownBy(txn::commit).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> database.get(txn, bytes("a")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
    env.close();
    assertThatThrownBy(env::beginRead).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keysBeyondTheLimitAreRefused() {
    try (Txn txn = env.beginRead()) {
      assertThatThrownBy(() -> database.get(txn, new byte[512]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(database.get(txn, new byte[511])).isNull();
    }
  }

  @Test
  void aFolderThatIsMissingIsAnErrorOfTheSystem() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> Env.open(missing, MAP_SIZE, 1, 1, 0, 0640))
        .isInstanceOfSatisfying(
            LmdbException.class, error -> assertThat(error.isOfSystem()).isTrue());
  }
}
