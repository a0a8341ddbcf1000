package io.larder.proxy.transfer;

import io.larder.proxy.maintenance.JsonLine;
import io.larder.proxy.maintenance.LongCommand;
import io.larder.proxy.maintenance.ProgressDisplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code larder export}: writes the items of a table to files. */
@Command(
    name = "export",
    description = {
      "Writes the items of a table, of any server that speaks DynamoDB's protocol, to a file or"
          + " folder that is not there yet: NAME.json or NAME.jsonl for lines of DynamoDB's JSON,"
          + " NAME.csv for separated values (each with .gz behind it for gzip), any other name for"
          + " a folder in the layout of the service's exports to S3.",
      "The items are those that a Scan finds, not those of one moment; that is what `larder"
          + " backup` saves.",
      "Exit codes: 0 exported, 1 it cannot be, 2 wrong arguments, 130 interrupted; only after 0 is"
          + " there the file or folder."
    })
public final class ExportCommand implements Callable<Integer> {
  private static final String PARTIAL = ".partial";
  private static final int MAX_SEGMENTS = 64;

  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @SuppressWarnings("NullAway.Init") // as the other
  @Option(
      names = "--to",
      paramLabel = "PATH",
      required = true,
      description = "File or folder to make.")
  private Path target;

  @Option(
      names = "--segments",
      paramLabel = "N",
      defaultValue = "4",
      description = "So many parts of the table are read at once (${DEFAULT-VALUE}).")
  private int segments;

  @Option(names = "--json", description = "Print progress and result as JSON, one in a line.")
  private boolean isJson;

  @Mixin private final EndpointOptions server = new EndpointOptions();

  /** Picocli makes it by this. */
  ExportCommand() {
    this(System.getenv());
  }

  public ExportCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (segments < 1 || segments > MAX_SEGMENTS) {
      throw new ParameterException(
          spec.commandLine(), "--segments: must be a number from 1 to " + MAX_SEGMENTS);
    }
    PrintWriter out = spec.commandLine().getOut();
    return new LongCommand(out, spec.commandLine().getErr(), isJson)
        .run(
            LongCommand.FAILED,
            progress -> {
              try (TableClient client = server.client(environment)) {
                long items = run(client, progress);
                progress.end();
                out.println(
                    isJson
                        ? JsonLine.of("path", target.toAbsolutePath(), "items", items)
                        : "Exported %,d items to %s".formatted(items, target.toAbsolutePath()));
                return LongCommand.OK;
              }
            });
  }

  private long run(TableClient client, ProgressDisplay progress)
      throws IOException, InterruptedException {
    if (Files.exists(target)) {
      throw new IOException(target + " is there already");
    }
    JsonNode description = client.describe(table);
    if (description == null) {
      throw new IOException("There is no table " + table);
    }
    Path partial = target.resolveSibling(target.getFileName() + PARTIAL);
    delete(partial);
    try {
      var export =
          new TableExport(new TableScan(client, table, segments), description, new SecureRandom());
      String name = target.getFileName().toString();
      boolean isPacked = name.endsWith(".gz");
      long items;
      if (Formats.isCsv(target)) {
        items = export.toCsv(partial, isPacked, progress);
      } else if (name.matches(".*\\.jsonl?(\\.gz)?")) {
        items = export.toLines(partial, isPacked, progress);
      } else {
        items = export.toS3Layout(partial, Instant.now(), progress);
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      return items;
    } finally {
      delete(partial);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      List<Path> inside;
      try (Stream<Path> walk = Files.walk(path)) {
        inside = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : inside) {
        Files.delete(each);
      }
    }
  }
}
