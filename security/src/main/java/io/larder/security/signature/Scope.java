package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * What one signing key is good for.
 *
 * @param day eight digits
 */
record Scope(String accessKeyId, String day, String region, String service) {
  static final String END = "aws4_request";

  /** As the string to sign has it. */
  byte[] line() {
    return String.join("/", day, region, service, END).getBytes(ISO_8859_1);
  }
}
