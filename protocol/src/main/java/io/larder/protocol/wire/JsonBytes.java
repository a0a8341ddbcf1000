package io.larder.protocol.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A part of an array that holds JSON. The array is not to be changed. */
public final class JsonBytes implements RenderedJson {
  private final byte[] array;
  private final int start;
  private final int length;

  private JsonBytes(byte[] array, int start, int length) {
    this.array = array;
    this.start = start;
    this.length = length;
  }

  public static JsonBytes of(byte[] array, int start, int length) {
    return new JsonBytes(array, start, length);
  }

  public static JsonBytes of(byte[] array) {
    return of(array, 0, array.length);
  }

  /** The whole array; the JSON is {@link #jsonLength} bytes of it from {@link #start}. */
  public byte[] array() {
    return array;
  }

  public int start() {
    return start;
  }

  @Override
  public int jsonLength() {
    return length;
  }

  @Override
  public void copyJsonTo(byte[] target, int offset) {
    System.arraycopy(array, start, target, offset, length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonBytes that
        && Arrays.equals(
            array, start, start + length, that.array, that.start, that.start + that.length);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(array, start, length).hashCode();
  }
}
