package io.larder.proxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.protocol.wire.RenderedJson;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;

/**
 * Writes calls to one endpoint as requests of HTTP/1.1, signed. Of the headers those are signed
 * that say what the request is; what stands between here and the upstream may add and change
 * others. Safe for any number of threads.
 */
final class CallEncoder {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  private static final String SIGNED = "content-type;host;x-amz-date;x-amz-target";
  private static final String SIGNED_WITH_TOKEN =
      "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DAY_DIGITS = 8;

  private final String authority;
  private final String region;
  private final InstantSource clock;
  private volatile Second second = new Second(Long.MIN_VALUE, "");
  private volatile SigningKey key;

  /** A second since 1970, as X-Amz-Date has it. */
  private record Second(long number, String text) {
    String day() {
      return text.substring(0, DAY_DIGITS);
    }
  }

  CallEncoder(UpstreamEndpoint endpoint, String region, InstantSource clock) {
    this.authority = endpoint.authority();
    this.region = region;
    this.clock = clock;
    this.key = new SigningKey(new Credentials("", "", null), "", region);
  }

  /**
   * The whole request.
   *
   * @param headers further ones, of visible ASCII and spaces, which are not signed
   * @throws IllegalArgumentException if {@code target} cannot be the value of a header
   */
  byte[] encode(
      String target, RenderedJson body, Map<String, String> headers, Credentials credentials) {
    requireVisible(target);
    int length = body.jsonLength();
    byte[] content = new byte[length];
    body.copyJsonTo(content, 0);
    byte[] head = head(target, content, headers, credentials).getBytes(ISO_8859_1);
    byte[] request = new byte[head.length + length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(content, 0, request, head.length, length);
    return request;
  }

  // What is not would end the header, or be signed otherwise than it is sent.
  private static void requireVisible(String target) {
    if (target.isEmpty() || !target.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException("a target must be visible ASCII");
    }
  }

  private String head(
      String target, byte[] content, Map<String, String> headers, Credentials credentials) {
    Second now = now();
    String token = credentials.sessionToken();
    String signedHeaders = token == null ? SIGNED : SIGNED_WITH_TOKEN;
    String canonicalRequest =
        "POST\n/\n\ncontent-type:"
            + CONTENT_TYPE
            + "\nhost:"
            + authority
            + "\nx-amz-date:"
            + now.text()
            + (token == null ? "" : "\nx-amz-security-token:" + token)
            + "\nx-amz-target:"
            + target
            + "\n\n"
            + signedHeaders
            + "\n"
            + HexFormat.of().formatHex(Sha256.of(content));
    return "POST / HTTP/1.1\r\nHost: "
        + authority
        + "\r\nContent-Type: "
        + CONTENT_TYPE
        + "\r\nX-Amz-Date: "
        + now.text()
        + (token == null ? "" : "\r\nX-Amz-Security-Token: " + token)
        + "\r\nX-Amz-Target: "
        + target
        + "\r\nAuthorization: "
        + key(credentials, now).authorization(now.text(), signedHeaders, canonicalRequest)
        + lines(headers)
        + "\r\nContent-Length: "
        + content.length
        + "\r\n\r\n";
  }

  private static String lines(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return "";
    }
    var lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append("\r\n").append(name).append(": ").append(value));
    return lines.toString();
  }

  private Second now() {
    long number = Math.floorDiv(clock.millis(), 1000L);
    Second last = second;
    if (last.number != number) {
      last = new Second(number, AMZ_DATE.format(java.time.Instant.ofEpochSecond(number)));
      second = last;
    }
    return last;
  }

  private SigningKey key(Credentials credentials, Second now) {
    SigningKey last = key;
    if (!last.isOf(credentials, now.day())) {
      last = new SigningKey(credentials, now.day(), region);
      key = last;
    }
    return last;
  }
}
