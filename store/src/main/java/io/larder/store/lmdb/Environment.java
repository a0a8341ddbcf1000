package io.larder.store.lmdb;

import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Env;
import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.binding.Txn;
import java.nio.file.Path;
import java.util.List;

/** The open LMDB files: their databases, the address space reserved for them, and transactions. */
final class Environment implements AutoCloseable {
  /** Version of everything that is written; an older program refuses a newer one. */
  private static final int LAYOUT = 3;

  /** Table names have no such character, so this key can stand among them. */
  private static final byte[] LAYOUT_KEY = {0};

  private static final int SPARE_READERS = 4;
  private static final int FILE_MODE = 0640;
  private static final long LEAST_MAP = 64L << 20;

  private final DataDirectory directory;
  private final Env env;
  private final List<Dbi> databases;
  private volatile long mapSize;

  private Environment(DataDirectory directory, Env env, long mapSize) {
    this.directory = directory;
    this.env = env;
    this.mapSize = mapSize;
    this.databases =
        env.openDatabases(Database.ALL.stream().map(Database::storedName).toArray(String[]::new));
  }

  static Environment open(LmdbOptions options) {
    var path = options.directory();
    DataDirectory directory =
        path == null ? DataDirectory.temporary() : DataDirectory.durable(path);
    try {
      return open(directory, options);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  private static Environment open(DataDirectory directory, LmdbOptions options) {
    long size = options.mapSize();
    while (true) {
      try {
        return open(directory, options, size);
      } catch (LmdbException e) {
        // The system refuses this much address space (ulimit, container, overcommit rules).
        size /= 2;
        if (size < LEAST_MAP) {
          throw new IllegalStateException("Cannot open the store in " + directory.path(), e);
        }
      }
    }
  }

  private static Environment open(DataDirectory directory, LmdbOptions options, long size) {
    Env env =
        Env.open(
            directory.path(),
            size,
            Database.ALL.size(),
            options.maxReaders() + SPARE_READERS,
            flags(directory.isTemporary()),
            FILE_MODE);
    try {
      var environment = new Environment(directory, env, size);
      environment.checkLayout();
      return environment;
    } catch (RuntimeException | Error e) {
      env.close();
      throw e;
    }
  }

  private static int flags(boolean temporary) {
    // Reads move between virtual threads, so a reader slot must not belong to a thread. They are
    // random, so read-ahead would fill memory with pages that nobody asked for.
    int flags = Env.NO_TLS | Env.NO_READ_AHEAD;
    return temporary ? flags | Env.NO_SYNC : flags;
  }

  private void checkLayout() {
    Dbi catalog = database(Database.CATALOG);
    try (Txn txn = env.beginWrite()) {
      byte[] found = catalog.get(txn, LAYOUT_KEY);
      if (found == null || found[0] < LAYOUT) {
        catalog.put(txn, LAYOUT_KEY, new byte[] {LAYOUT});
        txn.commit();
      } else if (found[0] > LAYOUT) {
        throw new IllegalStateException(
            "The data in "
                + directory.path()
                + " has layout "
                + found[0]
                + ", written by a newer version; this version reads up to layout "
                + LAYOUT);
      }
    }
  }

  Dbi database(Database database) {
    return databases.get(database.number());
  }

  /** The folder of the store's files. */
  Path directory() {
    return directory.path();
  }

  /** True if what is written may be lost with the process. */
  boolean isTemporary() {
    return directory.isTemporary();
  }

  Txn beginRead() {
    return env.beginRead();
  }

  Txn beginWrite() {
    return env.beginWrite();
  }

  /** Doubles the address space; no transaction may be open. */
  void growMap() {
    long size = Math.multiplyExact(mapSize, 2);
    env.setMapSize(size);
    mapSize = size;
  }

  /** True if the file system has hardly any room left. */
  boolean isDiskFull() {
    return directory.isFull();
  }

  long mapSize() {
    return mapSize;
  }

  /** Bytes of the map that have ever been in use. */
  long usedBytes() {
    return env.usedBytes();
  }

  @Override
  public void close() {
    env.close();
    directory.close();
  }
}
