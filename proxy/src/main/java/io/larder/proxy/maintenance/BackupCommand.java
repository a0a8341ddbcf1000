package io.larder.proxy.maintenance;

import io.larder.proxy.admin.AdminClient;
import io.larder.store.lmdb.maintenance.Backups;
import io.larder.store.lmdb.maintenance.StoppedStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code larder backup}: saves the tables. */
@Command(
    name = "backup",
    description = {
      "Lets a running server save its tables as they are at one moment, in a folder of its"
          + " store.backups; or with --data-dir and --to saves those of one that is stopped.",
      "What is encrypted stays so. Each checksum is checked; a damaged store is not saved.",
      "A server asks for larder:CreateBackup, larder:GetMaintenance and larder:CancelMaintenance.",
      "Exit codes: 0 saved, 1 it cannot be, 2 wrong arguments, 130 interrupted; only after 0 is"
          + " there a backup."
    })
public final class BackupCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private final AdminClient server = new AdminClient();
  @Mixin private final StoreOptions store = new StoreOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the backup in the server's folder; else the time.")
  private @Nullable String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Folder to make, for the tables of a server that is stopped.")
  private @Nullable Path target;

  @Option(names = "--json", description = "Print progress and result as JSON, one in a line.")
  private boolean isJson;

  /** Picocli makes it by this. */
  BackupCommand() {
    this(System.getenv());
  }

  public BackupCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (store.isGiven() != (target != null)) {
      throw new ParameterException(
          spec.commandLine(), "--to goes with --data-dir or --config, and they with it");
    }
    PrintWriter out = spec.commandLine().getOut();
    return new LongCommand(out, spec.commandLine().getErr(), isJson)
        .run(
            LongCommand.FAILED,
            progress -> {
              Saved saved = target == null ? ask(progress) : save(target, progress);
              progress.end();
              print(saved, out);
              return LongCommand.OK;
            });
  }

  private record Saved(String folder, long records) {}

  private Saved ask(ProgressDisplay progress) throws IOException, InterruptedException {
    JsonNode result =
        new ServerWork(server, environment)
            .run(
                name == null
                    ? "/backup"
                    : "/backup?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8),
                progress);
    return new Saved(result.path("folder").asString(), result.path("records").asLong());
  }

  private Saved save(Path folder, ProgressDisplay progress) throws IOException {
    Map<String, Backups.Copying> copies = new LinkedHashMap<>();
    StoreOptions.stores(store.configuration(environment).store().dataDir())
        .forEach(
            (region, path) ->
                copies.put(
                    region.isEmpty() ? "" : Backups.REGIONS + "/" + region,
                    (to, copied) -> StoppedStore.copy(path, to, copied)));
    long records = Backups.make(copies, folder, progress);
    return new Saved(folder.toAbsolutePath().toString(), records);
  }

  private void print(Saved saved, PrintWriter out) {
    if (isJson) {
      out.println(JsonLine.of("folder", saved.folder, "records", saved.records));
    } else {
      out.println("Saved %,d records in %s".formatted(saved.records, saved.folder));
    }
  }
}
