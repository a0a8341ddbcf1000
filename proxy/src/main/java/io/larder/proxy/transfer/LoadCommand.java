package io.larder.proxy.transfer;

import io.larder.proxy.maintenance.LongCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code larder load}: fills a table for benchmarks. */
@Command(
    name = "load",
    description = {
      "Fills a table with items for benchmarks, the same each time: pk (S), sk (N), text and"
          + " number. Makes the table, with the key pk and sk, if it is not there.",
      "Exit codes: 0 all are there, 1 some are not, 2 wrong arguments, 130 interrupted."
    })
public final class LoadCommand implements Callable<Integer> {
  private static final int MAX_SIZE = 390_000;

  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many items (${DEFAULT-VALUE}).")
  private long items;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Over how many values of pk (${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "200",
      description = "Length of the text of each item (${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Other numbers make other items (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Keep in this file how far the load is, and go on from there if it was interrupted.")
  private @Nullable Path resume;

  @Option(names = "--json", description = "Print progress and result as JSON, one in a line.")
  private boolean isJson;

  @Mixin private final EndpointOptions server = new EndpointOptions();

  /** Picocli makes it by this. */
  LoadCommand() {
    this(System.getenv());
  }

  public LoadCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (items < 1 || partitions < 1 || size < 1 || size > MAX_SIZE) {
      throw new ParameterException(
          spec.commandLine(),
          "--items, --partitions and --size: must be at least 1, the last at most " + MAX_SIZE);
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    var state =
        new ResumeFile(resume, "load of %s: %d %d %d".formatted(table, partitions, size, seed));
    return new LongCommand(out, err, isJson)
        .run(
            LongCommand.FAILED,
            progress -> {
              try (TableClient client = server.client(environment);
                  var reader = new GeneratedItems(items, partitions, size, seed)) {
                if (client.describe(table) == null) {
                  client.create(request());
                }
                return new Importing(client, progress, out, err, isJson)
                    .run(reader, _ -> table, state);
              }
            });
  }

  private ObjectNode request() {
    ObjectNode request = TableClient.named(table).put("BillingMode", "PAY_PER_REQUEST");
    ArrayNode schema = request.putArray("KeySchema");
    schema.addObject().put("AttributeName", "pk").put("KeyType", "HASH");
    schema.addObject().put("AttributeName", "sk").put("KeyType", "RANGE");
    ArrayNode definitions = request.putArray("AttributeDefinitions");
    definitions.addObject().put("AttributeName", "pk").put("AttributeType", "S");
    definitions.addObject().put("AttributeName", "sk").put("AttributeType", "N");
    return request;
  }
}
