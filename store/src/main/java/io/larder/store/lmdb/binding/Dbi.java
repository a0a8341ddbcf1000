package io.larder.store.lmdb.binding;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One of the databases of an environment: records in the order of their keys' unsigned bytes. LMDB
 * notices nothing if the disk changes what it holds, so a database may keep a checksum with each
 * value, which is checked whenever the value is copied out of LMDB.
 */
public final class Dbi {
  static final int NOT_FOUND = -30798;
  private static final int KEY_EXISTS = -30799;
  private static final int NO_OVERWRITE = 0x10;
  private static final int RESERVE = 0x10000;
  private static final int APPEND = 0x20000;
  private static final int STAT_SIZE = 40;
  private static final int STAT_ENTRIES = 32;

  private final int handle;
  private final String name;
  private final @Nullable Damage damage;

  /** With checksums if there is somebody to tell of damage. */
  Dbi(int handle, String name, @Nullable Damage damage) {
    this.handle = handle;
    this.name = name;
    this.damage = damage;
  }

  /**
   * A copy of the value, or null.
   *
   * @throws RuntimeException what {@link Damage#found} returns if the record is damaged
   */
  public byte @Nullable [] get(Txn txn, byte[] key) {
    long transaction = txn.handle();
    Slots slots = txn.slots();
    slots.setKey(key);
    int code = Native.get(transaction, handle, slots.key(), slots.value());
    if (code == NOT_FOUND) {
      return null;
    }
    Env.check(code);
    return value(slots, key);
  }

  /** A copy of the value in {@code slots}, which belongs to that key. */
  byte[] value(Slots slots, byte[] key) {
    try {
      byte[] value = damage == null ? slots.copyOfValue() : slots.copyOfCheckedValue(key);
      if (value != null) {
        return value;
      }
      throw damaged(key);
    } catch (InternalError e) {
      // SIGBUS: a damaged length reaches beyond the file. Thrown when the copying method returns,
      // or, once that is part of this one, when the next does.
      throw damaged(key);
    }
  }

  /** A copy of the key in {@code slots}. */
  byte[] key(Slots slots) {
    try {
      byte[] key = slots.copyOfKey();
      if (key != null) {
        return key;
      }
      throw damaged(new byte[0]);
    } catch (InternalError e) {
      // As above.
      throw damaged(new byte[0]);
    }
  }

  private RuntimeException damaged(byte[] key) {
    return damage == null
        ? new IllegalStateException("A record of the database " + name + " is damaged")
        : damage.found(name, key);
  }

  /** Stores a value, over an older one if there is one. */
  public void put(Txn txn, byte[] key, byte[] value) {
    Env.check(put(txn, key, value, RESERVE));
  }

  /** Stores a value behind all that there are. */
  public void append(Txn txn, byte[] key, byte[] value) {
    Env.check(put(txn, key, value, RESERVE | APPEND));
  }

  /** How many records there are. */
  public long entries(Txn txn) {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment struct = temporary.allocate(STAT_SIZE, JAVA_LONG.byteAlignment());
      Env.check(Native.stat(txn.handle(), handle, struct.address()));
      return struct.get(JAVA_LONG, STAT_ENTRIES);
    }
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
    slots.setValueLength(value.length + (damage == null ? 0 : Checksum.BYTES));
    int code = Native.put(transaction, handle, slots.key(), slots.value(), flags);
    if (code == 0) {
      slots.fillValue(value);
      if (damage != null) {
        slots.fillChecksum(value.length, Checksum.of(key, value));
      }
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
    return Cursor.open(txn, this, handle);
  }
}
