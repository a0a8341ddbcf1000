package io.larder.proxy.upstream;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Signs single calls of services of AWS, each a POST to {@code /} (AWS General Reference,
 * "Signature Version 4 signing process").
 */
public final class SignedCall {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DAY = 8;

  private SignedCall() {}

  /**
   * The credentials that there are now. May block, as {@link CredentialsSource#provider} does.
   *
   * @throws IllegalStateException if there are none
   */
  public static Credentials credentials(CredentialsSource source) {
    return credentialsOf(source).get();
  }

  /** The same of one provider, who keeps what he has found as long as it lasts. */
  public static Supplier<Credentials> credentialsOf(CredentialsSource source) {
    AwsCredentialsProvider provider = source.provider();
    return () -> resolve(provider);
  }

  private static Credentials resolve(AwsCredentialsProvider provider) {
    try {
      return Credentials.of(provider.resolveCredentials());
    } catch (SdkException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * The headers of a call, all but Host itself.
   *
   * @param own headers in lower case that are signed, {@code host} and {@code content-type} among
   *     them
   */
  public static Map<String, String> headers(
      Credentials credentials,
      String region,
      String service,
      Map<String, String> own,
      byte[] body,
      Instant now) {
    String time = TIME.format(now);
    SortedMap<String, String> signed = new TreeMap<>(own);
    signed.put("x-amz-date", time);
    if (credentials.sessionToken() != null) {
      signed.put("x-amz-security-token", credentials.sessionToken());
    }
    var canonical = new StringBuilder("POST\n/\n\n");
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", signed.keySet());
    canonical.append('\n').append(names).append('\n').append(hash(body));
    var key = new SigningKey(credentials, time.substring(0, DAY), region, service);
    SortedMap<String, String> headers = new TreeMap<>(signed);
    headers.remove("host");
    headers.put("authorization", key.authorization(time, names, canonical.toString()));
    return headers;
  }

  /** The hash of a body, as X-Amz-Content-Sha256 has it. */
  public static String hash(byte[] body) {
    return HexFormat.of().formatHex(Sha256.of(body));
  }
}
