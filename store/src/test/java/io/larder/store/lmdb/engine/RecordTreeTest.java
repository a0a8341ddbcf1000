package io.larder.store.lmdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordTreeTest {
  private static final byte[] VALUE = {1};

  private static byte @Nullable [] keyOf(RecordTree.@Nullable Node node) {
    return node == null ? null : node.key();
  }

  private static byte @Nullable [] keyOf(Map.@Nullable Entry<byte[], byte[]> entry) {
    return entry == null ? null : entry.getKey();
  }

  /** Keys that begin with up to eight zeros, so that prefixes and bytes over 127 are among them. */
  private static byte[] someKey(Random random) {
    int zeros = random.nextInt(9);
    byte[] key = new byte[zeros + 1 + random.nextInt(2)];
    for (int at = zeros; at < key.length; at++) {
      key[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(2) * 255);
    }
    return key;
  }

  @Test
  void findsWhatASortedMapFindsWhateverIsPutInWhateverOrder() {
    var random = new Random(1);
    NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    RecordTree tree = RecordTree.EMPTY;
    for (int step = 0; step < 5_000; step++) {
      byte[] key = someKey(random);
      model.put(key, VALUE);
      tree = tree.with(key, VALUE);
      byte[] asked = someKey(random);

      assertThat(keyOf(tree.find(asked))).isEqualTo(model.containsKey(asked) ? asked : null);
      assertThat(keyOf(tree.atOrAfter(asked))).isEqualTo(keyOf(model.ceilingEntry(asked)));
      assertThat(keyOf(tree.after(asked))).isEqualTo(keyOf(model.higherEntry(asked)));
      assertThat(keyOf(tree.before(asked))).isEqualTo(keyOf(model.lowerEntry(asked)));
      assertThat(keyOf(tree.first())).isEqualTo(model.firstKey());
      assertThat(keyOf(tree.last())).isEqualTo(model.lastKey());
    }
  }

  @Test
  void aTreeOfSortedKeysStaysShallow() {
    RecordTree tree = RecordTree.EMPTY;
    for (int number = 0; number < 1 << 16; number++) {
      tree = tree.with(new byte[] {(byte) (number >>> 8), (byte) number}, VALUE);
    }

    assertThat(tree.height()).isLessThanOrEqualTo(24);
  }

  @Test
  void anOlderTreeKeepsItsRecords() {
    byte[] key = {1};
    RecordTree older = RecordTree.EMPTY.with(key, VALUE);

    RecordTree newer = older.with(key, null).with(new byte[] {2}, VALUE);

    assertThat(older.find(key)).extracting(RecordTree.Node::value).isEqualTo(VALUE);
    assertThat(older.find(new byte[] {2})).isNull();
    assertThat(newer.find(key)).extracting(RecordTree.Node::value).isNull();
  }
}
