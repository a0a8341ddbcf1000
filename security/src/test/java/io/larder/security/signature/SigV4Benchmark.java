package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.security.auth.Header;
import io.larder.security.auth.HeaderFields;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedRequest;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.State;

/** Verifying a GetItem as the SDK for Java sends it, whose client has been seen before or not. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class SigV4Benchmark {
  private static final String DATE = "20261129T091231Z";
  private static final String NAMES =
      "amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;"
          + "x-amz-content-sha256;x-amz-date;x-amz-target";

  private final TestIdentities identities = new TestIdentities("2026-11-29T09:12:31Z");
  private final SigV4Authenticator authenticator = identities.authenticator();
  private final Read request = new Read(signed());

  private static TestRequest signed() {
    String body = "{\"Key\":{\"pk\":{\"S\":\"customer-000017\"}},\"TableName\":\"Orders\"}";
    TestRequest request =
        TestRequest.post(body)
            .with("Host", "localhost:8000")
            .with("amz-sdk-invocation-id", "0e9f8f2e-0f3f-4f6e-9c1e-7a4b6f1f2d3c")
            .with("amz-sdk-request", "attempt=1; max=4")
            .with("Content-Length", String.valueOf(body.length()))
            .with("Content-Type", "application/x-amz-json-1.0")
            .with("User-Agent", "aws-sdk-java/2.56.0 md/io#sync md/http#Apache ua/2.1")
            .with("x-amz-content-sha256", TestSigner.hash(body))
            .with("X-Amz-Date", DATE)
            .with("X-Amz-Target", "DynamoDB_20120810.GetItem");
    return new TestSigner(TestIdentities.KEY, TestIdentities.SECRET, "us-east-1", "dynamodb")
        .sign(request, DATE, NAMES);
  }

  @Benchmark
  public Principal known() {
    return authenticator.authenticate(request);
  }

  /** As after any change of the identities. */
  @Benchmark
  public Principal unknown() {
    identities.become(
        identities.alice, identities.key(TestIdentities.KEY, TestIdentities.SECRET, true));
    return authenticator.authenticate(request);
  }

  /** A request whose head was read once. */
  private static final class Read implements SignedRequest {
    private final TestRequest request;
    private final HeaderFields fields;
    private final byte[] body;

    Read(TestRequest request) {
      this.request = request;
      this.fields = request.fields();
      this.body = request.body().getBytes(ISO_8859_1);
    }

    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String path() {
      return "/";
    }

    @Override
    public String query() {
      return "";
    }

    @Override
    public @Nullable String header(String name) {
      return request.header(name);
    }

    @Override
    public List<Header> allHeaders() {
      return request.allHeaders();
    }

    @Override
    public HeaderFields fields() {
      return fields;
    }

    @Override
    public void digestBody(MessageDigest digest) {
      digest.update(body, 0, body.length);
    }
  }
}
