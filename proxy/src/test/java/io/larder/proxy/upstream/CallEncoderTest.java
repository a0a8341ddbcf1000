package io.larder.proxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.wire.JsonBytes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

final class CallEncoderTest {
  private static final Instant NOW = Instant.parse("2026-11-30T23:59:59.9Z");
  private static final Credentials KEYS = new Credentials("AKID", "secret/+=", null);
  private static final String TARGET = "DynamoDB_20120810.GetItem";

  /** A request as it goes out. */
  private record Sent(String start, Map<String, String> headers, String body) {
    static Sent of(byte[] bytes) {
      String text = new String(bytes, ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      String[] lines = text.substring(0, end).split("\r\n");
      Map<String, String> headers = new LinkedHashMap<>();
      Arrays.stream(lines)
          .skip(1)
          .forEach(
              line ->
                  headers.put(
                      line.substring(0, line.indexOf(':')),
                      line.substring(line.indexOf(':') + 1).strip()));
      return new Sent(lines[0], headers, text.substring(end + 4));
    }
  }

  private static CallEncoder encoder(String uri, InstantSource clock) {
    return new CallEncoder(UpstreamEndpoint.of(URI.create(uri)), "eu-central-1", clock);
  }

  private static Sent encode(String uri, Instant now, String body, Credentials credentials) {
    return Sent.of(
        encoder(uri, InstantSource.fixed(now))
            .encode(TARGET, JsonBytes.of(body.getBytes(UTF_8)), Map.of(), credentials));
  }

  /** What the SDK's signer makes of the same request. */
  // The newer signer adds a header with the hash of the body, which this service does not ask for.
  @SuppressWarnings("deprecation")
  private static String oracle(String uri, Instant now, String body, Credentials credentials) {
    SdkHttpFullRequest request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create(uri))
            .encodedPath("/")
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("X-Amz-Target", TARGET)
            .contentStreamProvider(ContentStreamProvider.fromUtf8String(body))
            .build();
    return Aws4Signer.create()
        .sign(
            request,
            Aws4SignerParams.builder()
                .awsCredentials(sdkCredentials(credentials))
                .signingName("dynamodb")
                .signingRegion(Region.EU_CENTRAL_1)
                .signingClockOverride(Clock.fixed(now, ZoneOffset.UTC))
                .build())
        .firstMatchingHeader("Authorization")
        .orElseThrow();
  }

  private static AwsCredentials sdkCredentials(Credentials credentials) {
    String token = credentials.sessionToken();
    return token == null
        ? AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())
        : AwsSessionCredentials.create(
            credentials.accessKeyId(), credentials.secretAccessKey(), token);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000,",
    "http://localhost,",
    "https://dynamodb.eu-central-1.amazonaws.com,",
    "https://dynamodb.eu-central-1.amazonaws.com,a/lent+token==",
    "https://10.0.0.1:443,",
    "https://[::1]:8443,token",
  })
  void signsAsTheSdkDoes(String uri, @Nullable String token) {
    var credentials = new Credentials("AKID", "secret/+=", token);
    String body = "{\"TableName\":\"schön\"}";
    assertThat(encode(uri, NOW, body, credentials).headers())
        .containsEntry("Authorization", oracle(uri, NOW, body, credentials));
  }

  @Test
  void signsAnyCallAsTheSdkDoes() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      String body = text(random, random.nextInt(200));
      Instant now = NOW.plusSeconds(random.nextInt(100_000_000));
      var credentials =
          new Credentials(
              text(random, 20),
              text(random, random.nextInt(100)),
              random.nextBoolean() ? text(random, 30) : null);
      assertThat(encode("http://localhost:8000", now, body, credentials).headers())
          .as("seed %d", seed)
          .containsEntry("Authorization", oracle("http://localhost:8000", now, body, credentials));
    }
  }

  private static String text(Random random, int length) {
    return random
        .ints(length + 1L, '0', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void saysWholeRequest() {
    Sent sent = encode("http://localhost:8000", NOW, "{\"a\":1}", KEYS);
    assertThat(sent.start()).isEqualTo("POST / HTTP/1.1");
    assertThat(sent.headers())
        .containsEntry("Host", "localhost:8000")
        .containsEntry("Content-Type", "application/x-amz-json-1.0")
        .containsEntry("X-Amz-Target", TARGET)
        .containsEntry("X-Amz-Date", "20261130T235959Z")
        .containsEntry("Content-Length", "7")
        .doesNotContainKey("X-Amz-Security-Token");
    assertThat(sent.body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void signsByTheKeyOfTheDayAndByTheCredentialsOfTheCall() {
    Instant[] now = {NOW};
    CallEncoder encoder = encoder("http://localhost:8000", () -> now[0]);
    Credentials others = new Credentials("OTHER", "key", null);
    for (Credentials credentials : new Credentials[] {KEYS, others, KEYS}) {
      for (Duration later : new Duration[] {Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO}) {
        now[0] = NOW.plus(later);
        Sent sent =
            Sent.of(encoder.encode(TARGET, JsonBytes.of(new byte[0]), Map.of(), credentials));
        assertThat(sent.headers())
            .containsEntry(
                "Authorization", oracle("http://localhost:8000", now[0], "", credentials));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nX-Other: 1", "a\u00e9"})
  void refusesTargetThatCannotBeSent(String target) {
    CallEncoder encoder = encoder("http://localhost:8000", InstantSource.fixed(NOW));
    assertThatThrownBy(() -> encoder.encode(target, JsonBytes.of(new byte[0]), Map.of(), KEYS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNoSecret() {
    assertThat(new Credentials("AKID", "secret", "token")).hasToString("AKID");
  }
}
