package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.net.tls.PemFiles;
import io.larder.proxy.net.tls.TestIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code larder posture} as an operator calls it. */
final class PostureIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... arguments) {
    return new CommandLine(new PostureCommand(Map.of()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private static void create(Larder larder, String name, String options)
      throws IOException, InterruptedException {
    String table =
        """
        {"TableName": "%s", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
         "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], %s}
        """
            .formatted(name, options);
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(RunningLarder.url(larder)))
                      .timeout(Duration.ofMinutes(1))
                      .header("content-type", "application/x-amz-json-1.0")
                      .header("x-amz-target", "DynamoDB_20120810.CreateTable")
                      .POST(BodyPublishers.ofString(table))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      assertThat(status).isEqualTo(200);
    }
  }

  private static String admin(Larder larder) {
    return "127.0.0.1:" + larder.adminAddresses().getFirst().getPort();
  }

  @Test
  void itSaysWhichRulesTablesDoNotKeep() throws Exception {
    try (Larder larder = RunningLarder.inMemory(Map.of("authentication.mode", "none"))) {
      create(
          larder,
          "Careful",
          """
          "BillingMode": "PAY_PER_REQUEST", "DeletionProtectionEnabled": true,
          "Tags": [{"Key": "owner", "Value": "ada"}]
          """);
      create(
          larder,
          "Careless",
          """
          "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
          """);

      assertThat(run("--admin", admin(larder))).isEqualTo(3);
      assertThat(run("--admin", admin(larder), "--json")).isEqualTo(3);
    }

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .startsWith("NON_COMPLIANT ")
        .containsPattern("DYNAMODB_TABLE_DELETION_PROTECTION_ENABLED .*: not so for .*/Careless: ")
        .containsPattern("DYNAMODB_AUTOSCALING_ENABLED .*: not so for .*/Careless: ")
        .containsPattern("TAGGED_DYNAMODB_TABLE .*: not so for .*/Careless: ")
        .doesNotContainPattern("DELETION_PROTECTION_ENABLED .*: not so for .*/Careful: ")
        .doesNotContainPattern("AUTOSCALING_ENABLED .*: not so for .*/Careful: ")
        .doesNotContainPattern("TAGGED_DYNAMODB_TABLE .*: not so for .*/Careful: ")
        .contains("{\"compliance\":\"NON_COMPLIANT\",\"evaluations\":[{\"ruleIdentifier\":")
        .contains("\"annotation\":\"5 read and 5 write units are provisioned\"");
  }

  @Test
  void itAsksByTls() throws Exception {
    TestIdentity identity = TestIdentity.of("localhost", "EC");
    PemFiles files = identity.write(folder);
    try (Larder larder =
        RunningLarder.inMemory(
            Map.of(
                "admin.tls-certificate", files.certificate().toString(),
                "admin.tls-private-key", files.privateKey().toString()))) {
      String address = "https://" + admin(larder);

      assertThat(run("--admin", address, "--admin-ca", files.certificate().toString()))
          .isEqualTo(3);
      // Nobody vouches for the server.
      assertThat(run("--admin", address)).isEqualTo(1);
    }
  }

  @Test
  void aConfigurationCanBeCheckedAlone() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("larder.yaml"),
            "listen: {host: 0.0.0.0}\nauthentication: {allow-unauthenticated-remote: true}\n");

    assertThat(run("--config", file.toString())).isEqualTo(3);
    assertThat(out.toString()).contains("LARDER_TLS_ENABLED: not so for listen: ");
    assertThat(run("--config", folder.resolve("none").toString())).isEqualTo(2);
  }

  @Test
  void whatIsNoAddressIsAWrongArgument() {
    assertThat(run("--admin", "http://a b")).isEqualTo(2);
    assertThat(run("--admin", "127.0.0.1:1")).isEqualTo(1);
  }
}
