package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class LarderCommandTest {
  private static final String ALLOW_ALL =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*",\
      "Resource":"*"}]}\
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir Path folder;

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
  void checkConfigPrintsTheValuesThatAFileLeadsTo() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "listen: {port: 9000}");

    assertThat(run("check-config", "--config", file.toString())).isZero();

    assertThat(out.toString().lines())
        .contains("listen.port: 9000", "listen.host: 127.0.0.1", "server.shutdown-grace: 10s");
  }

  @Test
  void checkConfigPrintsEveryProblemAndEndsWithTwo() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "listen: {port: x, hots: y}");

    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "larder: listen.port: must be a whole number from 0 to 65535, not 'x' (" + file + ")",
            "larder: listen.hots: there is no such key (" + file + ")");
  }

  @Test
  void checkConfigLooksAtTheFilesOfTheCertificate() throws IOException {
    Path key = folder.resolve("key.pem");
    Path certificate = Files.writeString(folder.resolve("certificate.pem"), "nothing");
    String yaml = "tls: {certificate: '%s', private-key: '%s'}".formatted(certificate, key);
    Path file = Files.writeString(folder.resolve("c.yaml"), yaml);

    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    Files.writeString(key, "nothing");
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "larder: tls: " + key + ": no such file",
            "larder: tls: " + certificate + ": has no certificate in PEM");
  }

  @Test
  void checkConfigLooksAtTheSecretOfTheCluster() throws IOException {
    Path secret = folder.resolve("secret");
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"), "cluster: {secret-file: '%s'}".formatted(secret));

    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    Files.writeString(secret, "0123456789abcdef0123456789abcde\n");
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    Files.writeString(secret, "0123456789abcdef0123456789abcdef\n");
    assertThat(run("check-config", "--config", file.toString())).isZero();

    assertThat(err.toString().lines())
        .containsExactly(
            "larder: cluster.secret-file: cannot be read: " + secret,
            "larder: cluster.secret-file: must have at least 32 bytes: " + secret);
  }

  @Test
  void checkConfigLooksAtPoliciesAndKeySets() throws IOException {
    Path rails = Files.createDirectory(folder.resolve("rails"));
    Files.writeString(rails.resolve("a.json"), "{");
    Files.writeString(rails.resolve("b.json"), ALLOW_ALL.replace("\"Principal\":\"*\",", ""));
    Path keys = Files.createDirectory(folder.resolve("keys"));
    Files.writeString(keys.resolve("idp.example.com.json"), "{\"keys\":[]}");
    Files.writeString(keys.resolve("idp.example.org.json"), "[]");
    Path policy = folder.resolve("policy.json");
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            authentication: {mode: sigv4}
            authorization: {guard-rails: '%s'}
            iam: {key-sets: '%s'}
            listeners:
            - {name: inside, port: 9000, policy: '%s'}
            """
                .formatted(rails, keys, policy));

    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    List<String> before = err.toString().lines().toList();
    Files.writeString(policy, ALLOW_ALL.replace("Allow", "Alow"));
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);

    assertThat(before).hasSize(4);
    assertThat(before.get(0)).startsWith("larder: authorization.guard-rails: a.json: ");
    assertThat(before.subList(1, 4))
        .containsExactly(
            "larder: iam.key-sets: idp.example.com.json: has no key for RS256, from 2048 bits, or"
                + " ES256",
            "larder: iam.key-sets: idp.example.org.json: is no JSON Web Key Set",
            "larder: listeners inside: policy: cannot be read: " + policy);
    assertThat(err.toString()).contains("larder: listeners inside: policy: inside: ");
  }

  @Test
  void aCertificateWithoutItsKeyEndsWithTwo() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "tls: {certificate: c.pem}");

    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);

    assertThat(err.toString().lines()).singleElement().asString().contains(": tls.private-key: ");
  }

  @Test
  void checkConfigSaysWhatAnUpstreamIsMissing() throws IOException {
    Path key = folder.resolve("key");
    Path secret = Files.writeString(folder.resolve("secret"), "s");
    Path authorities = Files.writeString(folder.resolve("ca.pem"), "nothing");
    String yaml =
        """
        store: {kind: upstream}
        upstream:
          endpoint: https://127.0.0.1:1
          ca-file: '%s'
          credentials: %s
          access-key-file: '%s'
          secret-key-file: '%s'
        """;
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"), yaml.formatted(authorities, "file", key, secret));
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    Files.writeString(file, yaml.formatted("none", "environment", key, secret));
    environment.put("AWS_ACCESS_KEY_ID", "k");
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    environment.put("AWS_SECRET_ACCESS_KEY", "s");
    assertThat(run("check-config", "--config", file.toString())).isZero();
    Files.writeString(key, "k");
    Files.writeString(file, yaml.formatted("none", "file", key, secret));
    assertThat(run("check-config", "--config", file.toString())).isZero();

    assertThat(err.toString().lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).startsWith("larder: upstream.ca-file: " + authorities))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("larder: upstream.credentials: " + key + " cannot be read"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "larder: upstream.credentials: the variable AWS_SECRET_ACCESS_KEY is not"
                            + " set"));
  }

  @Test
  void checkingAConfigurationTellsWhatKinesisLacks() throws IOException {
    Path file = folder.resolve("larder.yaml");
    Files.writeString(file, "kinesis: {endpoint: 'http://a:4567', credentials: environment}");

    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("larder: kinesis.credentials: the variable AWS_ACCESS_KEY_ID is not set");
    environment.put("LARDER_STORE_KIND", "upstream");
    environment.put("LARDER_UPSTREAM_ENDPOINT", "http://b:8000");
    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("kinesis.endpoint", "must be none if store.kind");
  }

  @Test
  void servingWithAWrongConfigurationEndsWithTwo() {
    environment.put("LARDER_LISTEN_HOST", "0.0.0.0");

    assertThat(run()).isEqualTo(2);
    assertThat(run("serve", "--admin-port", "-1")).isEqualTo(2);

    assertThat(err.toString()).contains("listen.host: ").contains("admin.port: ");
  }

  @ParameterizedTest
  @CsvSource({
    "--host, listen.host",
    "--port, listen.port",
    "--dax-port, dax.port",
    "--admin-port, admin.port",
    "--data-dir, store.data-dir",
    "--upstream, upstream.endpoint",
    "--upstream-writers, upstream.writers",
    "--config, --config"
  })
  void anEmptyOptionEndsWithTwo(String option, String key) {
    assertThat(run("serve", option, "")).isEqualTo(2);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("larder: " + key)
        .contains(": must be ");
  }

  @ParameterizedTest
  @CsvSource({
    "50%, 75%, 0, 16 MB",
    "75%, 75%, 75%, 16 MB",
    "64 MB, 999999 MB, 0, 16 MB",
    "40%, 40%, 0, 1 GB"
  })
  void cachesThatTheHeapCannotHoldTogetherEndWithTwo(
      String items, String pages, String bodies, String body) throws IOException {
    String yaml =
        "{cache: {item-bytes: %s, query-bytes: %s}, limits: {request-memory: %s, max-body: %s}}"
            .formatted(items, pages, bodies, body);
    Path file = Files.writeString(folder.resolve("c.yaml"), yaml);

    assertThat(run("check-config", "--config", file.toString())).isEqualTo(2);

    assertThat(err.toString().lines()).singleElement().asString().startsWith("larder: cache.");
  }

  @Test
  void aDirectoryThatCannotBeUsedEndsWithOneAndOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(run("--port", "0", "--admin-port", "0", "--data-dir", file.toString())).isEqualTo(1);

    assertThat(err.toString().lines()).singleElement().asString().startsWith("larder: ");
  }

  @Test
  void aLogWithoutItsTablesEndsWithOneAndOneLine() throws IOException {
    Files.writeString(folder.resolve("write-a.log"), "");

    assertThat(run("--port", "0", "--admin-port", "0", "--data-dir", folder.toString()))
        .isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(
            "larder: The store in "
                + folder
                + " is damaged: write-a.log is there, but data.mdb is not. Nothing was changed."
                + " Use a backup");
  }

  @Test
  void salvageTellsWhatIsWrongAndGivesItUpWhenItIsTold() throws IOException {
    LmdbTableStore.open(LmdbOptions.durable(folder)).close();
    String directory = folder.toString();
    assertThat(run("salvage", "--data-dir", directory)).isZero();
    Files.writeString(folder.resolve("write-a.log"), "rubbish");

    assertThat(run("salvage", "--data-dir", directory)).isEqualTo(1);
    assertThat(run("salvage", "--data-dir", directory, "--yes")).isZero();
    assertThat(run("salvage", "--data-dir", directory)).isZero();

    String whole = "Nothing is missing from the store in " + directory;
    assertThat(out.toString().lines())
        .startsWith(whole, "Found: write-a.log is no file of a log, or damaged at its beginning")
        .contains("Nothing was changed; to go on so, repeat the command with --yes")
        .endsWith(whole);
    assertThat(folder.resolve("damaged-log-1/write-a.log")).hasContent("rubbish");
  }

  @Test
  void salvageWithoutAStoreEndsWithOneAndOneLine() {
    assertThat(run("salvage", "--data-dir", folder.toString(), "--yes")).isEqualTo(1);

    assertThat(err.toString().lines()).containsExactly("larder: There is no data.mdb in " + folder);
  }

  @Test
  void wrongArgumentsEndWithTwo() {
    assertThat(run("--nothing")).isEqualTo(2);
  }

  @Test
  void versionAndHelpAreKnown() {
    assertThat(run("version")).isZero();
    assertThat(run("help")).isZero();

    assertThat(out.toString()).contains("larder development").contains("check-config");
  }

  @Test
  void theManualPageHasEveryCommandAndOption() {
    assertThat(run("man")).isZero();

    String page = out.toString();
    assertThat(page).startsWith(".TH \"LARDER\" \"1\"").contains(".SS \"larder audit verify DIR\"");
    for (var command :
        new CommandLine(
                new LarderCommand(
                    new PrintWriter(out),
                    new PrintWriter(err),
                    environment,
                    TerminationSignals::new))
            .getSubcommands()
            .values()) {
      if (command.getCommandSpec().helpCommand()) {
        continue;
      }
      assertThat(page).contains(".SS \"larder " + command.getCommandName().replace("-", "\\-"));
      for (var option : command.getCommandSpec().options()) {
        assertThat(page).contains(option.longestName().replace("-", "\\-"));
      }
    }
    assertThat(page.lines())
        .noneMatch(line -> line.contains("${") || line.matches("\\.(?!TH|SH|SS|PP|TP|B).*"));
  }

  @Test
  void shellsAreToldWhatToComplete() {
    assertThat(run("completion")).isZero();

    assertThat(out.toString())
        .startsWith("#!/usr/bin/env bash")
        .contains("--data-dir", "restore", "complete -F _complete_larder");
  }
}
