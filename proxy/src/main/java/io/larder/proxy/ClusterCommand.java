package io.larder.proxy;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder cluster}: asks a running node. */
@Command(
    name = "cluster",
    description = "Asks a node of a cluster, by its admin port.",
    subcommands = HelpCommand.class)
final class ClusterCommand {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Command(
      name = "status",
      description = {
        "Prints how a node sees its cluster.",
        "Exit codes: 0 it has answered, 1 it cannot be asked or is on its own, 2 wrong arguments."
      })
  int status(
      @Option(
              names = "--admin",
              paramLabel = "HOST:PORT",
              defaultValue = "127.0.0.1:8001",
              description = "Admin address of the node (${DEFAULT-VALUE}).")
          String admin)
      throws InterruptedException {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create("http://" + admin + "/admin/cluster"))
              .header("accept", "text/plain")
              .timeout(PATIENCE)
              .build();
    } catch (IllegalArgumentException e) {
      return fail(WRONG_ARGUMENTS, "--admin: must be an address such as 127.0.0.1:8001");
    }
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      return switch (answer.statusCode()) {
        case OK -> {
          PrintWriter out = spec.commandLine().getOut();
          out.print(answer.body());
          out.flush();
          yield 0;
        }
        case NOT_FOUND -> fail(FAILED, admin + " is no node of a cluster");
        default -> fail(FAILED, admin + " answers " + answer.statusCode());
      };
    } catch (IOException e) {
      return fail(FAILED, admin + " cannot be asked: " + e);
    }
  }

  private int fail(int code, String reason) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("larder: " + reason);
    err.flush();
    return code;
  }
}
