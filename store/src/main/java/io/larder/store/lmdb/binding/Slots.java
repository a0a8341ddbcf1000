package io.larder.store.lmdb.binding;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

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

  /** Far more than any record has; a length beyond it was never written. */
  private static final int MAX_VALUE = 16 << 20;

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
    if (length > MAX_VALUE) {
      throw new IllegalArgumentException("Values of " + length + " bytes are not stored");
    }
    memory.set(JAVA_LONG, VALUE_LENGTH, length);
    memory.set(JAVA_LONG, VALUE_ADDRESS, 0);
  }

  void fillValue(byte[] value) {
    long at = memory.get(JAVA_LONG, VALUE_ADDRESS);
    MemorySegment.copy(value, 0, Native.MEMORY, JAVA_BYTE, at, value.length);
  }

  /** Puts a checksum behind a value of that length. */
  void fillChecksum(int length, int checksum) {
    Native.MEMORY.set(JAVA_INT_UNALIGNED, memory.get(JAVA_LONG, VALUE_ADDRESS) + length, checksum);
  }

  /** Null if there is something that cannot be a key. */
  byte @Nullable [] copyOfKey() {
    return copy(memory.get(JAVA_LONG, KEY_ADDRESS), memory.get(JAVA_LONG, KEY_LENGTH), MAX_KEY);
  }

  /** Null if there is something that cannot be a value. */
  byte @Nullable [] copyOfValue() {
    return copy(
        memory.get(JAVA_LONG, VALUE_ADDRESS), memory.get(JAVA_LONG, VALUE_LENGTH), MAX_VALUE);
  }

  /** A value without the checksum behind it; null if that is not the right one. */
  byte @Nullable [] copyOfCheckedValue(byte[] key) {
    long from = memory.get(JAVA_LONG, VALUE_ADDRESS);
    long length = memory.get(JAVA_LONG, VALUE_LENGTH) - Checksum.BYTES;
    byte[] value = copy(from, length, MAX_VALUE);
    return value != null
            && Native.MEMORY.get(JAVA_INT_UNALIGNED, from + length) == Checksum.of(key, value)
        ? value
        : null;
  }

  private static byte @Nullable [] copy(long from, long length, int most) {
    if (length < 0 || length > most) {
      return null;
    }
    byte[] bytes = new byte[(int) length];
    MemorySegment.copy(Native.MEMORY, JAVA_BYTE, from, bytes, 0, bytes.length);
    return bytes;
  }
}
