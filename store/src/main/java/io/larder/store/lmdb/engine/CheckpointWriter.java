package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.binding.Txn;
import io.larder.store.lmdb.engine.RecordTree.Node;
import io.larder.store.lmdb.engine.log.LogState;
import org.jspecify.annotations.Nullable;

/**
 * Brings a memtable into LMDB, in the order of keys, so that neighbours share the pages that are
 * written. It takes several transactions for a large one: if it is interrupted, the log has it all
 * and it is written again.
 */
public final class CheckpointWriter {
  // Bounds on the memory that LMDB needs for the pages of one transaction.
  private static final int RECORDS_PER_TRANSACTION = 4_096;
  private static final long BYTES_PER_TRANSACTION = 16L << 20;

  private final Environment environment;

  public CheckpointWriter(Environment environment) {
    this.environment = environment;
  }

  /** What LMDB has of the log. */
  public LogState written() {
    try (Txn txn = environment.beginRead()) {
      byte[] found = environment.database(Database.CATALOG).get(txn, CatalogKey.LOG.bytes());
      return found == null ? LogState.NONE : LogState.of(found);
    }
  }

  /**
   * Writes the records, which are those of all groups up to that state, and the state, durably.
   *
   * @throws LmdbException if LMDB cannot write them all; they may be written again
   */
  public void write(Memtable records, LogState state) {
    for (Database database : Database.ALL) {
      Node next = records.of(database).first();
      while (next != null) {
        next = writeSome(database, records.of(database), next);
      }
    }
    inTransaction(
        txn -> {
          environment.database(Database.CATALOG).put(txn, CatalogKey.LOG.bytes(), state.toBytes());
          return null;
        });
  }

  /** Returns where to go on, or null. */
  private @Nullable Node writeSome(Database database, RecordTree records, Node first) {
    Dbi target = environment.database(database);
    return inTransaction(
        txn -> {
          Node node = first;
          long bytes = 0;
          for (int count = 0;
              node != null && count < RECORDS_PER_TRANSACTION && bytes < BYTES_PER_TRANSACTION;
              count++) {
            byte[] value = node.value();
            if (value == null) {
              target.delete(txn, node.key());
            } else {
              target.put(txn, node.key(), value);
              bytes += value.length;
            }
            node = records.after(node.key());
          }
          return node;
        });
  }

  @FunctionalInterface
  private interface Step {
    @Nullable Node run(Txn txn);
  }

  private @Nullable Node inTransaction(Step step) {
    try (Txn txn = environment.beginWrite()) {
      Node next = step.run(txn);
      txn.commit();
      return next;
    }
  }
}
