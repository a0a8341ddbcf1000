package io.larder.protocol.json.reader;

import java.util.Base64;

/** Bytes as requests give them: base64 with its padding and nothing else. */
final class Base64Text {
  // The service's own spelling.
  private static final String LAST_CHARACTER = "Invalid last non-pad Base64 character dectected";

  private Base64Text() {}

  static byte[] decode(String text) {
    if (text.length() % 4 != 0) {
      throw RequestReader.serialization(
          "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length());
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      // Java ignores bits of the last character that belong to no byte; the service does not.
      if (text.endsWith("=") && !Base64.getEncoder().encodeToString(bytes).equals(text)) {
        throw RequestReader.serialization(LAST_CHARACTER);
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw RequestReader.serialization(LAST_CHARACTER);
    }
  }
}
