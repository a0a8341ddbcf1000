package io.larder.security.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The headers of a request as the bytes that came, in their order; those of one name are several.
 * Nothing is made for any of them, so that a signature over them costs little. Used again for the
 * next request.
 */
public final class HeaderFields {
  private static final int PLACES = 4;
  private static final byte[] NOTHING = {};
  private static final byte[] LOWER = new byte[256];

  static {
    for (int b = 0; b < LOWER.length; b++) {
      LOWER[b] = (byte) (b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b);
    }
  }

  private byte[] bytes = NOTHING;
  private int[] places = new int[PLACES * 32];
  private int count;

  /** These headers. */
  public static HeaderFields of(List<Header> headers) {
    var fields = new HeaderFields();
    var bytes = new ByteArrayOutputStream();
    for (Header header : headers) {
      int name = bytes.size();
      bytes.writeBytes(header.name().getBytes(ISO_8859_1));
      int value = bytes.size();
      bytes.writeBytes(header.value().getBytes(ISO_8859_1));
      fields.add(name, value, value, bytes.size());
    }
    fields.bytes = bytes.toByteArray();
    return fields;
  }

  /** Begins anew, with headers that are in {@code in}. */
  public void clear(byte[] in) {
    bytes = in;
    count = 0;
  }

  /** Adds the header whose name and value, without the blanks around it, are there. */
  public void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    int at = PLACES * count;
    if (at == places.length) {
      places = Arrays.copyOf(places, 2 * at);
    }
    places[at] = nameStart;
    places[at + 1] = nameEnd;
    places[at + 2] = valueStart;
    places[at + 3] = valueEnd;
    count++;
  }

  public int count() {
    return count;
  }

  /** Where all of them are. */
  public byte[] bytes() {
    return bytes;
  }

  public int valueStart(int field) {
    return places[PLACES * field + 2];
  }

  public int valueEnd(int field) {
    return places[PLACES * field + 3];
  }

  public String name(int field) {
    int start = places[PLACES * field];
    return new String(bytes, start, places[PLACES * field + 1] - start, ISO_8859_1);
  }

  public String value(int field) {
    int start = valueStart(field);
    return new String(bytes, start, valueEnd(field) - start, ISO_8859_1);
  }

  /** Each in an object of its own. */
  public List<Header> all() {
    return IntStream.range(0, count)
        .mapToObj(field -> new Header(name(field), value(field)))
        .toList();
  }

  /** The first header of a name from {@code field} on; -1 if there is none. */
  public int next(byte[] lowerCaseName, int field) {
    for (int i = field; i < count; i++) {
      if (isNamed(i, lowerCaseName)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isNamed(int field, byte[] lowerCaseName) {
    int start = places[PLACES * field];
    if (places[PLACES * field + 1] - start != lowerCaseName.length) {
      return false;
    }
    for (int i = 0; i < lowerCaseName.length; i++) {
      if (LOWER[bytes[start + i] & 0xFF] != lowerCaseName[i]) {
        return false;
      }
    }
    return true;
  }
}
