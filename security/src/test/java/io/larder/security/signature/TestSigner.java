package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as the IAM User Guide's "Create a signed AWS API request" says, and shares nothing with
 * what it tests.
 */
record TestSigner(String accessKey, String secret, String region, String service) {
  /** The request with its Authorization. */
  TestRequest sign(TestRequest request, String date, String signedHeaders) {
    return request.with(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s"
            .formatted(credential(date), signedHeaders, signature(request, date, signedHeaders)));
  }

  /** The request with its signature in the query string. */
  TestRequest signQuery(TestRequest request, String date, String signedHeaders) {
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%s&X-Amz-Date=%s&X-Amz-SignedHeaders=%s"
            .formatted(
                credential(date).replace("/", "%2F"), date, signedHeaders.replace(";", "%3B"));
    TestRequest presigned = request.withQuery(query);
    return presigned.withQuery(
        query + "&X-Amz-Signature=" + signature(presigned, date, signedHeaders));
  }

  String credential(String date) {
    return String.join("/", accessKey, date.substring(0, 8), region, service, "aws4_request");
  }

  String signature(TestRequest request, String date, String signedHeaders) {
    String headers =
        Arrays.stream(signedHeaders.split(";"))
            .map(name -> name + ":" + values(request, name) + "\n")
            .collect(Collectors.joining());
    String canonical =
        String.join(
            "\n",
            request.method(),
            request.path(),
            request.query(),
            headers,
            signedHeaders,
            hash(request.body()));
    return sign(
        "AWS4-HMAC-SHA256\n%s\n%s\n%s"
            .formatted(date, credential(date).substring(accessKey.length() + 1), hash(canonical)),
        date);
  }

  private static String values(TestRequest request, String name) {
    return request.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(header -> header.value().strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  /** The signature of that text. */
  String sign(String toSign, String date) {
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : new String[] {date.substring(0, 8), region, service, "aws4_request"}) {
      key = mac(key, part);
    }
    return HexFormat.of().formatHex(mac(key, toSign));
  }

  static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
