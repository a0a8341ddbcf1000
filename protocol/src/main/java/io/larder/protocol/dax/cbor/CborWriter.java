package io.larder.protocol.dax.cbor;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes CBOR items to an array that grows. Heads are the shortest; strings and containers are of
 * definite length unless asked otherwise, because not every client reads others.
 */
public final class CborWriter {
  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;
  private static final int MAX_HEAD = 9;

  /** The head of a string of 256 to 65,535 bytes, which {@link #beginBytes} leaves room for. */
  private static final int ROOM_FOR_LENGTH = 3;

  /** The head of less than 24 elements, which {@link #beginCounted} leaves room for. */
  private static final int ROOM_FOR_COUNT = 1;

  private static final int POSITIVE_BIGNUM = 2;
  private static final int NEGATIVE_BIGNUM = 3;

  private byte[] bytes;
  private int length;

  public CborWriter(int capacity) {
    bytes = new byte[capacity];
  }

  public CborWriter() {
    this(256);
  }

  /** The array that begins with the {@link #length} bytes that were written. */
  public byte[] buffer() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }

  private void head(int major, long argument) {
    reserve(MAX_HEAD);
    length = head(bytes, length, major, argument);
  }

  private static int head(byte[] to, int start, int major, long argument) {
    int at = start;
    int type = major << 5;
    if (argument >= 0 && argument < 24) {
      to[at++] = (byte) (type | (int) argument);
      return at;
    }
    int shift;
    if (argument < 0 || argument > 0xffff_ffffL) {
      to[at++] = (byte) (type | 27);
      shift = 56;
    } else if (argument > 0xffff) {
      to[at++] = (byte) (type | 26);
      shift = 24;
    } else if (argument > 0xff) {
      to[at++] = (byte) (type | 25);
      shift = 8;
    } else {
      to[at++] = (byte) (type | 24);
      shift = 0;
    }
    for (; shift >= 0; shift -= 8) {
      to[at++] = (byte) (argument >>> shift);
    }
    return at;
  }

  /** How many bytes {@link #writeInt} takes for it. */
  public static int lengthOfInt(long value) {
    long argument = value < 0 ? ~value : value;
    return argument < 24
        ? 1
        : argument <= 0xff ? 2 : argument <= 0xffff ? 3 : argument <= 0xffff_ffffL ? 5 : 9;
  }

  public CborWriter writeInt(long value) {
    head(value < 0 ? NEGATIVE : UNSIGNED, value < 0 ? ~value : value);
    return this;
  }

  /** An integer from -2^64 to 2^64-1 as such, others as bignums. */
  public CborWriter writeInteger(BigInteger value) {
    boolean negative = value.signum() < 0;
    BigInteger magnitude = negative ? value.not() : value;
    if (magnitude.bitLength() <= Long.SIZE) {
      head(negative ? NEGATIVE : UNSIGNED, magnitude.longValue());
      return this;
    }
    writeTag(negative ? NEGATIVE_BIGNUM : POSITIVE_BIGNUM);
    byte[] two = magnitude.toByteArray();
    int sign = two[0] == 0 ? 1 : 0;
    return writeBytes(two, sign, two.length - sign);
  }

  public CborWriter writeText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return writeText(utf8, 0, utf8.length);
  }

  /** Text that is UTF-8 already. */
  public CborWriter writeText(byte[] utf8, int offset, int count) {
    head(TEXT, count);
    return writeRaw(utf8, offset, count);
  }

  public CborWriter writeBytes(byte[] content) {
    return writeBytes(content, 0, content.length);
  }

  public CborWriter writeBytes(byte[] content, int offset, int count) {
    head(BYTES, count);
    return writeRaw(content, offset, count);
  }

  /** Begins a byte string of so many bytes, which are to be written raw or as items. */
  public CborWriter beginBytes(int count) {
    head(BYTES, count);
    return this;
  }

  /** Bytes that are CBOR already, or a part of a string that was begun. */
  public CborWriter writeRaw(byte[] content, int offset, int count) {
    reserve(count);
    System.arraycopy(content, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Writes once more what was written from {@code start}, so many bytes. */
  public CborWriter repeat(int start, int count) {
    reserve(count);
    System.arraycopy(bytes, start, bytes, length, count);
    length += count;
    return this;
  }

  /** Takes back what was written from {@code start} to {@code end}; what follows moves there. */
  public CborWriter remove(int start, int end) {
    System.arraycopy(bytes, end, bytes, start, length - end);
    length -= end - start;
    return this;
  }

  /** Begins a byte string; returns what {@link #endBytes} must be told. */
  public int beginBytes() {
    return begin(ROOM_FOR_LENGTH);
  }

  /** Ends the byte string that {@code begun} stands for. */
  public CborWriter endBytes(int begun) {
    return end(BYTES, begun, ROOM_FOR_LENGTH, length - begun - ROOM_FOR_LENGTH);
  }

  public CborWriter beginArray(int count) {
    head(ARRAY, count);
    return this;
  }

  public CborWriter beginMap(int pairs) {
    head(MAP, pairs);
    return this;
  }

  /**
   * Begins an array or map whose length is not known yet; returns what {@link #endArray} or {@link
   * #endMap} must be told.
   */
  public int beginCounted() {
    return begin(ROOM_FOR_COUNT);
  }

  /** Ends the array that {@code begun} stands for, into which {@code count} elements came. */
  public CborWriter endArray(int begun, int count) {
    return end(ARRAY, begun, ROOM_FOR_COUNT, count);
  }

  /** Ends the map that {@code begun} stands for, into which {@code pairs} came. */
  public CborWriter endMap(int begun, int pairs) {
    return end(MAP, begun, ROOM_FOR_COUNT, pairs);
  }

  private int begin(int room) {
    reserve(room);
    int begun = length;
    length += room;
    return begun;
  }

  /** Puts the head into the room that was left for it, after what it needs more, or less, of it. */
  private CborWriter end(int major, int begun, int room, int argument) {
    int needed = argument < 24 ? 1 : argument <= 0xff ? 2 : argument <= 0xffff ? 3 : 5;
    if (needed != room) {
      reserve(needed);
      System.arraycopy(bytes, begun + room, bytes, begun + needed, length - begun - room);
      length += needed - room;
    }
    head(bytes, begun, major, argument);
    return this;
  }

  /** Begins an array that {@link #endIndefinite} ends. */
  public CborWriter beginIndefiniteArray() {
    return writeByte(0x9f);
  }

  /** Begins a map that {@link #endIndefinite} ends. */
  public CborWriter beginIndefiniteMap() {
    return writeByte(0xbf);
  }

  public CborWriter endIndefinite() {
    return writeByte(0xff);
  }

  public CborWriter writeTag(int tag) {
    head(TAG, tag);
    return this;
  }

  public CborWriter writeBoolean(boolean value) {
    return writeByte(value ? 0xf5 : 0xf4);
  }

  public CborWriter writeNull() {
    return writeByte(0xf6);
  }

  /** A float of double precision. */
  public CborWriter writeDouble(double value) {
    writeByte(0xfb);
    reserve(Long.BYTES);
    long bits = Double.doubleToLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (bits >>> shift);
    }
    return this;
  }

  /** One byte as it is, of a string that was begun or of an item that the caller knows. */
  public CborWriter writeByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }
}
