package io.larder.proxy.upstream;

import io.larder.protocol.wire.JsonBytes;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Signing a call and writing its request, and what signing alone takes the SDK. */
@State(Scope.Thread)
public class CallEncoderBenchmark {
  private static final String TARGET = "DynamoDB_20120810.PutItem";

  private final Credentials credentials = new Credentials("AKID", "secret", null);
  private final CallEncoder encoder =
      new CallEncoder(
          UpstreamEndpoint.of(URI.create("https://dynamodb.eu-central-1.amazonaws.com")),
          "eu-central-1",
          InstantSource.system());
  private final byte[] item = new byte[1_300];
  private final JsonBytes body = JsonBytes.of(item);
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsBasicCredentials identity = AwsBasicCredentials.create("AKID", "secret");
  private final SdkHttpRequest request =
      SdkHttpRequest.builder()
          .method(SdkHttpMethod.POST)
          .uri(URI.create("https://dynamodb.eu-central-1.amazonaws.com/"))
          .putHeader("Content-Type", "application/x-amz-json-1.0")
          .putHeader("X-Amz-Target", TARGET)
          .build();

  @Benchmark
  public byte[] byHand() {
    return encoder.encode(TARGET, body, Map.of(), credentials);
  }

  @Benchmark
  public Object bySdk() {
    return signer.sign(
        signing ->
            signing
                .identity(identity)
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(item))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1"));
  }
}
