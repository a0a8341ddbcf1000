package io.larder.proxy.caches;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.admin.AdminClient;
import io.larder.proxy.maintenance.LongCommand;
import io.larder.proxy.maintenance.ServerWork;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code larder cache}: shows and steers the caches of a running server. */
@Command(
    name = "cache",
    description = "Shows and steers the caches of a running server, by its admin port.",
    subcommands = {HelpCommand.class, PolicyCommand.class})
public final class CacheCommand {
  private static final String PATH = "/admin/cache";
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int OK = 200;
  private static final double PERCENT = 100;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** Picocli makes it by this. */
  public CacheCommand() {
    this(System.getenv());
  }

  public CacheCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Command(
      name = "stats",
      description = {
        "Prints what the caches hold and have counted, by table, and the keys that are read most.",
        "Needs larder:GetCacheStatistics. Exit codes: 0 answered, 1 not, 2 wrong arguments."
      })
  int stats(
      @Mixin AdminClient server,
      @Option(names = "--json", description = "Print JSON.") boolean isJson)
      throws InterruptedException {
    return ask(server, "GET", "/stats", "", isJson, CacheCommand::printStatistics);
  }

  @Command(
      name = "advise",
      description = {
        "Prints the hit ratio that other sizes and times to live would have had, by samples of"
            + " what was read since the start.",
        "Needs larder:GetCacheAdvice. Exit codes: 0 answered, 1 not, 2 wrong arguments."
      })
  int advise(
      @Mixin AdminClient server,
      @Option(names = "--json", description = "Print JSON.") boolean isJson)
      throws InterruptedException {
    return ask(server, "GET", "/advice", "", isJson, CacheCommand::printAdvice);
  }

  @Command(
      name = "peek",
      description = {
        "Prints what the caches know of a key, as JSON, without counting or touching it.",
        "Needs larder:PeekCache. Exit codes: 0 answered, 1 not, 2 wrong arguments."
      })
  int peek(
      @Mixin AdminClient server,
      @Option(names = "--table", required = true, description = "The table.") String table,
      @Option(
              names = "--key",
              required = true,
              paramLabel = "JSON",
              description = "The primary key, as GetItem has it.")
          String key,
      @Option(names = "--region", description = "Where regions are kept apart.")
          @Nullable String region)
      throws InterruptedException {
    return ask(server, "POST", "/peek", body(region, table, key), true, (_, _) -> {});
  }

  @Command(
      name = "invalidate",
      description = {
        "Has the caches forget an item, the items of a partition (--key with the partition key"
            + " alone), a table, or everything (--all), on all nodes of a cluster. Reads that"
            + " begin afterwards are answered by what the store has.",
        "Needs larder:InvalidateCache. Exit codes: 0 done, 1 not, 2 wrong arguments."
      })
  int invalidate(
      @Mixin AdminClient server,
      @Option(names = "--table", description = "The table.") @Nullable String table,
      @Option(names = "--key", paramLabel = "JSON", description = "The key, as GetItem has it.")
          @Nullable String key,
      @Option(names = "--all", description = "Everything.") boolean isAll,
      @Option(names = "--region", description = "Where regions are kept apart.")
          @Nullable String region,
      @Option(names = "--json", description = "Print JSON.") boolean isJson)
      throws InterruptedException {
    if (isAll == (table != null) || (key != null && table == null)) {
      return fail(WRONG_ARGUMENTS, "either --table, with or without --key, or --all");
    }
    return ask(
        server,
        "POST",
        "/invalidate",
        body(region, table, key),
        isJson,
        (answer, out) ->
            out.println("Forgotten: " + answer.path("items").asLong() + " items, and pages"));
  }

  @Command(
      name = "warm",
      description = {
        "Reads items through the caches, so that they are there: those whose keys stand in a file,"
            + " one JSON in a line; or those of a Query or a Scan, told as DynamoDB's requests.",
        "Needs larder:WarmCache, larder:GetCacheWarming and larder:CancelCacheWarming. Exit codes:"
            + " 0 done, 1 not, 2 wrong arguments, 130 interrupted."
      })
  int warm(
      @Mixin AdminClient server,
      @Option(names = "--table", description = "The table of the keys.") @Nullable String table,
      @Option(names = "--keys", paramLabel = "FILE", description = "The keys.") @Nullable Path keys,
      @Option(names = "--query", paramLabel = "JSON", description = "A Query.")
          @Nullable String query,
      @Option(names = "--scan", paramLabel = "JSON", description = "A Scan.") @Nullable String scan,
      @Option(
              names = "--per-second",
              defaultValue = "1000",
              description = "So many items (${DEFAULT-VALUE}).")
          long perSecond,
      @Option(names = "--region", description = "Where regions are kept apart.")
          @Nullable String region,
      @Option(names = "--json", description = "Print progress and result as JSON.")
          boolean isJson) {
    int given = (keys == null ? 0 : 1) + (query == null ? 0 : 1) + (scan == null ? 0 : 1);
    if (given != 1 || (keys != null) != (table != null)) {
      return fail(WRONG_ARGUMENTS, "one of --keys with --table, --query and --scan");
    }
    PrintWriter out = spec.commandLine().getOut();
    return new LongCommand(out, spec.commandLine().getErr(), isJson)
        .run(
            FAILED,
            progress -> {
              var work = new ServerWork(server, environment, PATH + "/warm");
              long items = 0;
              long failed = 0;
              try (var bodies =
                  WarmBodies.of(
                      keys, table, query, scan, region == null ? "" : region, perSecond)) {
                String body = bodies.next();
                while (body != null) {
                  JsonNode result = work.run("", body, progress);
                  items += result.path("items").asLong();
                  failed += result.path("failed").asLong();
                  body = bodies.next();
                }
              }
              progress.end();
              out.println(
                  isJson
                      ? "{\"items\":" + items + ",\"failed\":" + failed + "}"
                      : "Read " + items + " items, and " + failed + " could not be");
              return 0;
            });
  }

  private static String body(
      @Nullable String region, @Nullable String table, @Nullable String key) {
    var json = new JsonWriter();
    json.beginObject();
    if (region != null) {
      json.name("Region").value(region);
    }
    if (table != null) {
      json.name("TableName").value(table);
    }
    if (key != null) {
      byte[] raw = key.getBytes(StandardCharsets.UTF_8);
      json.name("Key").rawValue(raw, 0, raw.length);
    }
    json.endObject();
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Prints an answer for persons. */
  @FunctionalInterface
  private interface Print {
    void answer(JsonNode answer, PrintWriter out);
  }

  private int ask(
      AdminClient server, String method, String path, String body, boolean isJson, Print print)
      throws InterruptedException {
    HttpResponse<String> answer;
    JsonNode parsed;
    try {
      answer = server.send(method, PATH + path, "application/json", body, environment);
      if (answer.statusCode() != OK) {
        return fail(
            FAILED, server.address() + " answers " + answer.statusCode() + ": " + said(answer));
      }
      parsed = MAPPER.readTree(answer.body());
    } catch (AdminClient.CannotAskException e) {
      return fail(e.isWrongArgument() ? WRONG_ARGUMENTS : FAILED, e.reason());
    } catch (JacksonException e) {
      return fail(FAILED, server.address() + " is no admin port of Larder");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(answer.body());
    } else {
      print.answer(parsed, out);
    }
    out.flush();
    return 0;
  }

  private static String said(HttpResponse<String> answer) {
    try {
      String reason = MAPPER.readTree(answer.body()).path("reason").asString();
      return reason.isEmpty() ? answer.body().strip() : reason;
    } catch (JacksonException e) {
      return answer.body().strip();
    }
  }

  private static void printStatistics(JsonNode answer, PrintWriter out) {
    for (JsonNode region : answer.path("regions")) {
      head(region, out);
      JsonNode caches = region.path("caches");
      for (String name : new String[] {"itemCache", "queryCache"}) {
        JsonNode cache = caches.path(name);
        out.printf(
            "%s: %,d entries, %,d bytes, %s%n",
            name, cache.path("entries").asLong(), cache.path("bytes").asLong(), hits(cache));
      }
      for (JsonNode table : caches.path("tables")) {
        out.printf(
            "table %s: items %s; queries %s; scans %s%n",
            table.path("table").asString(),
            hits(table.path("items")),
            hits(table.path("queries")),
            hits(table.path("scans")));
      }
      for (JsonNode key : caches.path("hottestKeys")) {
        out.printf(
            "hot: %s %s, about %,d reads lately%n",
            key.path("table").asString(),
            key.has("key") ? key.path("key") : key.path("partitionBytes").asString(),
            key.path("atMost").asLong());
      }
    }
  }

  private static void head(JsonNode region, PrintWriter out) {
    String name = region.path("region").asString();
    if (!name.isEmpty()) {
      out.println("region " + name);
    }
  }

  private static String hits(JsonNode reads) {
    long hits = reads.path("hits").asLong();
    long all = hits + reads.path("misses").asLong();
    return all == 0 ? "no reads" : "%.1f %% of %,d hit".formatted(PERCENT * hits / all, all);
  }

  private static void printAdvice(JsonNode answer, PrintWriter out) {
    for (JsonNode region : answer.path("regions")) {
      head(region, out);
      for (Map.Entry<String, JsonNode> cache : region.path("caches").properties()) {
        JsonNode advice = cache.getValue();
        out.printf(
            "%s, by %,d sampled reads of one key in %d:%n",
            cache.getKey(), advice.path("sampledReads").asLong(), advice.path("oneOf").asInt());
        for (JsonNode each : advice.path("cases")) {
          JsonNode time = each.path("timeToLive");
          out.printf(
              "  memory × %s, time to live %s: %.1f %% hits%n",
              each.path("memory").asDouble(),
              time.isString() ? "never over" : "× " + time.asDouble(),
              PERCENT * each.path("hitRatio").asDouble());
        }
      }
    }
  }

  private int fail(int code, String reason) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("larder: " + reason);
    err.flush();
    return code;
  }
}
