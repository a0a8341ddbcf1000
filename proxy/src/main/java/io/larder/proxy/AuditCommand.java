package io.larder.proxy;

import io.larder.security.audit.files.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code larder audit}: looks at what was recorded. */
@Command(
    name = "audit",
    description = "Looks at the records of who did what.",
    subcommands = HelpCommand.class)
final class AuditCommand {
  private static final int TAMPERED = 1;
  private static final int CANNOT_VERIFY = 2;

  // Picocli sets it before anything is called.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Command(
      name = "verify",
      description = {
        "Finds records that were changed, dropped, put in or moved, and wrong signatures.",
        "Exit codes: 0 all is as it was written, 1 it is not, 2 it cannot be told."
      })
  int verify(
      @Parameters(paramLabel = "DIR", description = "Folder of the records.") Path folder,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description =
                  "Public key that signatures must be of, in PEM; else any in the folder, which"
                      + " whoever changed the records may have put there.")
          @Nullable Path key,
      @Option(
              names = "--newest",
              paramLabel = "HASH",
              description = "Hash of a digest that must be there, as the server has logged it.")
          @Nullable String newest,
      @Option(
              names = "--kept-since",
              paramLabel = "TIME",
              description =
                  "Logs that were complete before may be gone, as with audit.retention; such as"
                      + " 2026-11-30T00:00:00Z.")
          @Nullable String keptSince) {
    PrintWriter err = spec.commandLine().getErr();
    Verification.Report report;
    try {
      Instant since = keptSince == null ? null : Instant.parse(keptSince);
      report = Verification.of(new Verification.Question(folder, key, newest, since));
    } catch (DateTimeParseException e) {
      err.println("larder: --kept-since: must be a time such as 2026-11-30T00:00:00Z");
      return CANNOT_VERIFY;
    } catch (IOException e) {
      err.println("larder: " + e.getMessage());
      return CANNOT_VERIFY;
    }
    report.problems().forEach(problem -> err.println("larder: " + problem));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "%d digests, %d logs, from %s to %s; %d logs wait for the next digest"
            .formatted(
                report.digests(), report.logs(), report.from(), report.to(), report.waiting()));
    out.flush();
    return report.problems().isEmpty() ? 0 : TAMPERED;
  }
}
