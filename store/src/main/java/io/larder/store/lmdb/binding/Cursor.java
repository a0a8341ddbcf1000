package io.larder.store.lmdb.binding;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A place in a database, which moves from record to record. */
public final class Cursor implements AutoCloseable {
  private static final int FIRST = 0;
  private static final int LAST = 6;
  private static final int NEXT = 8;
  private static final int PREVIOUS = 12;
  private static final int SET_RANGE = 17;

  private final Env env;
  private final Slots slots;
  private final long handle;
  private boolean closed;

  private Cursor(Env env, Slots slots, long handle) {
    this.env = env;
    this.slots = slots;
    this.handle = handle;
  }

  static Cursor open(Txn txn, int dbi) {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment result = temporary.allocate(JAVA_LONG);
      Env.check(Native.cursorOpen(txn.handle(), dbi, result.address()));
      return new Cursor(txn.env(), txn.env().takeSlots(), result.get(JAVA_LONG, 0));
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
    int code = Native.cursorGet(handle(), slots.key(), slots.value(), operation);
    if (code == Dbi.NOT_FOUND) {
      return false;
    }
    Env.check(code);
    return true;
  }

  /** A copy of the current record's key, valid only after a move that found one. */
  public byte[] key() {
    return slots.copyOfKey();
  }

  /** A copy of the current record's value, valid only after a move that found one. */
  public byte[] value() {
    return slots.copyOfValue();
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
