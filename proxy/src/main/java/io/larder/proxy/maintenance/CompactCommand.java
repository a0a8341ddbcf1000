package io.larder.proxy.maintenance;

import io.larder.store.lmdb.maintenance.StoppedStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder compact}: gives the disk back what tables no longer use. */
@Command(
    name = "compact",
    description = {
      "Writes the tables of a server that is stopped anew, without the room that they do not use."
          + " It takes as much room as they have for as long as it runs.",
      "Interrupted, the tables are as they were or as they shall be.",
      "Exit codes: 0 done, 1 it cannot be, 2 wrong arguments, 130 interrupted."
    })
public final class CompactCommand implements Callable<Integer> {
  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // as the other
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the tables.")
  private Path directory;

  @Option(names = "--json", description = "Print progress and result as JSON, one in a line.")
  private boolean isJson;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return new LongCommand(out, spec.commandLine().getErr(), isJson)
        .run(
            LongCommand.FAILED,
            progress -> {
              long saved = 0;
              for (Map.Entry<String, Path> store : StoreOptions.stores(directory).entrySet()) {
                saved += StoppedStore.compact(store.getValue(), progress);
              }
              progress.end();
              out.println(
                  isJson
                      ? JsonLine.of("bytesSaved", saved)
                      : "The tables take %,d bytes less".formatted(saved));
              return LongCommand.OK;
            });
  }
}
