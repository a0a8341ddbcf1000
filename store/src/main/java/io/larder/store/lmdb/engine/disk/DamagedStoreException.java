package io.larder.store.lmdb.engine.disk;

import java.nio.file.Path;
import java.util.List;

/**
 * Something that was acknowledged is missing from a store's files, or they do not belong together.
 * Nothing was changed. The message says what and where, and what an operator can do.
 */
public final class DamagedStoreException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private DamagedStoreException(Path directory, String faults, String remedy) {
    super(
        "The store in "
            + directory
            + " is damaged: "
            + faults
            + ". Nothing was changed. Use a backup"
            + remedy);
  }

  /** Of the tables, without which a log is of no use. */
  public static DamagedStoreException ofTables(Path directory, String fault) {
    return new DamagedStoreException(directory, fault, "");
  }

  /** Of the log, without which there are the tables of an earlier time. */
  public static DamagedStoreException ofLog(Path directory, List<String> faults) {
    String salvage = ", or see what can be kept with: larder salvage --data-dir ";
    return new DamagedStoreException(directory, String.join("; ", faults), salvage + directory);
  }
}
