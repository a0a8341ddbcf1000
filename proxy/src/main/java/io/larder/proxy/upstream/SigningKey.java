package io.larder.proxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * What one pair of keys signs with for one day, region and service, by Signature Version 4 ("Create
 * a signed AWS API request" in the IAM User Guide). Safe for any number of threads.
 */
final class SigningKey {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String DYNAMODB = "dynamodb";
  private static final String END = "aws4_request";

  private final Credentials credentials;
  private final String day;
  private final String scope;
  private final Sha256.Key key;

  /** The key of {@code day}, in eight digits, for DynamoDB. */
  SigningKey(Credentials credentials, String day, String region) {
    this(credentials, day, region, DYNAMODB);
  }

  /** The key of {@code day} for another service. */
  SigningKey(Credentials credentials, String day, String region, String service) {
    this.credentials = credentials;
    this.day = day;
    this.scope = String.join("/", day, region, service, END);
    byte[] derived = ("AWS4" + credentials.secretAccessKey()).getBytes(UTF_8);
    for (String part : new String[] {day, region, service, END}) {
      derived = new Sha256.Key(derived).code(part.getBytes(UTF_8));
    }
    this.key = new Sha256.Key(derived);
  }

  boolean isOf(Credentials wished, String wishedDay) {
    return credentials.equals(wished) && day.equals(wishedDay);
  }

  /**
   * The header Authorization of a request.
   *
   * @param time as in X-Amz-Date
   * @param signedHeaders their names, in order
   * @param canonicalRequest what is signed of it
   */
  String authorization(String time, String signedHeaders, String canonicalRequest) {
    String hash = HexFormat.of().formatHex(Sha256.of(canonicalRequest.getBytes(ISO_8859_1)));
    String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash;
    return ALGORITHM
        + " Credential="
        + credentials.accessKeyId()
        + "/"
        + scope
        + ", SignedHeaders="
        + signedHeaders
        + ", Signature="
        + HexFormat.of().formatHex(key.code(toSign.getBytes(ISO_8859_1)));
  }
}
