package io.larder.store.lmdb.binding;

import org.jspecify.annotations.Nullable;

/** One of the databases of an environment: records in the order of their keys' unsigned bytes. */
public final class Dbi {
  static final int NOT_FOUND = -30798;
  private static final int KEY_EXISTS = -30799;
  private static final int NO_OVERWRITE = 0x10;
  private static final int RESERVE = 0x10000;

  private final int handle;

  Dbi(int handle) {
    this.handle = handle;
  }

  /** A copy of the value, or null. */
  public byte @Nullable [] get(Txn txn, byte[] key) {
    long transaction = txn.handle();
    Slots slots = txn.slots();
    slots.setKey(key);
    int code = Native.get(transaction, handle, slots.key(), slots.value());
    if (code == NOT_FOUND) {
      return null;
    }
    Env.check(code);
    return slots.copyOfValue();
  }

  /** Stores a value, over an older one if there is one. */
  public void put(Txn txn, byte[] key, byte[] value) {
    Env.check(put(txn, key, value, RESERVE));
  }

  /** Stores a value unless there is one; false if there is. */
  public boolean putIfAbsent(Txn txn, byte[] key, byte[] value) {
    int code = put(txn, key, value, RESERVE | NO_OVERWRITE);
    if (code == KEY_EXISTS) {
      return false;
    }
    Env.check(code);
    return true;
  }

  private int put(Txn txn, byte[] key, byte[] value, int flags) {
    long transaction = txn.handle();
    Slots slots = txn.slots();
    slots.setKey(key);
    slots.setValueLength(value.length);
    int code = Native.put(transaction, handle, slots.key(), slots.value(), flags);
    if (code == 0) {
      slots.fillValue(value);
    }
    return code;
  }

  /** Deletes a record; false if there is none. */
  public boolean delete(Txn txn, byte[] key) {
    long transaction = txn.handle();
    Slots slots = txn.slots();
    slots.setKey(key);
    int code = Native.del(transaction, handle, slots.key());
    if (code == NOT_FOUND) {
      return false;
    }
    Env.check(code);
    return true;
  }

  /** A cursor that stands nowhere yet. */
  public Cursor openCursor(Txn txn) {
    return Cursor.open(txn, handle);
  }
}
