package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;

/** The command line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // Netty would look for a hardware address to make channel ids unique across machines, which
    // takes longer than the rest of its start.
    System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
    var out = new PrintWriter(System.out, true, UTF_8);
    var err = new PrintWriter(System.err, true, UTF_8);
    var command = new LarderCommand(out, err, System.getenv(), TerminationSignals::handle);
    ServeOptions plain = ServeOptions.plain(arguments);
    System.exit(
        plain == null
            ? new CommandLine(command).setOut(out).setErr(err).execute(arguments)
            : serve(command, plain, err));
  }

  private static int serve(LarderCommand command, ServeOptions options, PrintWriter err) {
    try {
      return command.serve(options);
    } catch (InterruptedException | RuntimeException e) {
      e.printStackTrace(err);
      return 1;
    }
  }
}
