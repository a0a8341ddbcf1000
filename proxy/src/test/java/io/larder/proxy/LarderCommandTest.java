package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class LarderCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir Path folder;

  private int run(String... arguments) {
    var command = new LarderCommand(new PrintWriter(out), new PrintWriter(err), environment);
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
            "larder: listen.port: must be a whole number, not 'x' (" + file + ")",
            "larder: listen.hots: there is no such key (" + file + ")");
  }

  @Test
  void servingWithAWrongConfigurationEndsWithTwo() {
    environment.put("LARDER_LISTEN_HOST", "0.0.0.0");

    assertThat(run()).isEqualTo(2);
    assertThat(run("serve", "--admin-port", "-1")).isEqualTo(2);

    assertThat(err.toString()).contains("listen.host: ").contains("admin.port: ");
  }

  @Test
  void aDirectoryThatCannotBeUsedEndsWithOneAndOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(run("--port", "0", "--admin-port", "0", "--data-dir", file.toString())).isEqualTo(1);

    assertThat(err.toString().lines()).singleElement().asString().startsWith("larder: ");
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
}
