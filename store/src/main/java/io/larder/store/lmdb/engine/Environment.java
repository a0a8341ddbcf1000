package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.DataPages;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Env;
import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.binding.Txn;
import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import io.larder.store.lmdb.engine.disk.DataDirectory;
import io.larder.store.lmdb.engine.log.LogSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open LMDB files: their databases, the address space reserved for them, and transactions. */
public final class Environment implements AutoCloseable {
  /** The name that LMDB gives to the file of its records. */
  public static final String FILE = "data.mdb";

  private static final Logger LOG = LoggerFactory.getLogger(Environment.class);

  private static final int SPARE_READERS = 4;
  private static final int FILE_MODE = 0640;
  private static final long MIN_MAP = 64L << 20;

  private final DataDirectory directory;
  private final Env env;
  private final DamageLog damage;
  private final LayoutVersion layout;
  private final List<Dbi> databases;

  private Environment(DataDirectory directory, Env env) {
    this.directory = directory;
    this.env = env;
    this.damage = new DamageLog(directory.path());
    this.layout = LayoutVersion.open(env, damage, directory.path());
    this.databases =
        env.openDatabases(
            damage, Database.ALL.stream().map(LayoutVersion::nameOf).toArray(String[]::new));
  }

  /** Looks at a store's folder, which no other process uses, before its files are opened. */
  @FunctionalInterface
  public interface Inspection {
    void look(Path folder);
  }

  public static Environment open(EngineOptions options) {
    return open(options, Environment::requireWhole);
  }

  /** Opens the files if {@code inspection} throws nothing. */
  public static Environment open(EngineOptions options, Inspection inspection) {
    var path = options.directory();
    DataDirectory directory =
        path == null ? DataDirectory.temporary() : DataDirectory.durable(path);
    try {
      inspection.look(directory.path());
      return open(directory, options);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** Before anything is changed, or mapped into memory. */
  private static void requireWhole(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        LogSession.requireNone(folder, FILE);
        return;
      }
      String fault = DataPages.fault(file);
      if (fault != null) {
        throw DamagedStoreException.ofTables(folder, FILE + " was cut short: " + fault);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static Environment open(DataDirectory directory, EngineOptions options) {
    Env env = openEnv(directory, options);
    if (env.mapSize() < options.mapSize()) {
      LOG.atWarn()
          .addKeyValue("bytes", env.mapSize())
          .addKeyValue("mapSize", options.mapSize())
          .log("The system grants less address space than store.map-size asks for");
    }
    try {
      return new Environment(directory, env);
    } catch (RuntimeException | Error e) {
      env.close();
      throw e;
    }
  }

  private static Env openEnv(DataDirectory directory, EngineOptions options) {
    long size = options.mapSize();
    while (true) {
      try {
        Env env = openEnv(directory, options, size);
        if (size == options.mapSize()) {
          return env;
        }
        env.close();
        // Threads and memory need address space too, and end the process if they do not get it.
        return openEnv(directory, options, size / 2);
      } catch (LmdbException e) {
        size /= 2;
        if (!e.isLackOfMemory() || size < MIN_MAP) {
          throw new IllegalStateException(
              "Cannot open the store in " + directory.path() + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private static Env openEnv(DataDirectory directory, EngineOptions options, long size) {
    return Env.open(
        directory.path(),
        size,
        LayoutVersion.DATABASES,
        options.maxReaders() + SPARE_READERS,
        flags(directory.isTemporary()),
        FILE_MODE);
  }

  private static int flags(boolean temporary) {
    // Reads move between virtual threads, so a reader slot must not belong to a thread. They are
    // random, so read-ahead would fill memory with pages that nobody asked for.
    int flags = Env.NO_TLS | Env.NO_READ_AHEAD;
    return temporary ? flags | Env.NO_SYNC : flags;
  }

  public Dbi database(Database database) {
    return databases.get(database.number());
  }

  /** Says that a record is damaged, and what to throw for it. */
  RuntimeException damaged(Database database, byte[] key) {
    return damage.found(LayoutVersion.nameOf(database), key);
  }

  /** A database of an older layout, if there is one. */
  public @Nullable Dbi older(Database database) {
    return env.openPlain(LayoutVersion.nameOfOlder(database));
  }

  public LayoutVersion layout() {
    return layout;
  }

  /** The folder of the store's files. */
  public Path directory() {
    return directory.path();
  }

  /** True if what is written may be lost with the process. */
  boolean isTemporary() {
    return directory.isTemporary();
  }

  public Txn beginRead() {
    return env.beginRead();
  }

  public Txn beginWrite() {
    return env.beginWrite();
  }

  /** True if the file system has hardly any room left. */
  public boolean isDiskFull() {
    return directory.isFull();
  }

  /** The most that LMDB's file can grow to, in bytes. */
  public long mapSize() {
    return env.mapSize();
  }

  /** Bytes of the map that have ever been in use. */
  public long usedBytes() {
    return env.usedBytes();
  }

  @Override
  public void close() {
    env.close();
    directory.close();
  }
}
