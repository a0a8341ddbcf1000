package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Against a server that only listens, and with the signer of Amazon's SDK for a judge. */
final class IamCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final AtomicReference<String> form = new AtomicReference<>();
  private final Map<String, String> headers = new HashMap<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "<XResponse><XResult/></XResponse>";

  @TempDir Path folder;

  @BeforeEach
  void listen() throws IOException {
    environment.put("AWS_ACCESS_KEY_ID", "AKID");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_SESSION_TOKEN", "a/token+=");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          form.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange
              .getRequestHeaders()
              .forEach(
                  (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private int run(String... arguments) {
    var command =
        new LarderCommand(
            new PrintWriter(out), new PrintWriter(err), environment, TerminationSignals::new);
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void operationsAndParametersAreNamedAsByTheCommandLineOfAws() throws IOException {
    Path policy = Files.writeString(folder.resolve("p.json"), "{\"a\":\"ü &\"}");

    int code =
        run(
            "iam",
            "--endpoint-url",
            endpoint(),
            "create-policy-version",
            "--policy-arn",
            "arn:x",
            "--set-as-default",
            "--policy-document",
            "file://" + policy,
            "--Tags.member.1.Key",
            "k");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(form.get())
        .isEqualTo(
            "Action=CreatePolicyVersion&PolicyArn=arn%3Ax"
                + "&PolicyDocument=%7B%22a%22%3A%22%C3%BC+%26%22%7D&SetAsDefault=true"
                + "&Tags.member.1.Key=k&Version=2010-05-08");
  }

  @Test
  void aCallIsSignedAsTheSdkSignsIt() {
    assertThat(run("iam", "--endpoint-url", endpoint(), "--region", "eu-west-1", "get-user"))
        .isZero();

    Instant when =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .parse(headers.get("x-amz-date"), Instant::from);
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                request ->
                    request
                        .identity(
                            AwsSessionCredentialsIdentity.create("AKID", "secret", "a/token+="))
                        .request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .uri(URI.create(endpoint() + "/"))
                                .putHeader("content-type", headers.get("content-type"))
                                .build())
                        .payload(ContentStreamProvider.fromUtf8String(form.get()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "iam")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(when, ZoneOffset.UTC)))
            .request();
    assertThat(headers.get("authorization"))
        .isEqualTo(signed.firstMatchingHeader("Authorization").orElseThrow());
    assertThat(headers.get("x-amz-security-token")).isEqualTo("a/token+=");
  }

  @Test
  void anAnswerIsPrintedAsLines() {
    answer =
        """
        <ListUsersResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
          <ListUsersResult><Users><member><UserName>alice</UserName></member></Users>
          <PolicyDocument>%7B%22a%22%3A1%7D</PolicyDocument>
          <IsTruncated>false</IsTruncated></ListUsersResult></ListUsersResponse>\
        """;

    assertThat(run("iam", "--endpoint-url", endpoint(), "list-users")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "Users:",
            "  -",
            "    UserName: alice",
            "PolicyDocument: {\"a\":1}",
            "IsTruncated: false");
  }

  @Test
  void aRefusalIsToldInTheServersWords() {
    status = 404;
    answer =
        "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The user with"
            + " name x cannot be found.</Message></Error></ErrorResponse>";

    assertThat(run("iam", "--endpoint-url", endpoint(), "get-user", "--user-name", "x"))
        .isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly("larder: NoSuchEntity: The user with name x cannot be found.");
  }

  @Test
  void anAnswerThatIsNoneIsAFailure() {
    answer = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";

    assertThat(run("iam", "--endpoint-url", endpoint(), "list-users")).isEqualTo(1);

    assertThat(err.toString()).contains("no answer of IAM's API");
  }

  @Test
  void withoutAnAccessKeyNothingIsSent() {
    environment.clear();

    assertThat(run("iam", "--endpoint-url", endpoint(), "list-users")).isEqualTo(2);

    assertThat(form.get()).isNull();
    assertThat(err.toString()).contains("AWS_ACCESS_KEY_ID");
  }

  @Test
  void theKeyMayBeInASharedCredentialsFile() throws IOException {
    environment.clear();
    Path file =
        Files.writeString(
            folder.resolve("c"),
            """
            [other]
            aws_access_key_id = NO
            [default]
            aws_access_key_id = AKFILE
            aws_secret_access_key=s
            """);

    assertThat(
            run(
                "iam",
                "--endpoint-url",
                endpoint(),
                "--credentials",
                file.toString(),
                "list-users"))
        .isZero();

    assertThat(headers.get("authorization")).contains("Credential=AKFILE/");
  }
}
