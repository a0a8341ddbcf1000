package coherence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One DAX client, in a process of its own that is driven by lines of JSON; clients/dax/README.md
 * has them.
 */
public final class DaxWire implements Wire {
  /** Beside Coherence.java, which is run from its source. */
  private static final Path HOME =
      Path.of(
              URI.create(
                  DaxWire.class.getProtectionDomain().getCodeSource().getLocation().toString()))
          .resolveSibling("clients/dax");

  private final Process driver;
  private final BufferedWriter out;
  private final BufferedReader in;
  private final String address;

  /**
   * Starts a client.
   *
   * @param name that of a driver, which {@link #install} has seen
   * @param endpoint as the client takes it, {@code dax://127.0.0.1:8111} for example
   */
  public DaxWire(String name, String endpoint) throws IOException {
    ProcessBuilder process = process(name);
    Map<String, String> environment = process.environment();
    environment.put("DAX_ENDPOINT", endpoint);
    environment.putIfAbsent("AWS_REGION", "us-east-1");
    environment.putIfAbsent("AWS_ACCESS_KEY_ID", "dummy");
    environment.putIfAbsent("AWS_SECRET_ACCESS_KEY", "dummy");
    address = endpoint;
    driver = process.start();
    out = driver.outputWriter(UTF_8);
    in = driver.inputReader(UTF_8);
    String first = line();
    if (!first.startsWith("{\"ready\"")) {
      throw new IOException("the DAX client does not start: " + first);
    }
  }

  /** Installs a driver and its client, if they are not installed already. */
  public static void install(String name) throws IOException, InterruptedException {
    Files.createDirectories(folder(name));
    if (process(name, "install").inheritIO().start().waitFor() != 0) {
      throw new IOException("the DAX client cannot be installed");
    }
  }

  private static ProcessBuilder process(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(HOME.resolve("drivers").resolve(name).resolve("start").toString());
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("DAX_FOLDER", folder(name).toString());
    return process.redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static Path folder(String name) {
    return HOME.resolve("target").resolve(name);
  }

  /** Every error is of status 400: the client may not say which one it had. */
  @Override
  public Answer call(String operation, String body) throws IOException {
    out.write("{\"id\":0,\"operation\":\"" + operation + "\",\"input\":" + body + "}\n");
    out.flush();
    String answer = line();
    return new Answer(answer.contains("\"output\":{") ? 200 : 400, answer);
  }

  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the DAX client has ended");
    }
    return line;
  }

  @Override
  public String protocol() {
    return "dax";
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() {
    driver.destroy();
  }
}
