package coherence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with the credentials of the environment, as every SDK does. Without any they are
 * signed in form only, which does for a server that verifies no signatures. For one thread.
 */
final class Signer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String NAMES = "content-type;host;x-amz-date;x-amz-target";

  private final String accessKey = System.getenv("AWS_ACCESS_KEY_ID");
  private final String secretKey = System.getenv("AWS_SECRET_ACCESS_KEY");
  private final String region = System.getenv().getOrDefault("AWS_REGION", "us-east-1");

  /** Header lines with date and signature of a POST of {@code body} to {@code /}. */
  String headers(String host, String contentType, String target, byte[] body) {
    if (accessKey == null || secretKey == null) {
      return lines("dummy/20260101/us-east-1/dynamodb/aws4_request", "20260101T000000Z", "0".repeat(64));
    }
    try {
      String time = TIME.format(Instant.now());
      String scope = time.substring(0, 8) + "/" + region + "/dynamodb/aws4_request";
      String request =
          "POST\n/\n\ncontent-type:%s\nhost:%s\nx-amz-date:%s\nx-amz-target:%s\n\n%s\n%s"
              .formatted(contentType, host, time, target, NAMES, hash(body));
      String toSign = "AWS4-HMAC-SHA256\n%s\n%s\n%s".formatted(time, scope, hash(request.getBytes(UTF_8)));
      byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
      for (String part : scope.split("/")) {
        key = mac(key, part);
      }
      return lines(accessKey + "/" + scope, time, HexFormat.of().formatHex(mac(key, toSign)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String lines(String credential, String time, String signature) {
    return "X-Amz-Date: %s\r\nAuthorization: AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s\r\n"
        .formatted(time, credential, NAMES, signature);
  }

  private static String hash(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
