package io.larder.store.lmdb.binding;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Native memory through which one transaction or cursor hands keys to LMDB and gets values: two
 * {@code MDB_val} (length, address) and room for the longest key. Used by one thread at a time.
 */
final class Slots {
  private static final int KEY_LENGTH = 0;
  private static final int KEY_ADDRESS = 8;
  private static final int VALUE_LENGTH = 16;
  private static final int VALUE_ADDRESS = 24;
  private static final int KEY_BYTES = 32;
  private static final int MAX_KEY = 511;

  private final MemorySegment memory;
  private final long address;

  Slots(Arena arena) {
    memory = arena.allocate(KEY_BYTES + MAX_KEY + 1L, JAVA_LONG.byteAlignment());
    address = memory.address();
  }

  /** Where LMDB finds or leaves the key. */
  long key() {
    return address;
  }

  /** Where LMDB finds or leaves the value. */
  long value() {
    return address + VALUE_LENGTH;
  }

  void setKey(byte[] key) {
    if (key.length > MAX_KEY) {
      throw new IllegalArgumentException("LMDB takes no key of " + key.length + " bytes");
    }
    MemorySegment.copy(key, 0, memory, JAVA_BYTE, KEY_BYTES, key.length);
    memory.set(JAVA_LONG, KEY_LENGTH, key.length);
    memory.set(JAVA_LONG, KEY_ADDRESS, address + KEY_BYTES);
  }

  /** Asks for room for a value; after the call {@link #fillValue} puts it there. */
  void setValueLength(int length) {
    memory.set(JAVA_LONG, VALUE_LENGTH, length);
    memory.set(JAVA_LONG, VALUE_ADDRESS, 0);
  }

  void fillValue(byte[] value) {
    long at = memory.get(JAVA_LONG, VALUE_ADDRESS);
    MemorySegment.copy(value, 0, Native.MEMORY, JAVA_BYTE, at, value.length);
  }

  byte[] copyOfKey() {
    return copy(KEY_LENGTH, KEY_ADDRESS);
  }

  byte[] copyOfValue() {
    return copy(VALUE_LENGTH, VALUE_ADDRESS);
  }

  private byte[] copy(int lengthAt, int addressAt) {
    byte[] bytes = new byte[(int) memory.get(JAVA_LONG, lengthAt)];
    MemorySegment.copy(
        Native.MEMORY, JAVA_BYTE, memory.get(JAVA_LONG, addressAt), bytes, 0, bytes.length);
    return bytes;
  }
}
