package io.larder.proxy;

import io.larder.proxy.admin.AdminClient;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code larder cluster}: asks a running node. */
@Command(
    name = "cluster",
    description = "Asks a node of a cluster, by its admin port.",
    subcommands = HelpCommand.class)
final class ClusterCommand {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** Picocli makes it by this. */
  ClusterCommand() {
    this(System.getenv());
  }

  ClusterCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Command(
      name = "status",
      description = {
        "Prints how a node sees its cluster.",
        "Exit codes: 0 it has answered, 1 it cannot be asked or is on its own, 2 wrong arguments."
      })
  int status(@Mixin AdminClient server) throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = server.get("/admin/cluster", "text/plain", environment);
    } catch (AdminClient.CannotAskException e) {
      return fail(e.isWrongArgument() ? WRONG_ARGUMENTS : FAILED, e.reason());
    }
    return switch (answer.statusCode()) {
      case OK -> {
        PrintWriter out = spec.commandLine().getOut();
        out.print(answer.body());
        out.flush();
        yield 0;
      }
      case NOT_FOUND -> fail(FAILED, server.address() + " is no node of a cluster");
      default -> fail(FAILED, server.address() + " answers " + answer.statusCode());
    };
  }

  private int fail(int code, String reason) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("larder: " + reason);
    err.flush();
    return code;
  }
}
