package io.larder.proxy.maintenance;

import io.larder.store.lmdb.maintenance.Backups;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code larder restore}: brings back what was saved. */
@Command(
    name = "restore",
    description = {
      "Makes the tables of a backup those of a server that is stopped and has none.",
      "Interrupted, it has left none, and may be done again.",
      "Exit codes: 0 restored, 1 it cannot be, 2 wrong arguments, 130 interrupted."
    })
public final class RestoreCommand implements Callable<Integer> {
  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // as the other
  @Parameters(paramLabel = "BACKUP", description = "Folder of the backup.")
  private Path backup;

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
              Backups.restore(backup, directory, progress);
              progress.end();
              out.println(
                  isJson
                      ? JsonLine.of("folder", directory.toAbsolutePath())
                      : "Restored in " + directory.toAbsolutePath());
              return LongCommand.OK;
            });
  }
}
