package io.larder.proxy.http;

import static io.larder.proxy.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.security.auth.Authenticator;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Identities;
import io.larder.security.identity.SecretAccessKey;
import io.larder.security.identity.User;
import io.larder.security.session.SessionTokens;
import io.larder.security.signature.Regions;
import io.larder.security.signature.SigV4Authenticator;
import io.larder.store.seal.Sealers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests are verified as they came, in whatever parts, and before anybody reads them. */
final class HttpSignatureTest extends ServedConnection {
  private static final String KEY = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final String MISMATCH = "The request signature we calculated does not match";

  @Override
  Authenticator authenticator() {
    var alice =
        new User(
            "000000000000",
            "/",
            "alice",
            "AIDA1",
            NOW,
            Map.of(),
            List.of(),
            List.of(),
            null,
            Map.of());
    var key = new AccessKey("000000000000", "alice", KEY, SecretAccessKey.of(SECRET), true, NOW);
    Identities identities = Identities.of(1, List.of(alice, key));
    var random = new SecureRandom();
    return new SigV4Authenticator(
        () -> identities,
        new SessionTokens(Sealers.ofProcess(), random),
        Regions.of("eu-west-1"),
        Duration.ofMinutes(5),
        () -> NOW,
        () -> 0);
  }

  /** The lines of a request with that body, signed by the SDK. */
  private static String head(String operation, String body) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("http://here/"))
            .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                to ->
                    to.identity(AwsCredentialsIdentity.create(KEY, SECRET))
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(body.getBytes(ISO_8859_1)))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
            .request();
    return "POST / HTTP/1.1\r\n"
        + signed.headers().entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue().getFirst() + "\r\n")
            .collect(joining());
  }

  private static String request(String operation, String body) {
    return head(operation, body) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private String answerFromBesideTheLoop() {
    var answer = new StringBuilder();
    await().until(() -> answer.append(received()).toString().contains("\r\n\r\n"));
    return answer.toString();
  }

  @Test
  void signedRequestsAreAnsweredOneAfterTheOther() {
    String one = request("GetItem", GET);

    assertThat(count(answerTo(one + one + one), "200 OK")).isEqualTo(3);
  }

  @Test
  void whatComesInPartsIsVerifiedWhole() {
    String request = request("GetItem", GET);

    send(request.substring(0, 70));

    assertThat(answerTo(request.substring(70))).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void aBodyInChunksIsWhatTheyMakeTogether() {
    String head = head("GetItem", GET) + "Transfer-Encoding: chunked\r\n\r\n";
    String first = "5\r\n" + GET.substring(0, 5) + "\r\n";
    String rest = GET.substring(5);

    assertThat(
            answerTo(
                head
                    + first
                    + Integer.toHexString(rest.length())
                    + "\r\n"
                    + rest
                    + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void aCompressedBodyIsSignedAsItCame() throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(compressed)) {
      out.write(GET.getBytes(ISO_8859_1));
    }
    String body = compressed.toString(ISO_8859_1);

    send(
        head("GetItem", body)
            + "Content-Encoding: gzip\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);

    assertThat(answerFromBesideTheLoop()).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void whatWasSignedUncompressedIsRefusedBeforeItIsDecompressed() {
    send(head("GetItem", GET) + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");

    assertThat(answerFromBesideTheLoop()).contains("InvalidSignatureException", MISMATCH);
  }

  @Test
  void aLargeBodyIsVerifiedBesideTheLoop() {
    String request = request("GetItem", GET + " ".repeat(70_000));

    send(request);
    assertThat(answerFromBesideTheLoop()).startsWith("HTTP/1.1 200 OK");

    send(request.replace("  ", "\t "));
    assertThat(answerFromBesideTheLoop()).contains(MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "no JSON", "{}"})
  void strangersDoNotReachTheParser(String body) {
    String changed = head("GetItem", GET) + "Content-Length: " + body.length() + "\r\n\r\n" + body;

    assertThat(answerTo(changed)).contains("InvalidSignatureException", MISMATCH);
    assertThat(answerTo(request("GetItem", "{"))).contains("SerializationException");
  }

  @Test
  void norDoTheyLearnWhatOperationsThereAre() {
    String body = "{}";
    String signed = request("NoSuchOperation", body);

    assertThat(answerTo(signed)).contains("UnknownOperationException");
    assertThat(answerTo(signed.replace(KEY, "AKIDSTRANGE")))
        .contains("UnrecognizedClientException");
  }

  @Test
  void aCapturedRequestDoesNothingElse() {
    String get = request("GetItem", GET);

    assertThat(answerTo(get)).startsWith("HTTP/1.1 200 OK");
    assertThat(answerTo(get.replace(".GetItem", ".DeleteTable"))).contains(MISMATCH);
    assertThat(answerTo(get.replace("\"S\":\"1\"", "\"S\":\"2\""))).contains(MISMATCH);
    assertThat(answerTo(get.replace("Host: here", "Host: there"))).contains(MISMATCH);
  }

  @Test
  void aRefusalHasTheStatusOfTheService() {
    String refused = answerTo(request("GetItem", GET).replace(KEY, "AKIDSTRANGE"));

    assertThat(refused).startsWith("HTTP/1.1 400 Bad Request");
    assertThat(bodyOf(refused))
        .isEqualTo(
            "{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\","
                + "\"message\":\"The security token included in the request is invalid.\"}");
  }
}
