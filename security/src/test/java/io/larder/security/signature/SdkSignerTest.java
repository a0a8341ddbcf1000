package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Header;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Whatever the signer of the SDK for Java signs is verified, and nothing else. */
final class SdkSignerTest {
  private static final int REQUESTS = 200;
  private static final String LETTERS = "abcXYZ09 -_.~/+=%&;,:é";

  private final TestIdentities identities = new TestIdentities("2026-11-29T09:12:31Z");
  private final SigV4Authenticator authenticator = identities.authenticator();

  static List<Long> seeds() {
    return new Random().longs(3).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomRequestsAreVerifiedAsTheyWereSigned(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < REQUESTS; i++) {
      TestRequest signed = signed(random);
      assertThat(authenticator.authenticate(signed))
          .isEqualTo(identities.alice.principal(TestIdentities.KEY, null));
      assertThatThrownBy(() -> authenticator.authenticate(signed.withBody(signed.body() + "x")))
          .isInstanceOf(ServiceException.class);
      identities.nanos.addAndGet(FailureLimit.NANOS_FOR_EACH);
    }
  }

  private TestRequest signed(Random random) {
    String body = text(random, 300);
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("http://larder.test:" + (1 + random.nextInt(65_535)) + "/"))
            .putHeader("X-Amz-Target", "DynamoDB_20120810.GetItem")
            .putHeader("Content-Type", "application/x-amz-json-1.0");
    for (int i = random.nextInt(4); i > 0; i--) {
      request.putHeader("X-Note-" + i, "v" + text(random, 20).replace("é", ""));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      request.putRawQueryParameter("q" + text(random, 5), text(random, 5));
    }
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                to ->
                    to.identity(
                            AwsCredentialsIdentity.create(
                                TestIdentities.KEY, TestIdentities.SECRET))
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body.getBytes(ISO_8859_1)))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(
                            HttpSigner.SIGNING_CLOCK, Clock.fixed(identities.now, ZoneOffset.UTC)))
            .request();
    List<Header> headers = new ArrayList<>();
    signed.forEachHeader(
        (name, values) -> values.forEach(value -> headers.add(new Header(name, value.strip()))));
    String query = signed.encodedQueryParameters().orElse("");
    return new TestRequest("POST", "/", query, headers, body, null);
  }

  private static String text(Random random, int maxLength) {
    var text = new StringBuilder();
    for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
