package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.security.auth.HeaderFields;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as SDKs send it: POST of {@code /} in HTTP/1.1, in one piece, with a Content-Length and
 * nothing about it that is out of the ordinary. It is read in one pass, which costs a fraction of
 * what Netty's decoder does. Whatever else comes, what is malformed above all, is not plain and is
 * left to that decoder. One for each event loop, and good until that reads the next request.
 */
final class PlainRequest {
  private static final byte[] START = "POST / HTTP/1.1\r\n".getBytes(ISO_8859_1);
  private static final String KEEP_ALIVE = "keep-alive";
  private static final int MAX_HEAD_BYTES = 8 * 1024;
  private static final int MAX_LENGTH_DIGITS = 8;
  private static final int NO_LENGTH = -1;
  private static final boolean[] IS_NAME = new boolean[256];
  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static {
    for (char c = 0; c < IS_NAME.length; c++) {
      IS_NAME[c] =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }
  }

  private final byte[] bytes;
  private final Map<KnownHeader, Repeated> repeated = new EnumMap<>(KnownHeader.class);
  private final KnownHeader.Texts headers = new KnownHeader.Texts();
  private final HeaderFields fields = new HeaderFields();
  private @Nullable String validHost;
  private int headLength;
  private int contentLength;

  /** {@code scratch} takes the bytes of each request. */
  PlainRequest(byte[] scratch) {
    this.bytes = scratch;
    for (KnownHeader header :
        EnumSet.of(
            KnownHeader.HOST,
            KnownHeader.AMZ_DATE,
            KnownHeader.TARGET,
            KnownHeader.CONTENT_TYPE,
            KnownHeader.USER_AGENT,
            KnownHeader.ACCEPT_ENCODING)) {
      repeated.put(header, new Repeated());
    }
  }

  /** The text of a header that is the same in most requests. */
  private static final class Repeated {
    private byte[] bytes = {};
    private String text = "";

    String of(byte[] in, int start, int end) {
      if (!Arrays.equals(in, start, end, bytes, 0, bytes.length)) {
        bytes = Arrays.copyOfRange(in, start, end);
        text = new String(bytes, ISO_8859_1);
      }
      return text;
    }
  }

  /**
   * Reads the request that begins where {@code in} stands and goes behind it; false, and nothing
   * has happened, if it is not plain or not wholly there.
   */
  boolean read(ByteBuf in, HttpLimits limits) {
    int available = in.readableBytes();
    int first = Math.min(available, MAX_HEAD_BYTES);
    in.getBytes(in.readerIndex(), bytes, 0, first);
    if (!readHead(first)
        || headLength > limits.maxHeader()
        || contentLength > limits.maxBody()
        || length() > Math.min(available, bytes.length)) {
      return false;
    }
    if (length() > first) {
      in.getBytes(in.readerIndex() + first, bytes, first, length() - first);
    }
    in.skipBytes(length());
    return true;
  }

  private int length() {
    return headLength + contentLength;
  }

  /** The known headers but Connection and Content-Length, of which no text is kept. */
  KnownHeader.Texts headers() {
    return headers;
  }

  byte[] bytes() {
    return bytes;
  }

  int bodyOffset() {
    return headLength;
  }

  int bodyLength() {
    return contentLength;
  }

  private boolean readHead(int end) {
    headers.clear();
    fields.clear(bytes);
    contentLength = NO_LENGTH;
    if (end < START.length || !Arrays.equals(bytes, 0, START.length, START, 0, START.length)) {
      return false;
    }
    int at = START.length;
    while (at < end - 1 && bytes[at] != '\r') {
      int name = at;
      at = nameEnd(name, end);
      int nameLength = at - name;
      if (nameLength == 0 || at == end || bytes[at] != ':') {
        return false;
      }
      int value = spacesEnd(at + 1, end);
      at = valueEnd(value, end);
      int valueEnd = withoutSpaces(value, at);
      if (!isLineEnd(at, end) || !take(name, nameLength, value, valueEnd)) {
        return false;
      }
      fields.add(name, name + nameLength, value, valueEnd);
      at += 2;
    }
    headLength = at + 2;
    return isLineEnd(at, end)
        && contentLength != NO_LENGTH
        && headers.get(KnownHeader.HOST) != null;
  }

  private boolean isLineEnd(int at, int end) {
    return at + 1 < end && bytes[at] == '\r' && bytes[at + 1] == '\n';
  }

  private int nameEnd(int start, int end) {
    int at = start;
    while (at < end && IS_NAME[bytes[at] & 0xFF]) {
      at++;
    }
    return at;
  }

  private int spacesEnd(int start, int end) {
    int at = start;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  private int withoutSpaces(int start, int end) {
    int at = end;
    while (at > start && bytes[at - 1] == ' ') {
      at--;
    }
    return at;
  }

  /** The end of printable ASCII. */
  private int valueEnd(int start, int end) {
    int at = start;
    while (at + Long.BYTES <= end && isPrintable((long) LONGS.get(bytes, at))) {
      at += Long.BYTES;
    }
    while (at < end && bytes[at] >= ' ' && bytes[at] <= '~') {
      at++;
    }
    return at;
  }

  /** True only if all eight bytes are from the space to the tilde. */
  private static boolean isPrintable(long eight) {
    return ((eight - EACH * ' ' | eight | eight + EACH) & HIGHEST_BITS) == 0;
  }

  /** Notes a header; false if a request with it is not plain. */
  private boolean take(int name, int nameLength, int start, int end) {
    KnownHeader header = KnownHeader.of(bytes, name, nameLength);
    if (header == null) {
      return true;
    }
    return switch (header) {
      case CONTENT_LENGTH -> takeLength(start, end);
      case CONNECTION ->
          end - start == KEEP_ALIVE.length() && KnownHeader.isAt(bytes, start, KEEP_ALIVE);
      case HOST -> takeHost(start, end);
      case EXPECT, ORIGIN, UPGRADE, TRAILER, CONTENT_ENCODING, TRANSFER_ENCODING -> false;
      case ACCEPT_ENCODING -> takeFirst(header, start, end);
      case DATE, AMZ_DATE, TARGET, CONTENT_TYPE, USER_AGENT, REFERER, AUTHORIZATION -> {
        takeFirst(header, start, end);
        yield true;
      }
    };
  }

  /** False if there was one of that name before. */
  private boolean takeFirst(KnownHeader header, int start, int end) {
    boolean isFirst = headers.get(header) == null;
    if (isFirst) {
      headers.put(header, text(header, start, end));
    }
    return isFirst;
  }

  private boolean takeHost(int start, int end) {
    if (!takeFirst(KnownHeader.HOST, start, end)) {
      return false;
    }
    String host = headers.get(KnownHeader.HOST);
    // As a rule it is the one of the request before, and even the same object.
    if (host == null || (!host.equals(validHost) && !Authority.isValid(host))) {
      return false;
    }
    validHost = host;
    return true;
  }

  private String text(KnownHeader header, int start, int end) {
    Repeated known = repeated.get(header);
    return known == null
        ? new String(bytes, start, end - start, ISO_8859_1)
        : known.of(bytes, start, end);
  }

  private boolean takeLength(int start, int end) {
    int digits = end - start;
    if (contentLength != NO_LENGTH || digits == 0 || digits > MAX_LENGTH_DIGITS) {
      return false;
    }
    int length = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      length = 10 * length + digit;
    }
    contentLength = length;
    return true;
  }

  /** All headers, in order. */
  HeaderFields fields() {
    return fields;
  }
}
