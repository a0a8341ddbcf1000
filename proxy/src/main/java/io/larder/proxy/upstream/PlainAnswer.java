package io.larder.proxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer as it comes as a rule: HTTP/1.1, in one piece, with a Content-Length and nothing
 * about it that is out of the ordinary. That takes one pass. Whatever else comes, what is malformed
 * above all, is not plain and is left to Netty's decoder. One for each event loop.
 */
final class PlainAnswer {
  private static final byte[] START = "HTTP/1.1 ".getBytes(ISO_8859_1);
  private static final int STATUS_DIGITS = 3;
  private static final int MIN_STATUS = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int MAX_HEAD_BYTES = 4 * 1024;
  private static final int MAX_DIGITS = 10;
  private static final long NONE = -1;
  private static final long MALFORMED = -2;

  private final byte[] head = new byte[MAX_HEAD_BYTES];
  private final int maxBody;
  private long contentLength;
  private long crc;
  private @Nullable String requestId;

  PlainAnswer(int maxBody) {
    this.maxBody = maxBody;
  }

  /**
   * Reads the answer that begins where {@code in} stands and goes behind it; null, and nothing has
   * happened, if it is not plain or not wholly there.
   *
   * @throws InvalidAnswerException if it is damaged
   */
  @Nullable ReceivedAnswer read(ByteBuf in) throws InvalidAnswerException {
    int end = Math.min(in.readableBytes(), MAX_HEAD_BYTES);
    in.getBytes(in.readerIndex(), head, 0, end);
    int status = status(end);
    int headLength = mayHaveBody(status) ? readHeaders(end) : 0;
    if (headLength == 0 || contentLength > maxBody || crc == MALFORMED) {
      return null;
    }
    int length = (int) contentLength;
    if (contentLength < 0 || length > in.readableBytes() - headLength) {
      return null;
    }
    in.skipBytes(headLength);
    byte[] body = new byte[length];
    in.readBytes(body);
    return ReceivedAnswer.of(status, requestId, crc, body, length, true);
  }

  private static boolean mayHaveBody(int status) {
    return status >= MIN_STATUS && status != NO_CONTENT && status != NOT_MODIFIED;
  }

  private int status(int end) {
    int at = START.length;
    int space = at + STATUS_DIGITS;
    boolean isPlain = end > space && Arrays.equals(head, 0, at, START, 0, at) && head[space] == ' ';
    return isPlain ? (int) number(at, space) : 0;
  }

  /** Where the body begins; zero if the head is not plain. */
  private int readHeaders(int end) {
    contentLength = NONE;
    crc = ReceivedAnswer.NO_CRC;
    requestId = null;
    int at = lineEnd(START.length, end);
    while (isLineEnd(at, end)) {
      int name = at + 2;
      if (isLineEnd(name, end)) {
        return name + 2;
      }
      int colon = nameEnd(name, end);
      at = lineEnd(colon, end);
      if (colon == name || !isLineEnd(at, end) || head[colon] != ':' || !take(name, colon, at)) {
        return 0;
      }
    }
    return 0;
  }

  private boolean isLineEnd(int at, int end) {
    return at + 1 < end && head[at] == '\r' && head[at + 1] == '\n';
  }

  private int nameEnd(int start, int end) {
    int at = start;
    while (at < end && (head[at] == '-' || isLetterOrDigit(head[at]))) {
      at++;
    }
    return at;
  }

  private static boolean isLetterOrDigit(byte b) {
    int lower = b | 0x20;
    return (lower >= 'a' && lower <= 'z') || (b >= '0' && b <= '9');
  }

  /** The end of printable ASCII. */
  private int lineEnd(int start, int end) {
    int at = start;
    while (at < end && head[at] >= ' ' && head[at] <= '~') {
      at++;
    }
    return at;
  }

  /** Notes a header; false if an answer with it is not plain. */
  private boolean take(int name, int colon, int lineEnd) {
    int start = colon + 1;
    while (start < lineEnd && head[start] == ' ') {
      start++;
    }
    int end = lineEnd;
    while (end > start && head[end - 1] == ' ') {
      end--;
    }
    switch (colon - name) {
      case 10 -> {
        return !is(name, "connection") || (end - start == 10 && is(start, "keep-alive"));
      }
      case 11 -> {
        if (is(name, "x-amz-crc32")) {
          boolean isFirst = crc == ReceivedAnswer.NO_CRC;
          crc = number(start, end);
          return isFirst && crc >= 0;
        }
      }
      case 14 -> {
        if (is(name, "content-length")) {
          boolean isFirst = contentLength == NONE;
          contentLength = number(start, end);
          return isFirst && contentLength >= 0;
        }
      }
      case 16 -> {
        if (is(name, "x-amzn-requestid")) {
          requestId = new String(head, start, end - start, ISO_8859_1);
        }
        return !is(name, "content-encoding");
      }
      case 17 -> {
        return !is(name, "transfer-encoding");
      }
      default -> {
        // Nothing that matters here.
      }
    }
    return true;
  }

  /** True if the head has that text of lower-case letters, digits and hyphens, in any case. */
  private boolean is(int at, String lowerCase) {
    for (int i = 0; i < lowerCase.length(); i++) {
      char c = lowerCase.charAt(i);
      byte b = head[at + i];
      if (b != c && (c < 'a' || (b | 0x20) != c)) {
        return false;
      }
    }
    return true;
  }

  private long number(int start, int end) {
    if (end == start || end - start > MAX_DIGITS) {
      return MALFORMED;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = head[i] - '0';
      if (digit < 0 || digit > 9) {
        return MALFORMED;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
