package io.larder.proxy.caches;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.proxy.admin.AdminClient;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code larder cache policy}: how the caches of a running server treat tables. */
@Command(
    name = "policy",
    description = {
      "Shows and changes how the caches treat tables, until the server stops.",
      "What a file says of them (cache.policies) holds for tables of which nothing is said here.",
      "Asks for larder:GetCachePolicies and larder:SetCachePolicies.",
      "Exit codes: 0 done, 1 the server cannot be asked or refuses, 2 wrong arguments."
    },
    subcommands = HelpCommand.class)
final class PolicyCommand {
  private static final String PATH = "/admin/cache/policies";
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** Picocli makes it by this. */
  PolicyCommand() {
    this(System.getenv());
  }

  PolicyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Command(
      name = "list",
      description = "Prints the usual policy and all others, the first that matches first.")
  int list(
      @Mixin AdminClient server,
      @Option(names = "--json", description = "As one line of JSON.") boolean isJson)
      throws InterruptedException {
    return ask(server, "GET", PATH, "", isJson);
  }

  @Command(
      name = "set",
      description = {
        "Sets the policy of the tables of that name, in which * is any text and ? one character.",
        "It is asked before those that were set earlier, unless it takes the place of one."
      })
  int set(
      @Mixin AdminClient server,
      @Parameters(paramLabel = "TABLE", description = "Name or pattern.") String table,
      @Parameters(
              arity = "1..*",
              paramLabel = "FIELD=VALUE",
              description = {
                "item-ttl=5m, query-ttl=0, negative-ttl=10s, jitter=10%%, item-share=25%%,",
                "kept=items,absent,queries,indexes,scans, bypass=true, write-around=true,",
                "hides-expired=true, stale-while-revalidate=30s. The others are as usual."
              })
          Map<String, String> fields,
      @Option(names = "--json", description = "As one line of JSON.") boolean isJson)
      throws InterruptedException {
    return ask(server, "PUT", path(table), MAPPER.writeValueAsString(fields), isJson);
  }

  @Command(
      name = "remove",
      description = "Removes the policy that was set of the tables of that name.")
  int remove(
      @Mixin AdminClient server,
      @Parameters(paramLabel = "TABLE", description = "Name or pattern, as it was set.")
          String table,
      @Option(names = "--json", description = "As one line of JSON.") boolean isJson)
      throws InterruptedException {
    return ask(server, "DELETE", path(table), "", isJson);
  }

  private static String path(String table) {
    return PATH + "/" + URLEncoder.encode(table, UTF_8).replace("+", "%20");
  }

  private int ask(AdminClient server, String method, String path, String body, boolean isJson)
      throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = server.send(method, path, "application/json", body, environment);
    } catch (AdminClient.CannotAskException e) {
      return fail(e.isWrongArgument() ? WRONG_ARGUMENTS : FAILED, e.reason());
    }
    String text = answer.body().strip();
    try {
      if (answer.statusCode() == OK) {
        print(isJson ? text + "\n" : shown(MAPPER.readTree(text)));
        return 0;
      }
      String reason = text.startsWith("{") ? MAPPER.readTree(text).path("reason").asString() : text;
      return answer.statusCode() == BAD_REQUEST
          ? fail(WRONG_ARGUMENTS, reason)
          : fail(FAILED, server.address() + " answers " + answer.statusCode() + ": " + reason);
    } catch (JacksonException e) {
      return fail(FAILED, server.address() + " is no admin port of Larder");
    }
  }

  private static String shown(JsonNode all) {
    var text = new StringBuilder("usual\n");
    show(all.path("usual"), text);
    for (JsonNode policy : all.path("policies")) {
      text.append(policy.path(PolicyText.TABLE).asString())
          .append("  (")
          .append(policy.path("source").asString())
          .append(")\n");
      show(policy, text);
    }
    return text.toString();
  }

  private static void show(JsonNode policy, StringBuilder text) {
    policy
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals(PolicyText.TABLE) && !field.getKey().equals("source")) {
                JsonNode value = field.getValue();
                text.append("  ")
                    .append(field.getKey())
                    .append(": ")
                    .append(value.isValueNode() ? value.asString() : value.toString())
                    .append('\n');
              }
            });
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private int fail(int code, String reason) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("larder: " + reason);
    err.flush();
    return code;
  }
}
