package io.larder.store.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a process said that may do what would end this one. */
public record ChildProcess(int exitCode, String output) {
  private static final List<String> SMALL =
      List.of(
          "-Xmx64m",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:CompressedClassSpaceSize=64m",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          "--enable-native-access=ALL-UNNAMED");

  /**
   * Runs a Java program of the tests to its end.
   *
   * @param before what the shell does first, such as setting limits
   */
  public static ChildProcess java(String before, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", before + "; exec \"$0\" \"$@\""));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a program of the system to its end. */
  public static ChildProcess of(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }

  private static ChildProcess run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new ChildProcess(process.waitFor(), output);
  }
}
