package io.larder.protocol.dax.cbor;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads CBOR items from a part of an array, one after another. Takes all that RFC 8949 allows, in
 * its shortest form or not; numbers, lengths and nesting that the array cannot hold are malformed,
 * so nothing is allocated for what is only announced.
 */
public final class CborReader {
  /** In place of a count: elements follow up to a break. */
  public static final int INDEFINITE = -1;

  /** A condition joined of 300 others is as deep, in the form that clients send. */
  private static final int MAX_DEPTH = 400;

  private static final int MAJOR_SHIFT = 5;
  private static final int INFO_MASK = 0x1f;
  private static final int INFO_INDEFINITE = 31;
  private static final int BREAK = 0xff;
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] bytes;
  private final int end;
  private int at;

  /** Reads {@code bytes} from {@code start} to {@code end}. */
  public CborReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  public CborReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** The array that is read. */
  public byte[] array() {
    return bytes;
  }

  /** Where the next item begins. */
  public int position() {
    return at;
  }

  /** Where what can be read ends. */
  public int limit() {
    return end;
  }

  public boolean isAtEnd() {
    return at == end;
  }

  /** What the next item is. */
  public CborType peek() {
    int first = first();
    return switch (first >> MAJOR_SHIFT) {
      case 0, 1 -> CborType.INTEGER;
      case 2 -> CborType.BYTES;
      case 3 -> CborType.TEXT;
      case 4 -> CborType.ARRAY;
      case 5 -> CborType.MAP;
      case 6 -> CborType.TAG;
      default ->
          switch (first) {
            case 0xf4, 0xf5 -> CborType.BOOLEAN;
            case 0xf6, 0xf7 -> CborType.NULL;
            case 0xf9, 0xfa, 0xfb -> CborType.FLOAT;
            case BREAK -> CborType.BREAK;
            default -> throw new MalformedCbor("simple value");
          };
    };
  }

  private int first() {
    if (at >= end) {
      throw new MalformedCbor("ends too early");
    }
    return bytes[at] & 0xff;
  }

  private MalformedCbor expected(String what) {
    return new MalformedCbor("expected " + what);
  }

  /** The argument of the head at {@code at}, which is passed; unsigned. */
  private long argument() {
    int info = bytes[at++] & INFO_MASK;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new MalformedCbor("head");
    }
    int length = 1 << (info - 24);
    if (length > end - at) {
      throw new MalformedCbor("ends too early");
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  /** A length or count, of which each needs a byte at least. */
  private int count() {
    long count = argument();
    if (count < 0 || count > end - at) {
      throw new MalformedCbor("longer than what holds it");
    }
    return (int) count;
  }

  private void require(CborType type) {
    if (peek() != type) {
      throw expected(type.name());
    }
  }

  /** An integer of 64 bits with its sign. */
  public long readLong() {
    require(CborType.INTEGER);
    boolean negative = first() >> MAJOR_SHIFT == 1;
    long value = argument();
    if (value < 0) {
      throw new MalformedCbor("integer of more than 63 bits");
    }
    return negative ? -1 - value : value;
  }

  /** An integer of 32 bits with its sign. */
  public int readInt() {
    long value = readLong();
    if (value != (int) value) {
      throw new MalformedCbor("integer of more than 32 bits");
    }
    return (int) value;
  }

  /** Any integer that is no bignum: from -2^64 to 2^64-1. */
  public BigInteger readInteger() {
    require(CborType.INTEGER);
    boolean negative = first() >> MAJOR_SHIFT == 1;
    long value = argument();
    BigInteger magnitude = BigInteger.valueOf(value);
    if (value < 0) {
      magnitude = magnitude.add(BigInteger.ONE.shiftLeft(Long.SIZE));
    }
    return negative ? magnitude.not() : magnitude;
  }

  public String readText() {
    require(CborType.TEXT);
    if ((first() & INFO_MASK) == INFO_INDEFINITE) {
      byte[] joined = readChunks();
      return utf8(joined, 0, joined.length);
    }
    int length = count();
    String text = utf8(bytes, at, length);
    at += length;
    return text;
  }

  /** Text of {@code length} bytes of UTF-8. */
  public static String utf8(byte[] bytes, int start, int length) {
    String text = new String(bytes, start, length, StandardCharsets.UTF_8);
    // The character that stands for what is malformed may also be there by itself.
    return text.indexOf(REPLACEMENT) < 0 ? text : strictUtf8(bytes, start, length);
  }

  private static String strictUtf8(byte[] bytes, int start, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedCbor("text that is no UTF-8");
    }
  }

  /** A byte string, as an array of its own. */
  public byte[] readBytes() {
    CborReader content = readContent();
    return Arrays.copyOfRange(content.bytes, content.at, content.end);
  }

  /** A byte string, as a reader of what is in it. */
  public CborReader readContent() {
    require(CborType.BYTES);
    if ((first() & INFO_MASK) == INFO_INDEFINITE) {
      return new CborReader(readChunks());
    }
    int length = count();
    var content = new CborReader(bytes, at, at + length);
    at += length;
    return content;
  }

  /** The parts of a string of indefinite length, joined. */
  private byte[] readChunks() {
    int major = first() >> MAJOR_SHIFT;
    int begin = ++at;
    int total = 0;
    while (first() != BREAK) {
      total += chunk(major);
    }
    byte[] joined = new byte[total];
    at = begin;
    int filled = 0;
    while (first() != BREAK) {
      int length = chunk(major);
      System.arraycopy(bytes, at - length, joined, filled, length);
      filled += length;
    }
    at++;
    return joined;
  }

  /** Passes one part; its length. */
  private int chunk(int major) {
    if (first() >> MAJOR_SHIFT != major || (first() & INFO_MASK) == INFO_INDEFINITE) {
      throw new MalformedCbor("chunk");
    }
    int length = count();
    at += length;
    return length;
  }

  /**
   * Begins an array: how many elements follow, or {@link #INDEFINITE}. To be read by
   *
   * <pre>{@code for (int left = in.beginArray(); in.hasNext(left); left--) { … } }</pre>
   */
  public int beginArray() {
    require(CborType.ARRAY);
    return begin();
  }

  /** Begins a map: how many pairs follow, or {@link #INDEFINITE}; as {@link #beginArray}. */
  public int beginMap() {
    require(CborType.MAP);
    return begin();
  }

  private int begin() {
    if ((first() & INFO_MASK) == INFO_INDEFINITE) {
      at++;
      return INDEFINITE;
    }
    return count();
  }

  /** True if an element is left of those announced; passes the break if there is one instead. */
  public boolean hasNext(int left) {
    if (left >= 0) {
      return left > 0;
    }
    if (first() == BREAK) {
      at++;
      return false;
    }
    return true;
  }

  /** A tag, whose content follows. */
  public int readTag() {
    require(CborType.TAG);
    long tag = argument();
    if (tag < 0 || tag > Integer.MAX_VALUE) {
      throw new MalformedCbor("tag");
    }
    return (int) tag;
  }

  public boolean readBoolean() {
    require(CborType.BOOLEAN);
    return bytes[at++] == (byte) 0xf5;
  }

  /** Passes null or undefined. */
  public void readNull() {
    require(CborType.NULL);
    at++;
  }

  /** Passes null, if that is what is there. */
  public boolean skipNull() {
    if (peek() != CborType.NULL) {
      return false;
    }
    at++;
    return true;
  }

  /** A number of half, single or double precision, made wider if need be. */
  public double readFloat() {
    require(CborType.FLOAT);
    int first = first();
    long bits = argument();
    return switch (first) {
      case 0xf9 -> Float.float16ToFloat((short) bits);
      case 0xfa -> Float.intBitsToFloat((int) bits);
      default -> Double.longBitsToDouble(bits);
    };
  }

  /**
   * Passes one item, whatever it is and holds; returns how many arrays and maps the innermost item
   * in it is in, not counting those behind a tag.
   */
  public int skip() {
    return skip(0);
  }

  private int skip(int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedCbor("nested too deep");
    }
    return switch (peek()) {
      case INTEGER, FLOAT -> {
        argument();
        yield 0;
      }
      case BYTES, TEXT -> {
        skipString();
        yield 0;
      }
      case ARRAY -> skipElements(depth, 1);
      case MAP -> skipElements(depth, 2);
      case TAG -> {
        argument();
        skip(depth + 1);
        yield 0;
      }
      case BOOLEAN, NULL -> {
        at++;
        yield 0;
      }
      case BREAK -> throw new MalformedCbor("break");
    };
  }

  private void skipString() {
    if ((first() & INFO_MASK) == INFO_INDEFINITE) {
      readChunks();
    } else {
      int length = count();
      at += length;
    }
  }

  private int skipElements(int depth, int items) {
    int deepest = 0;
    for (int left = begin(); hasNext(left); left--) {
      for (int i = 0; i < items; i++) {
        deepest = Math.max(deepest, 1 + skip(depth + 1));
      }
    }
    return deepest;
  }

  /**
   * Requires that all has been read.
   *
   * @throws MalformedCbor if something is left
   */
  public void requireEnd() {
    if (at != end) {
      throw new MalformedCbor("more than expected");
    }
  }
}
