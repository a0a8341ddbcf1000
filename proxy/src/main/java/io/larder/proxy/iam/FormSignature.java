package io.larder.proxy.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs forms that are posted to the root of a server (AWS General Reference, "Signature Version 4
 * signing process").
 */
final class FormSignature {
  static final String CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
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
    String scope = date + '/' + region + '/' + service + "/aws4_request";
    String toSign =
        String.join("\n", ALGORITHM, timestamp, scope, hash(canonical.toString().getBytes(UTF_8)));
    byte[] key = ("AWS4" + credentials.secret()).getBytes(UTF_8);
    for (String part : new String[] {date, region, service, "aws4_request"}) {
      key = hmac(key, part);
    }
    SortedMap<String, String> headers = new TreeMap<>(signed);
    headers.remove("host");
    headers.remove("content-type");
    headers.put(
        "authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                ALGORITHM,
                credentials.accessKeyId(),
                scope,
                names,
                HexFormat.of().formatHex(hmac(key, toSign))));
    return headers;
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
