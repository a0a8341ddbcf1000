package io.larder.store.lmdb.binding;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A place in a database, which moves from record to record. */
public final class Cursor implements AutoCloseable {
  private static final int FIRST = 0;
  private static final int LAST = 6;
  private static final int NEXT = 8;
  private static final int PREVIOUS = 12;
  private static final int SET_RANGE = 17;

  private final Env env;
  private final Dbi database;
  private final Slots slots;
  private final long handle;
  private byte @Nullable [] key;
  private boolean closed;

  private Cursor(Env env, Dbi database, Slots slots, long handle) {
    this.env = env;
    this.database = database;
    this.slots = slots;
    this.handle = handle;
  }

  static Cursor open(Txn txn, Dbi database, int dbi) {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment result = temporary.allocate(JAVA_LONG);
      Env.check(Native.cursorOpen(txn.handle(), dbi, result.address()));
      return new Cursor(txn.env(), database, txn.env().takeSlots(), result.get(JAVA_LONG, 0));
    }
  }

  /** Uses the cursor with another read transaction. */
  public void renew(Txn txn) {
    Env.check(Native.cursorRenew(txn.handle(), handle()));
  }

  private long handle() {
    if (closed) {
      throw new IllegalStateException("The cursor is closed");
    }
    return handle;
  }

  /** Moves to the first record; false if there is none. */
  public boolean first() {
    return move(FIRST);
  }

  /** Moves to the last record; false if there is none. */
  public boolean last() {
    return move(LAST);
  }

  /** Moves to the next record, or the first; false at the end. */
  public boolean next() {
    return move(NEXT);
  }

  /** Moves to the record before, or the last; false at the beginning. */
  public boolean previous() {
    return move(PREVIOUS);
  }

  /** Moves to the first record whose key is this one or a greater one; false if there is none. */
  public boolean seek(byte[] key) {
    slots.setKey(key);
    return move(SET_RANGE);
  }

  private boolean move(int operation) {
    key = null;
    int code = Native.cursorGet(handle(), slots.key(), slots.value(), operation);
    if (code == Dbi.NOT_FOUND) {
      return false;
    }
    Env.check(code);
    return true;
  }

  /**
   * A copy of the current record's key, not to be changed; valid only after a move that found one.
   */
  public byte[] key() {
    byte[] current = key;
    if (current == null) {
      current = database.key(slots);
      key = current;
    }
    return current;
  }

  /**
   * A copy of the current record's value, valid only after a move that found one.
   *
   * @throws RuntimeException as {@link Dbi#get}
   */
  public byte[] value() {
    return database.value(slots, key());
  }

  /** Deletes the current record. */
  public void delete() {
    Env.check(Native.cursorDel(handle()));
  }

  /** Must be done before the end of a write transaction. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Native.cursorClose(handle);
      env.giveBack(slots);
    }
  }
}
