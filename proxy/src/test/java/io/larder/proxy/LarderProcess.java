package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Larder's command line in a process of its own. */
final class LarderProcess implements AutoCloseable {
  private static final int SECONDS = 60;

  private final Process process;
  private final BufferedReader output;

  private LarderProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  /** Runs Larder with these arguments; {@code shell} is what a shell does before. */
  static LarderProcess start(String shell, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", shell + "exec \"$@\"", "larder"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LARDER_"));
    builder.environment().putAll(environment);
    return new LarderProcess(builder.start());
  }

  /** Reads the output up to a line that {@code pattern} is found in. */
  Matcher await(String pattern) throws IOException {
    var lines = new ArrayList<String>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      Matcher matcher = Pattern.compile(pattern).matcher(line);
      if (matcher.find()) {
        return matcher;
      }
    }
    throw new AssertionError("the process ended without '" + pattern + "': " + lines);
  }

  void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    assertThat(code).isZero();
  }

  /** Waits for the end; returns what the output had not yet told. */
  List<String> rest() throws InterruptedException {
    List<String> lines = output.lines().toList();
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  int exitCode() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
