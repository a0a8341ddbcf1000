package io.larder.store.lmdb;

import java.util.ArrayList;
import java.util.List;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/** The open LMDB files: their databases, the address space reserved for them, and transactions. */
final class Environment implements AutoCloseable {
  /** Version of everything that is written; an older program refuses a newer one. */
  private static final int LAYOUT = 2;

  /** Table names have no such character, so this key can stand among them. */
  private static final byte[] LAYOUT_KEY = {0};

  private static final int DATABASES = 5;
  private static final int SPARE_READERS = 4;
  private static final int FILE_MODE = 0640;
  private static final long LEAST_MAP = 64L << 20;

  private final DataDirectory directory;
  private final Env<byte[]> env;
  private final Dbi<byte[]> catalog;
  private final Dbi<byte[]> data;
  private final Dbi<byte[]> sizes;
  private final Dbi<byte[]> tokens;
  private final Dbi<byte[]> backlog;
  private volatile long mapSize;

  private Environment(DataDirectory directory, Env<byte[]> env, long mapSize) {
    this.directory = directory;
    this.env = env;
    this.mapSize = mapSize;
    this.catalog = env.openDbi("catalog", DbiFlags.MDB_CREATE);
    this.data = env.openDbi("data", DbiFlags.MDB_CREATE);
    this.sizes = env.openDbi("sizes", DbiFlags.MDB_CREATE);
    this.tokens = env.openDbi("tokens", DbiFlags.MDB_CREATE);
    this.backlog = env.openDbi("backlog", DbiFlags.MDB_CREATE);
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
    Env<byte[]> env =
        Env.create(ByteArrayProxy.PROXY_BA)
            .setMapSize(size)
            .setMaxDbs(DATABASES)
            .setMaxReaders(options.maxReaders() + SPARE_READERS)
            .open(directory.path().toFile(), FILE_MODE, flags(directory.isTemporary()));
    try {
      var environment = new Environment(directory, env, size);
      environment.checkLayout();
      return environment;
    } catch (RuntimeException | Error e) {
      env.close();
      throw e;
    }
  }

  private static EnvFlags[] flags(boolean temporary) {
    List<EnvFlags> flags = new ArrayList<>();
    // Reads move between virtual threads, so a reader slot must not belong to a thread.
    flags.add(EnvFlags.MDB_NOTLS);
    // Reads are random; read-ahead would fill memory with pages that nobody asked for.
    flags.add(EnvFlags.MDB_NORDAHEAD);
    if (temporary) {
      flags.add(EnvFlags.MDB_NOSYNC);
    }
    return flags.toArray(EnvFlags[]::new);
  }

  private void checkLayout() {
    try (Txn<byte[]> txn = env.txnWrite()) {
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

  Dbi<byte[]> catalog() {
    return catalog;
  }

  Dbi<byte[]> data() {
    return data;
  }

  Dbi<byte[]> sizes() {
    return sizes;
  }

  Dbi<byte[]> tokens() {
    return tokens;
  }

  Dbi<byte[]> backlog() {
    return backlog;
  }

  Txn<byte[]> beginRead() {
    return env.txnRead();
  }

  Txn<byte[]> beginWrite() {
    return env.txnWrite();
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
    return (env.info().lastPageNumber + 1) * env.stat().pageSize;
  }

  @Override
  public void close() {
    env.close();
    directory.close();
  }
}
