package io.larder.store.lmdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random walks over LMDB's records and newer ones, compared with a sorted map of both. */
final class RecordCursorTest {
  private static final int KEYS = 12;

  private static byte[] key(int number) {
    return new byte[] {(byte) (number * 20)};
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8})
  void movesAsIfTheNewerRecordsHadBeenWrittenOverTheStoredOnes(int changes) {
    var random = new Random(changes);
    try (var environment = Environment.open(EngineOptions.inMemory())) {
      for (int round = 0; round < 40; round++) {
        NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        store(environment, random, model);
        RecordTree newer = change(random, changes, model);
        walk(environment, random, newer, model);
      }
    }
  }

  private static void store(
      Environment environment, Random random, NavigableMap<byte[], byte[]> model) {
    var data = environment.database(Database.DATA);
    try (var txn = environment.beginWrite()) {
      for (int number = 0; number < KEYS; number++) {
        data.delete(txn, key(number));
        if (random.nextBoolean()) {
          data.put(txn, key(number), new byte[] {0});
          model.put(key(number), new byte[] {0});
        }
      }
      txn.commit();
    }
  }

  private static RecordTree change(Random random, int changes, NavigableMap<byte[], byte[]> model) {
    RecordTree newer = RecordTree.EMPTY;
    for (int change = 0; change < changes; change++) {
      byte[] key = key(random.nextInt(KEYS));
      byte[] value = random.nextBoolean() ? new byte[] {1} : null;
      newer = newer.with(key, value);
      if (value == null) {
        model.remove(key);
      } else {
        model.put(key, value);
      }
    }
    return newer;
  }

  private static void walk(
      Environment environment,
      Random random,
      RecordTree newer,
      NavigableMap<byte[], byte[]> model) {
    try (var txn = environment.beginRead();
        var cursor =
            new RecordCursor(
                environment.database(Database.DATA).openCursor(txn),
                newer,
                (_, stored) -> stored)) {
      Map.Entry<byte[], byte[]> expected = null;
      for (int step = 0; step < 100; step++) {
        int move = random.nextInt(expected == null ? 3 : 9);
        boolean found;
        switch (move) {
          case 0 -> {
            expected = model.firstEntry();
            found = cursor.first();
          }
          case 1 -> {
            expected = model.lastEntry();
            found = cursor.last();
          }
          case 2 -> {
            byte[] asked = {(byte) random.nextInt(256)};
            expected = model.ceilingEntry(asked);
            found = cursor.seek(asked);
          }
          case 3, 4, 5 -> {
            expected = model.higherEntry(expected.getKey());
            found = cursor.next();
          }
          default -> {
            expected = model.lowerEntry(expected.getKey());
            found = cursor.previous();
          }
        }
        assertThat(found).isEqualTo(expected != null);
        if (expected != null) {
          assertThat(cursor.key()).isEqualTo(expected.getKey());
          assertThat(cursor.value()).isEqualTo(expected.getValue());
        }
      }
    }
  }

  @Test
  void keepsItsRecordsWhileTheStoreChanges() {
    try (var environment = Environment.open(EngineOptions.inMemory())) {
      RecordTree newer = RecordTree.EMPTY.with(key(1), new byte[] {1});
      try (var txn = environment.beginRead();
          var cursor =
              new RecordCursor(
                  environment.database(Database.DATA).openCursor(txn),
                  newer,
                  (_, stored) -> stored)) {
        cursor.first();
        try (var writing = environment.beginWrite()) {
          environment.database(Database.DATA).put(writing, key(2), new byte[] {2});
          writing.commit();
        }

        assertThat(cursor.next()).isFalse();
      }
    }
  }
}
