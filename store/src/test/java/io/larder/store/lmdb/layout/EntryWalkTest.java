package io.larder.store.lmdb.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.item.Item;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.lmdb.engine.ChangedRecords;
import io.larder.store.lmdb.engine.CheckpointWriter;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.EngineOptions;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.Memtable;
import io.larder.store.lmdb.engine.Memtables;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.WriteAheadLog;
import io.larder.store.lmdb.engine.log.LogState;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.WriteGroup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random entries whose full keys share long beginnings and are cut at every length that matters,
 * partly in LMDB and partly not, compared with a sorted map.
 */
final class EntryWalkTest {
  /** The last lengths of full keys before and the first behind the cuts, and the longest. */
  private static final int[] LENGTHS = {
    4, 5, 29, 509, 510, 511, 512, 513, 1001, 1002, 1003, 1052, 1492, 1493, 1494, 1984, 1985, 2108
  };

  private static final int ID = 7;

  private final NavigableMap<byte[], String> model = new TreeMap<>(Arrays::compareUnsigned);
  private Environment environment;
  private Memtables memtables;
  private Snapshots snapshots;
  private long sequence;

  @BeforeEach
  void open() {
    environment = Environment.open(EngineOptions.inMemory());
    memtables = new Memtables();
    snapshots = new Snapshots(environment, memtables, KeyRing.NONE, 10);
  }

  @AfterEach
  void close() {
    snapshots.close();
    environment.close();
  }

  /** All the same byte but for a few, mostly where keys are cut. */
  private static byte[] fullKey(Random random) {
    byte[] key = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
    Arrays.fill(key, (byte) 1);
    System.arraycopy(KeyLayout.prefix(ID), 0, key, 0, Integer.BYTES);
    for (int changes = random.nextInt(3); changes > 0 && key.length > Integer.BYTES; changes--) {
      int at = LENGTHS[random.nextInt(LENGTHS.length)] - random.nextInt(3);
      int within = Math.clamp(at, Integer.BYTES, key.length - 1);
      key[within] = new byte[] {0, 2, -1}[random.nextInt(3)];
    }
    return key;
  }

  private static RecordKey at(byte[] full) {
    return Layers.at(full, new byte[] {'p'}, KeyLayout.NONE);
  }

  private void change(WriteGroup group, Random random, int step, int puts) {
    byte[] full = fullKey(random);
    RecordKey key = at(full);
    byte[] record = group.record(key);
    assertThat(record != null).isEqualTo(model.containsKey(full));
    if (random.nextInt(10) < puts) {
      String json = "{" + step + "}";
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      group.put(key, Records.of(key, Item.ofStored(bytes, 1)), record == null);
      model.put(full, json);
    } else if (record != null) {
      group.remove(key);
      model.remove(full);
    }
  }

  private void commit(WriteGroup group, boolean toLmdb) {
    memtables.commit(group.records().records(), null);
    if (toLmdb) {
      Memtable records = memtables.beginCheckpoint();
      new CheckpointWriter(environment).write(records, LogState.closed(++sequence, 0));
      memtables.endCheckpoint();
    }
  }

  private WriteGroup group(Snapshot committed) {
    return new WriteGroup(
        new ChangedRecords(committed, null, WriteAheadLog.none()),
        Tables.of(Map.of(), Streams.NONE, 1),
        StreamTail.load(committed, Streams.NONE, InstantSource.system()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void walksVisitWhatASortedMapHolds(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      try (Snapshot committed = snapshots.open()) {
        WriteGroup group = group(committed);
        // First the layers grow, then they go.
        int puts = round < 10 ? 8 : 2;
        for (int step = 0; step < 60; step++) {
          change(group, random, step, puts);
        }
        checkWalks(group, random);
        commit(group, random.nextBoolean());
      }
      checkRecords();
    }
  }

  private void checkWalks(WriteGroup group, Random random) {
    try (RecordCursor cursor = group.cursor(Database.DATA)) {
      for (int walk = 0; walk < 30; walk++) {
        byte[] one = bound(random);
        byte[] other = bound(random);
        boolean isOrdered = Arrays.compareUnsigned(one, other) <= 0;
        var range =
            new KeyRange(isOrdered ? one : other, isOrdered ? other : one, new byte[] {'p'});
        checkWalk(cursor, range, true);
        checkWalk(cursor, range, false);
      }
      KeyRange all = KeyRange.all(ID);
      checkWalk(cursor, all, true);
      checkWalk(cursor, all, false);
    }
  }

  /** A key that is there, one that may be, or what a query would make of one. */
  private byte[] bound(Random random) {
    byte[] key = fullKey(random);
    byte[] there = random.nextBoolean() ? model.ceilingKey(key) : null;
    byte[] bound = there == null ? key : there;
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bound, bound.length + 1);
      case 1 -> KeyRange.endOf(bound);
      default -> bound;
    };
  }

  private void checkWalk(RecordCursor cursor, KeyRange range, boolean forward) {
    NavigableMap<byte[], String> expected = model.subMap(range.from(), true, range.to(), false);
    if (!forward) {
      expected = expected.descendingMap();
    }
    var walk = new EntryWalk(cursor, range, forward);
    List<String> found = new ArrayList<>();
    List<byte[]> keys = new ArrayList<>();
    while (walk.next()) {
      found.add(json(walk.entry().item()));
      keys.add(walk.fullKey());
    }
    assertThat(found).isEqualTo(List.copyOf(expected.values()));
    assertThat(Arrays.deepEquals(keys.toArray(), expected.keySet().toArray())).isTrue();
    assertThat(walk.next()).isFalse();
  }

  private static String json(Item item) {
    byte[] json = new byte[item.jsonLength()];
    item.copyJsonTo(json, 0);
    return new String(json, StandardCharsets.UTF_8);
  }

  /** There is a record for each entry and each marker that it needs, and no other. */
  private void checkRecords() {
    NavigableMap<byte[], NavigableSet<byte[]>> expected = new TreeMap<>(Arrays::compareUnsigned);
    for (byte[] full : model.keySet()) {
      RecordKey key = at(full);
      byte[] below = key.key();
      expected.put(below, none());
      for (byte[] marker : key.markers().reversed()) {
        expected.computeIfAbsent(marker, _ -> none()).add(below);
        below = marker;
      }
    }
    try (Snapshot snapshot = snapshots.open();
        RecordCursor cursor = snapshot.cursor(Database.DATA)) {
      boolean found = cursor.first();
      for (var record : expected.entrySet()) {
        assertThat(found).isTrue();
        assertThat(cursor.key()).isEqualTo(record.getKey());
        if (Layers.isMarker(cursor.key())) {
          assertThat(ByteBuffer.wrap(cursor.value()).getLong()).isEqualTo(record.getValue().size());
        }
        found = cursor.next();
      }
      assertThat(found).isFalse();
    }
  }

  private static NavigableSet<byte[]> none() {
    return new TreeSet<>(Arrays::compareUnsigned);
  }

  @Test
  void theLastEntryOfALayerTakesItsMarkersAlong() {
    byte[] longest = Arrays.copyOf(KeyLayout.prefix(ID), 2_108);
    put(longest);
    put(Arrays.copyOf(longest, 1_002));
    checkRecords();

    remove(longest);
    checkRecords();
    remove(Arrays.copyOf(longest, 1_002));

    checkRecords();
    assertThat(model).isEmpty();
  }

  private void put(byte[] full) {
    try (Snapshot committed = snapshots.open()) {
      WriteGroup group = group(committed);
      group.put(at(full), Records.of(at(full), Item.ofStored(new byte[2], 1)), true);
      model.put(full, "");
      commit(group, true);
    }
  }

  private void remove(byte[] full) {
    try (Snapshot committed = snapshots.open()) {
      WriteGroup group = group(committed);
      group.remove(at(full));
      model.remove(full);
      commit(group, true);
    }
  }

  @Test
  void anEntryOfAnotherPartitionIsNeverReturned() {
    byte[] full = Arrays.copyOf(KeyLayout.prefix(ID), 40);
    put(full);
    var range = new KeyRange(full, KeyRange.endOf(full), new byte[] {'q'});

    try (Snapshot snapshot = snapshots.open()) {
      var walk = new EntryWalk(snapshot.data(), range, true);

      assertThatThrownBy(walk::next).isInstanceOf(IllegalStateException.class);
    }
  }
}
