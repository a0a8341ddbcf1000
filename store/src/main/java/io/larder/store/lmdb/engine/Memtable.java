package io.larder.store.lmdb.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Records of all databases that are newer than what LMDB has of them. Immutable. */
public final class Memtable {
  public static final Memtable EMPTY = empty();

  private final RecordTree[] trees;

  private Memtable(RecordTree[] trees) {
    this.trees = trees;
  }

  private static Memtable empty() {
    var trees = new RecordTree[Database.ALL.size()];
    Arrays.fill(trees, RecordTree.EMPTY);
    return new Memtable(trees);
  }

  RecordTree of(Database database) {
    return trees[database.number()];
  }

  /** This memtable and a record of {@code database}; {@code value} is null if it was deleted. */
  Memtable with(Database database, byte[] key, byte @Nullable [] value) {
    RecordTree[] changed = trees.clone();
    changed[database.number()] = of(database).with(key, value);
    return new Memtable(changed);
  }

  public boolean isEmpty() {
    for (RecordTree tree : trees) {
      if (!tree.isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
