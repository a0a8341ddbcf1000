package io.larder.proxy.transfer;

import io.larder.proxy.maintenance.LongCommand;
import io.larder.proxy.maintenance.ProgressDisplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code larder import}: puts the items of files into tables. */
@Command(
    name = "import",
    description = {
      "Puts the items of a file or folder into tables of any server that speaks DynamoDB's"
          + " protocol. Read are: exports in S3's layout (a folder with manifests), DynamoDB's and"
          + " plain JSON (lines, arrays, answers of Scan, requests for BatchWriteItem), CSV (first"
          + " line: names; .csv, .tsv) and models of NoSQL Workbench; packed by gzip or not.",
      "Items that are there already are replaced. Items that the server refuses are named by their"
          + " numbers, and the others are imported.",
      "Exit codes: 0 all are imported, 1 some are not, 2 wrong arguments, 130 interrupted."
    })
public final class ImportCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // as the other
  @Parameters(paramLabel = "SOURCE", description = "File, or folder of an export.")
  private Path source;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Table for the items, where the source does not say, or instead.")
  private @Nullable String table;

  @Option(
      names = "--partition-key",
      paramLabel = "NAME:TYPE",
      description = "Make the table if it is not there, with this key, such as Artist:S.")
  private @Nullable String partitionKey;

  @Option(
      names = "--sort-key",
      paramLabel = "NAME:TYPE",
      description = "The sort key of the table to be made, if it shall have one.")
  private @Nullable String sortKey;

  @Option(
      names = "--delimiter",
      paramLabel = "C",
      defaultValue = ",",
      description = "Between the values of CSV; \\t for tabs (${DEFAULT-VALUE}).")
  private String delimiter = "";

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Keep in this file how far the import is, and go on from there if it was interrupted.")
  private @Nullable Path resume;

  @Option(names = "--json", description = "Print progress and result as JSON, one in a line.")
  private boolean isJson;

  @Mixin private final EndpointOptions server = new EndpointOptions();

  /** Picocli makes it by this. */
  ImportCommand() {
    this(System.getenv());
  }

  public ImportCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return new LongCommand(out, err, isJson)
        .run(
            LongCommand.FAILED,
            progress -> {
              try (TableClient client = server.client(environment)) {
                return run(client, progress, out, err);
              }
            });
  }

  private int run(TableClient client, ProgressDisplay progress, PrintWriter out, PrintWriter err)
      throws IOException, InterruptedException {
    Map<String, String> keyTypes = prepare(client);
    var state = new ResumeFile(resume, source.toAbsolutePath().normalize().toString());
    try (ItemReader reader = Formats.open(source, new Formats.Csv(separator(), keyTypes))) {
      create(client, reader);
      return new Importing(client, progress, out, err, isJson).run(reader, this::target, state);
    }
  }

  private String target(ItemReader.Row row) throws IOException {
    String named = table == null ? row.table() : table;
    if (named == null) {
      throw new IOException("--table: must be given, for " + source + " does not name a table");
    }
    return named;
  }

  private char separator() throws IOException {
    String text = delimiter.equals("\\t") ? "\t" : delimiter;
    boolean isTabs = source.getFileName().toString().contains(".tsv") && text.equals(",");
    if (text.length() != 1 || "\"\r\n".contains(text)) {
      throw new IOException("--delimiter: must be one character");
    }
    return isTabs ? '\t' : text.charAt(0);
  }

  /** Makes the table if need be, and returns the types of key attributes for CSV. */
  private Map<String, String> prepare(TableClient client) throws IOException, InterruptedException {
    Map<String, String> types = new LinkedHashMap<>();
    if (table == null) {
      return types;
    }
    JsonNode description = client.describe(table);
    if (description == null && partitionKey != null) {
      description = client.create(request(table, partitionKey));
    }
    if (description != null) {
      for (JsonNode each : description.path("AttributeDefinitions")) {
        types.put(each.path("AttributeName").asString(), each.path("AttributeType").asString());
      }
    }
    return types;
  }

  private ObjectNode request(String name, String partition) throws IOException {
    ObjectNode request = TableClient.named(name).put("BillingMode", "PAY_PER_REQUEST");
    ArrayNode schema = request.putArray("KeySchema");
    ArrayNode definitions = request.putArray("AttributeDefinitions");
    add(partition, "HASH", schema, definitions);
    if (sortKey != null) {
      add(sortKey, "RANGE", schema, definitions);
    }
    return request;
  }

  private static void add(String key, String kind, ArrayNode schema, ArrayNode definitions)
      throws IOException {
    int colon = key.lastIndexOf(':');
    String type = key.substring(colon + 1);
    if (colon < 1 || !type.matches("[SNB]")) {
      throw new IOException("a key must be such as Artist:S, with the type S, N or B");
    }
    String name = key.substring(0, colon);
    schema.addObject().put("AttributeName", name).put("KeyType", kind);
    definitions.addObject().put("AttributeName", name).put("AttributeType", type);
  }

  /** Makes the tables that the source describes and that are not there. */
  private void create(TableClient client, ItemReader reader)
      throws IOException, InterruptedException {
    for (ObjectNode described : reader.tables()) {
      ObjectNode request = described.deepCopy();
      if (table != null && reader.tables().size() == 1) {
        request.put("TableName", table);
      } else if (table == null && reader.tables().size() == 1) {
        table = request.path("TableName").asString();
      }
      if (client.describe(request.path("TableName").asString()) == null) {
        client.create(request);
      }
    }
  }
}
