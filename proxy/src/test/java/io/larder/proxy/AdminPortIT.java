package io.larder.proxy;

import static io.larder.proxy.SecuredLarder.allow;
import static io.larder.proxy.SecuredLarder.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** The admin port of a server that verifies who calls. */
final class AdminPortIT {
  private static final String INFO = "/admin/info";

  @TempDir private static Path folder;

  private static SecuredLarder server;
  private static AwsCredentials operator;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    server = new SecuredLarder(folder, Map.of());
    operator = server.create("operator");
    server.permit("operator", allow("larder:GetInfo larder:GetPosture", "*"));
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static String address() {
    return "127.0.0.1:" + server.larder().adminAddresses().getFirst().getPort();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address() + path))
        .timeout(Duration.ofMinutes(1));
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> signed(AwsCredentials caller)
      throws IOException, InterruptedException {
    SdkHttpRequest unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("http://" + address() + INFO))
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(caller)
                        .request(unsigned)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
            .request();
    HttpRequest.Builder request = request(INFO);
    // The client sends the host itself.
    signed
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("host")) {
                request.header(name, values.getFirst());
              }
            });
    return send(request.build());
  }

  private static Map<String, String> environment(AwsCredentials caller) {
    return Map.of(
        "AWS_ACCESS_KEY_ID", caller.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", caller.secretAccessKey());
  }

  /** What the command prints, behind its exit code. */
  private static String posture(Map<String, String> environment) {
    var said = new StringWriter();
    int code =
        new CommandLine(new PostureCommand(environment))
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute("--admin", address());
    return code + " " + said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz", "/metrics"})
  void healthAndMetricsAreEverybodys(String path) throws Exception {
    assertThat(send(request(path).build()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {INFO, "/admin/posture"})
  void allElseIsForWhoSaysWhoItIs(String path) throws Exception {
    HttpResponse<String> answer = send(request(path).build());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body().strip()).isEqualTo("Request is missing Authentication Token");
  }

  @Test
  void aSignedRequestIsAnsweredToWhomItsActionIsAllowed() throws Exception {
    AwsCredentials other = server.create("other");

    assertThat(signed(operator).body()).startsWith("{");
    HttpResponse<String> denied = signed(other);
    assertThat(denied.statusCode()).isEqualTo(400);
    assertThat(denied.body())
        .startsWith(
            "User: "
                + user("other")
                + " is not authorized to perform: larder:GetInfo on resource: *"
                + " because no identity-based policy allows the larder:GetInfo action");
    assertThat(signed(AwsBasicCredentials.create(operator.accessKeyId(), "x")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void postureIsToldToWhoShowsAnAccessKey() {
    assertThat(posture(environment(operator)))
        .startsWith("3 NON_COMPLIANT ")
        .containsPattern("IAM_\\w+");
    assertThat(posture(environment(AwsBasicCredentials.create(operator.accessKeyId(), "x"))))
        .startsWith("1 larder: " + address() + " answers 400: The security token");
    assertThat(posture(Map.of()))
        .startsWith("1 larder: " + address() + " answers 400: Request is missing");
  }

  @Test
  void aRightThatIsTakenAwayIsGoneWithTheNextRequest() throws Exception {
    AwsCredentials leaving = server.create("leaving");
    server.permit("leaving", allow("larder:*", "*"));
    assertThat(signed(leaving).statusCode()).isEqualTo(200);

    server.forbid("leaving");

    assertThat(signed(leaving).statusCode()).isEqualTo(400);
  }
}
