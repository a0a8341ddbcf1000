package io.larder.protocol.item;

import io.larder.protocol.wire.JsonWriter;
import java.util.Arrays;
import java.util.Base64;

/** An immutable byte string, ordered as unsigned bytes (how DynamoDB orders binary values). */
public final class Bytes implements Comparable<Bytes> {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Takes ownership of {@code value}: the caller must not change it any more. */
  public static Bytes wrap(byte[] value) {
    return new Bytes(value);
  }

  /** Copies {@code value}. */
  public static Bytes copyOf(byte[] value) {
    return new Bytes(value.clone());
  }

  public int length() {
    return value.length;
  }

  public boolean isEmpty() {
    return value.length == 0;
  }

  public byte[] toByteArray() {
    return value.clone();
  }

  /** Copies all bytes to {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(value, 0, target, offset, value.length);
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(value);
  }

  /** Writes the bytes as a string in Base64. */
  void writeTo(JsonWriter out) {
    out.base64Value(value);
  }

  public boolean startsWith(Bytes prefix) {
    return value.length >= prefix.value.length
        && Arrays.equals(value, 0, prefix.value.length, prefix.value, 0, prefix.value.length);
  }

  /** True if {@code part} occurs anywhere in these bytes; best for few, see {@link ByteSearch}. */
  public boolean contains(Bytes part) {
    for (int at = 0; at + part.value.length <= value.length; at++) {
      int end = at + part.value.length;
      if (Arrays.equals(value, at, end, part.value, 0, part.value.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(ProcessHash.of(value));
  }

  @Override
  public String toString() {
    return toBase64();
  }
}
