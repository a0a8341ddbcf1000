package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Txn;
import io.larder.store.lmdb.engine.log.LogState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Writes one state of a store into a folder of its own, as a store that was closed: without a log,
 * without pages that nobody uses, and sealed if the store is. Each record's checksum is checked on
 * the way.
 */
public final class StoreCopy {
  private static final int RECORDS_PER_TRANSACTION = 32_768;
  private static final long BYTES_PER_TRANSACTION = 16L << 20;

  private final Environment target;
  private final LongConsumer progress;
  private long records;

  private StoreCopy(Environment target, LongConsumer progress) {
    this.target = target;
    this.progress = progress;
  }

  /**
   * Writes {@link Environment#FILE} into a folder that has none.
   *
   * @param state what the copy knows of the log: that it needs none
   * @param progress is told how many records were written; what it throws ends the copy
   * @return the number of records
   * @throws DamagedRecordException if a record is damaged
   * @throws io.larder.store.lmdb.binding.LmdbException if the copy cannot be written
   */
  public static long write(
      Environment source, Snapshot snapshot, LogState state, Path folder, LongConsumer progress) {
    var options = EngineOptions.durable(folder).withMapSize(source.mapSize());
    try (var target = Environment.open(options)) {
      target.layout().copy(source.layout());
      var copy = new StoreCopy(target, progress);
      for (Database database : Database.ALL) {
        try (RecordCursor cursor = snapshot.cursor(database)) {
          copy.write(database, cursor);
        }
      }
      // At last, for without it the copy would not be one of the whole store.
      try (Txn txn = target.beginWrite()) {
        target
            .database(Database.CATALOG)
            .put(
                txn,
                CatalogKey.LOG.bytes(),
                LogState.closed(state.sequence(), state.session()).toBytes());
        txn.commit();
      }
      return copy.records;
    }
  }

  private void write(Database database, RecordCursor from) {
    Dbi to = target.database(database);
    boolean found = from.first();
    while (found) {
      try (Txn txn = target.beginWrite()) {
        long bytes = 0;
        for (int count = 0;
            found && count < RECORDS_PER_TRANSACTION && bytes < BYTES_PER_TRANSACTION;
            count++) {
          byte[] key = from.key();
          byte[] value = from.stored();
          if (database != Database.CATALOG || !Arrays.equals(key, CatalogKey.LOG.bytes())) {
            to.append(txn, key, value);
            records++;
          }
          bytes += key.length + value.length;
          found = from.next();
        }
        txn.commit();
      }
      progress.accept(records);
    }
  }
}
