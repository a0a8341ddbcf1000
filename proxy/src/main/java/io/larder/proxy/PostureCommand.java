package io.larder.proxy;

import io.larder.proxy.admin.AdminClient;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import io.larder.proxy.config.InvalidConfigurationException;
import io.larder.security.posture.Posture;
import io.larder.security.posture.PostureReport;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder posture}: holds a server against the rules of AWS Config and Security Hub. */
@Command(
    name = "posture",
    description = {
      "Checks a running server, its tables and its identities against rules of AWS Config and"
          + " Security Hub, or a configuration alone.",
      "The access key of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY needs larder:GetPosture.",
      "Exit codes: 0 all complies, 1 the server cannot be asked, 2 wrong arguments, 3 something"
          + " does not comply."
    })
final class PostureCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int NOT_COMPLIANT = 3;
  private static final int OK = 200;

  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private final AdminClient server = new AdminClient();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Check this configuration instead of a server.")
  private @Nullable Path config;

  @Option(names = "--json", description = "Print JSON, with what complies too.")
  private boolean isJson;

  /** Picocli makes it by this. */
  PostureCommand() {
    this(System.getenv());
  }

  PostureCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path file = config;
    return file == null ? ask() : check(file);
  }

  private int check(Path file) {
    Configuration configuration;
    try {
      configuration = new ConfigurationSources(file, environment, Map.of()).load();
    } catch (InvalidConfigurationException e) {
      e.problems()
          .forEach(problem -> say(spec.commandLine().getErr(), "larder: " + problem + "\n"));
      return WRONG_ARGUMENTS;
    }
    PostureReport report = Posture.of(PostureWiring.facts(configuration));
    return print(isJson ? report.json() : report.text(), report.isCompliant());
  }

  private int ask() throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer =
          server.get("/admin/posture", isJson ? "application/json" : "text/plain", environment);
    } catch (AdminClient.CannotAskException e) {
      say(spec.commandLine().getErr(), "larder: " + e.reason() + "\n");
      return e.isWrongArgument() ? WRONG_ARGUMENTS : FAILED;
    }
    if (answer.statusCode() != OK) {
      say(
          spec.commandLine().getErr(),
          "larder: %s answers %d: %s\n"
              .formatted(server.address(), answer.statusCode(), answer.body().strip()));
      return FAILED;
    }
    return print(answer.body(), PostureReport.isCompliant(answer.body()));
  }

  private int print(String report, boolean isCompliant) {
    say(spec.commandLine().getOut(), report.endsWith("\n") ? report : report + "\n");
    return isCompliant ? 0 : NOT_COMPLIANT;
  }

  private static void say(PrintWriter target, String text) {
    target.print(text);
    target.flush();
  }
}
