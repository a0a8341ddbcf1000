package io.larder.proxy.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/** Signs single calls of services of AWS that speak its JSON protocol. */
public final class SignedCall {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DAY = 8;

  private SignedCall() {}

  private static Credentials credentials(CredentialsSource source) {
    try {
      return Credentials.of(source.provider().resolveCredentials());
    } catch (SdkException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * The headers of a POST to {@code /} at that host, all but Host itself. May block, as {@link
   * CredentialsSource#provider} does.
   *
   * @param target as in X-Amz-Target
   * @param body of the type {@code application/x-amz-json-1.1}
   * @throws IllegalStateException if there are no credentials
   */
  public static Map<String, String> headers(
      CredentialsSource source,
      String region,
      String service,
      String host,
      String target,
      String body,
      Instant now) {
    Credentials credentials = credentials(source);
    String time = TIME.format(now);
    Map<String, String> signed = new LinkedHashMap<>();
    signed.put("content-type", "application/x-amz-json-1.1");
    signed.put("host", host);
    signed.put("x-amz-date", time);
    if (credentials.sessionToken() != null) {
      signed.put("x-amz-security-token", credentials.sessionToken());
    }
    signed.put("x-amz-target", target);
    var canonical = new StringBuilder("POST\n/\n\n");
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", signed.keySet());
    canonical
        .append('\n')
        .append(names)
        .append('\n')
        .append(HexFormat.of().formatHex(Sha256.of(body.getBytes(UTF_8))));
    var key = new SigningKey(credentials, time.substring(0, DAY), region, service);
    Map<String, String> headers = new LinkedHashMap<>(signed);
    headers.remove("host");
    headers.put("Authorization", key.authorization(time, names, canonical.toString()));
    return headers;
  }
}
