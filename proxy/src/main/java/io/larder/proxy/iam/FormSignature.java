package io.larder.proxy.iam;

import io.larder.proxy.upstream.Credentials;
import io.larder.proxy.upstream.Sha256;
import io.larder.proxy.upstream.SigningKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Signs forms that are posted to the root of a server (AWS General Reference, "Signature Version 4
 * signing process").
 */
final class FormSignature {
  static final String CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8";

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DATE_DIGITS = 8;

  private final ClientCredentials credentials;
  private final String region;
  private final String service;

  FormSignature(ClientCredentials credentials, String region, String service) {
    this.credentials = credentials;
    this.region = region;
    this.service = service;
  }

  /** The headers of the signed request, without Host and Content-Type. */
  SortedMap<String, String> headers(String host, byte[] body, Instant now) {
    String timestamp = TIMESTAMP.format(now);
    String date = timestamp.substring(0, DATE_DIGITS);
    SortedMap<String, String> signed = new TreeMap<>();
    signed.put("content-type", CONTENT_TYPE);
    signed.put("host", host);
    signed.put("x-amz-content-sha256", hash(body));
    signed.put("x-amz-date", timestamp);
    String token = credentials.sessionToken();
    if (token != null) {
      signed.put("x-amz-security-token", token);
    }
    String names = String.join(";", signed.keySet());
    var canonical = new StringBuilder("POST\n/\n\n");
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    canonical.append('\n').append(names).append('\n').append(hash(body));
    var key =
        new SigningKey(
            new Credentials(credentials.accessKeyId(), credentials.secret(), token),
            date,
            region,
            service);
    SortedMap<String, String> headers = new TreeMap<>(signed);
    headers.remove("host");
    headers.remove("content-type");
    headers.put("authorization", key.authorization(timestamp, names, canonical.toString()));
    return headers;
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.of(bytes));
  }
}
