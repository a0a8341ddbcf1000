package io.larder.store.lmdb.engine.sealed;

import io.larder.store.seal.SealKey;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a store: its own, for what belongs to no table, and one for each table, which its
 * indexes share. For any thread.
 */
public final class KeyRing {
  /** Of a store that is not sealed. */
  public static final KeyRing NONE = new KeyRing(null, null, false);

  private final @Nullable TableKey store;
  private final @Nullable Renewal renewal;
  private final Map<Integer, TableKey> byId = new ConcurrentHashMap<>();
  private volatile boolean acceptsClear;

  private KeyRing(@Nullable TableKey store, @Nullable Renewal renewal, boolean acceptsClear) {
    this.store = store;
    this.renewal = renewal;
    this.acceptsClear = acceptsClear;
  }

  /**
   * The keys of a store with that key of its own.
   *
   * @param renewal of the data keys
   * @param acceptsClear true while there may be values that were stored in clear
   */
  public static KeyRing of(SealKey store, Renewal renewal, boolean acceptsClear) {
    return new KeyRing(new TableKey(store, renewal), renewal, acceptsClear);
  }

  /** True if values are sealed. */
  public boolean seals() {
    return store != null;
  }

  /** True while there may be values that were stored in clear. */
  public boolean acceptsClear() {
    return acceptsClear;
  }

  /** From now on a value that is not sealed is a damaged one. */
  public void refuseClear() {
    acceptsClear = false;
  }

  /** A key for a table; it is not to be had yet if it is null. */
  public TableKey keyOf(@Nullable SealKey key) {
    return new TableKey(key, Objects.requireNonNull(renewal, "a store that is not sealed"));
  }

  /** The bytes of a new key. */
  public byte[] newKey() {
    byte[] bytes = new byte[SealKey.BYTES];
    Objects.requireNonNull(renewal, "a store that is not sealed").random().nextBytes(bytes);
    return bytes;
  }

  /** Lets the records of a table or index be sealed with that key. */
  public void assign(int id, TableKey key) {
    byId.put(id, key);
  }

  /** Lets no record of a table or index be opened any more. */
  public void remove(int id) {
    byId.remove(id);
  }

  /** The key of a table or index; null if there is none. */
  public @Nullable TableKey of(int id) {
    return byId.get(id);
  }

  /** What one thread seals and opens with. */
  public RecordSeal seal() {
    return store == null ? RecordSeal.NONE : new KeyedSeal(this, store);
  }
}
