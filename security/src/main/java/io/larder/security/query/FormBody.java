package io.larder.security.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code application/x-www-form-urlencoded}. Each name may be there once. */
final class FormBody {
  /** Bytes of a form; far more than the documents of any call. */
  static final int MAX_BYTES = 512 * 1024;

  static final int MAX_PARAMETERS = 4096;

  private static final int HEX_DIGITS = 2;

  private final byte[] body;
  private final int end;
  private int at;

  private FormBody(byte[] body, int offset, int length) {
    this.body = body;
    this.at = offset;
    this.end = offset + length;
  }

  /**
   * The parameters of a form.
   *
   * @throws QueryException if it is none, or too large
   */
  static Map<String, String> parse(byte[] body, int offset, int length) {
    if (length > MAX_BYTES) {
      throw new QueryException(
          "RequestEntityTooLarge",
          413,
          "The request must not be larger than " + MAX_BYTES + " bytes.");
    }
    return new FormBody(body, offset, length).parameters();
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new HashMap<>();
    while (at < end) {
      String name = text('=');
      String value = at > 0 && at <= end && body[at - 1] == '=' ? text('&') : "";
      if (name.isEmpty()) {
        if (value.isEmpty()) {
          continue;
        }
        throw malformed();
      }
      if (parameters.size() == MAX_PARAMETERS || parameters.put(name, value) != null) {
        throw malformed();
      }
    }
    return parameters;
  }

  /** What stands before {@code separator}, or before the end of the parameter. */
  private String text(char separator) {
    var bytes = ByteBuffer.allocate(length());
    while (at < end) {
      byte next = body[at++];
      if (next == separator || next == '&') {
        break;
      }
      bytes.put(
          switch (next) {
            case '+' -> (byte) ' ';
            case '%' -> percentEncoded();
            default -> next;
          });
    }
    try {
      return UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private int length() {
    int to = at;
    while (to < end && body[to] != '&') {
      to++;
    }
    return to - at;
  }

  private byte percentEncoded() {
    if (end - at < HEX_DIGITS) {
      throw malformed();
    }
    int high = Character.digit(body[at], 16);
    int low = Character.digit(body[at + 1], 16);
    if (high < 0 || low < 0) {
      throw malformed();
    }
    at += HEX_DIGITS;
    return (byte) (high << 4 | low);
  }

  private static QueryException malformed() {
    return new QueryException(
        "MalformedQueryString", 400, "The query string contains a syntax error.");
  }
}
