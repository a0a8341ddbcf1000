package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.Damage;
import io.larder.store.lmdb.binding.Dbi;
import io.larder.store.lmdb.binding.Env;
import io.larder.store.lmdb.binding.Txn;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * The version of everything that is written. Its number stands where every version looks for it, so
 * that an older program refuses a newer store; behind it that of an older layout, while the store
 * is being brought from that to this one.
 */
public final class LayoutVersion {
  public static final int CURRENT = 4;

  /** Added to the current one if values are sealed, which older programs do not know. */
  private static final int SEALED = 1;

  /**
   * Added to the current one if there are streams, which older programs would not tell anything.
   */
  private static final int STREAMS = 2;

  /** Added if changes are delivered elsewhere, which programs before would not go on with. */
  private static final int DELIVERIES = 8;

  private static final int NEWEST = CURRENT | SEALED | STREAMS | DELIVERIES;

  /** The last one without checksums. */
  private static final int PLAIN = 3;

  /** Most databases of LMDB that a store has: those of this layout and of an older one. */
  static final int DATABASES = 2 * Database.ALL.size();

  private final Env env;
  private final Dbi database;
  private int current = CURRENT;
  private int older;
  private boolean isUnderWay;

  private LayoutVersion(Env env, Dbi database) {
    this.env = env;
    this.database = database;
  }

  /**
   * Reads which layout a store has; a new one has the current.
   *
   * @throws IllegalStateException if it is newer than this program
   */
  static LayoutVersion open(Env env, Damage damage, Path directory) {
    String name = nameOfOlder(Database.CATALOG);
    Dbi plain = env.openPlain(name);
    var layout = new LayoutVersion(env, env.openDatabases(damage, name).getFirst());
    byte[] found = null;
    if (plain != null) {
      try (Txn txn = env.beginRead()) {
        found = plain.get(txn, CatalogKey.LAYOUT.bytes());
      }
    }
    if (found == null) {
      layout.put(new byte[] {CURRENT});
    } else if (found[0] > NEWEST) {
      throw new IllegalStateException(
          "The data in "
              + directory
              + " has layout "
              + found[0]
              + ", written by a newer version; this version reads up to layout "
              + NEWEST);
    } else if (found[0] <= PLAIN) {
      layout.older = found[0];
    } else {
      layout.read();
    }
    return layout;
  }

  /** The name of a database in LMDB. What has another layout is in databases of other names. */
  static String nameOf(Database database) {
    return nameOfOlder(database) + "." + CURRENT;
  }

  /** The name of a database in layouts before this one. */
  static String nameOfOlder(Database database) {
    return database.name().toLowerCase(Locale.ROOT);
  }

  private void read() {
    try (Txn txn = env.beginRead()) {
      byte[] value = Objects.requireNonNull(database.get(txn, CatalogKey.LAYOUT.bytes()));
      current = value[0];
      isUnderWay = value.length > 1;
      older = isUnderWay ? value[1] : 0;
    }
  }

  /** The layout from which the store is still to be brought to this one; 0 if from none. */
  public int older() {
    return older;
  }

  /** True if an older program can no longer read the store. */
  public boolean isUnderWay() {
    return isUnderWay;
  }

  /** From now on older programs refuse the store. */
  public void begin() {
    put(new byte[] {CURRENT, (byte) older});
    isUnderWay = true;
  }

  /** From now on programs that cannot open sealed values refuse the store. */
  void seal() {
    add(SEALED);
  }

  /** From now on programs that know of no streams refuse the store. */
  public void requireStreams() {
    add(STREAMS);
  }

  /** From now on programs that deliver no changes refuse the store. */
  public void requireDeliveries() {
    add(DELIVERIES);
  }

  private void add(int feature) {
    if ((current | feature) != current) {
      current |= feature;
      put(new byte[] {(byte) current});
    }
  }

  /** Programs that refuse that store refuse this one, too, which is to be a copy of it. */
  void copy(LayoutVersion other) {
    add(other.current);
  }

  /** Nothing is left of the older layout. */
  public void end() {
    put(new byte[] {CURRENT});
    older = 0;
  }

  private void put(byte[] value) {
    try (Txn txn = env.beginWrite()) {
      database.put(txn, CatalogKey.LAYOUT.bytes(), value);
      txn.commit();
    }
  }
}
