package io.larder.store.lmdb.layout;

import io.larder.store.lmdb.binding.Cursor;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.binding.Txn;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.LayoutVersion;
import io.larder.store.lmdb.engine.StorageErrors;
import io.larder.store.lmdb.layout.Layout3Records.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a store of layout 3 to this one, before it is opened otherwise. First LMDB gets what only
 * the log has, then the records move to the databases of this layout, some in each transaction, so
 * that a start goes on where another one was interrupted, and pages that become free are used
 * again.
 */
public final class Migration {
  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

  private static final long RECORDS_PER_LINE = 1_000_000;

  /** Behind the number of the layout, which stays; no other key is less. */
  private static final byte[] FIRST_KEY = {0, 0};

  private final Environment environment;
  private final KeyLayout keys;
  private final Portions portions;
  private final @Nullable Dbi[] older = new Dbi[Database.ALL.size()];
  private long moved;

  private Migration(Environment environment, KeyLayout keys, Portions portions) {
    this.environment = environment;
    this.keys = keys;
    this.portions = portions;
    Database.ALL.forEach(database -> older[database.number()] = environment.older(database));
  }

  /**
   * Bounds on the memory that LMDB needs for the pages of one transaction.
   *
   * @param afterEach is told of each transaction
   */
  public record Portions(int records, long bytes, Runnable afterEach) {
    public static final Portions DEFAULT = new Portions(4_096, 16L << 20, () -> {});
  }

  /**
   * Does it if the store is of an older layout.
   *
   * @throws IllegalStateException if it is not possible now; nothing is lost then
   */
  public static void run(Environment environment, KeyLayout keys, Portions portions) {
    LayoutVersion layout = environment.layout();
    if (layout.older() == 0) {
      return;
    }
    try {
      new Migration(environment, keys, portions).run(layout);
    } catch (LmdbException e) {
      boolean isFull = StorageErrors.isLackOfRoom(e.code(), environment.isDiskFull());
      throw failed(environment, isFull ? "the disk is full" : e.getMessage(), e);
    } catch (IOException e) {
      throw failed(environment, e.getMessage(), e);
    }
  }

  private static IllegalStateException failed(
      Environment environment, @Nullable String reason, Exception cause) {
    return new IllegalStateException(
        "The store in "
            + environment.directory()
            + " has layout "
            + environment.layout().older()
            + " and could not be brought to layout "
            + LayoutVersion.CURRENT
            + ": "
            + reason
            + ". Nothing is lost, and the next start goes on with it",
        cause);
  }

  private void run(LayoutVersion layout) throws IOException {
    LOG.atInfo()
        .addKeyValue("from", layout.older())
        .addKeyValue("to", LayoutVersion.CURRENT)
        .log("The store is brought to the layout of this version");
    if (!layout.isUnderWay()) {
      takeOverLog();
      layout.begin();
    }
    long told = 0;
    for (Database database : Database.ALL) {
      while (inTransaction(txn -> moveSome(txn, database))) {
        if (moved - told >= RECORDS_PER_LINE) {
          told = moved;
          LOG.atInfo().addKeyValue("records", moved).log("Records were moved");
        }
      }
    }
    layout.end();
    LOG.atInfo().addKeyValue("records", moved).log("The store has the layout of this version");
  }

  private interface Step<R> {
    R run(Txn txn) throws IOException;
  }

  private <R> R inTransaction(Step<R> step) throws IOException {
    try (Txn txn = environment.beginWrite()) {
      R result = step.run(txn);
      txn.commit();
      portions.afterEach.run();
      return result;
    }
  }

  private void takeOverLog() throws IOException {
    while (inTransaction(this::replaySome)) {
      LOG.atInfo().log("A part of the log was taken over");
    }
    Layout3Log.delete(environment.directory());
  }

  /** Gives LMDB some of what only the log has; false if there was nothing. */
  private boolean replaySome(Txn txn) throws IOException {
    Dbi catalog = older(Database.CATALOG);
    byte[] logged = catalog.get(txn, CatalogKey.LOG.bytes());
    long known = logged == null ? 0 : ByteBuffer.wrap(logged).getLong();
    long last = Layout3Log.read(environment.directory(), known, new Replay(txn));
    catalog.put(txn, CatalogKey.LOG.bytes(), ByteBuffer.allocate(Long.BYTES).putLong(last).array());
    return last > known;
  }

  private Dbi older(Database database) {
    return Objects.requireNonNull(older[database.number()]);
  }

  /** Writes the changes of the log to LMDB, until they are enough for one transaction. */
  private final class Replay implements Layout3Log.Reader {
    private final Txn txn;
    private long bytes;

    Replay(Txn txn) {
      this.txn = txn;
    }

    @Override
    public void change(int database, byte[] key, byte @Nullable [] value) {
      Dbi changed = older(Database.ALL.get(database));
      if (value == null) {
        changed.delete(txn, key);
      } else {
        changed.put(txn, key, value);
        bytes += value.length;
      }
    }

    @Override
    public boolean isFull() {
      return bytes >= portions.bytes;
    }
  }

  /** Moves the first records of an older database; false if there were none. */
  private boolean moveSome(Txn txn, Database database) {
    Dbi source = older[database.number()];
    if (source == null) {
      return false;
    }
    var target = new Target(environment.database(database), txn);
    int count = 0;
    long bytes = 0;
    try (Cursor cursor = source.openCursor(txn)) {
      while (count < portions.records && bytes < portions.bytes && cursor.seek(FIRST_KEY)) {
        byte[] value = cursor.value();
        move(target, database, cursor.key(), value);
        cursor.delete();
        count++;
        bytes += value.length;
      }
    }
    moved += count;
    return count > 0;
  }

  private record Target(Dbi database, Txn txn) implements Markers.Place {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return database.get(txn, key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      database.put(txn, key, value);
    }

    @Override
    public void delete(byte[] key) {
      database.delete(txn, key);
    }
  }

  private void move(Target target, Database database, byte[] key, byte[] value) {
    switch (database) {
      case DATA -> {
        for (Entry entry : Layout3Records.read(keys, key, value)) {
          Markers.added(target, entry.key());
          target.put(entry.key().key(), Records.of(entry.key(), entry.item()));
        }
      }
      // A job begins again: how far it came was said in keys of the older layout.
      case BACKLOG -> target.put(key, KeyLayout.NONE);
      case CATALOG -> {
        if (!Arrays.equals(key, CatalogKey.LOG.bytes())) {
          target.put(key, value);
        }
      }
      case SIZES, TOKENS -> target.put(key, value);
    }
  }
}
