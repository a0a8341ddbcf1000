package io.larder.proxy;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import io.larder.proxy.config.InvalidConfigurationException;
import io.larder.proxy.logging.ConsoleLogging;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code larder}: serves, unless a subcommand says otherwise. */
@Command(
    name = "larder",
    description = "A DynamoDB-compatible server with coherent caches before a durable table store.",
    subcommands = HelpCommand.class,
    footer = {
      "",
      "Exit codes: 0 stopped in order, 1 cannot start, 2 wrong arguments or configuration."
    })
final class LarderCommand implements Callable<Integer> {
  private static final int CANNOT_START = 1;
  private static final int WRONG_CONFIGURATION = 2;

  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<String, String> environment;

  @Mixin private final ServeOptions options = new ServeOptions();

  LarderCommand(PrintWriter out, PrintWriter err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    return serve(options);
  }

  @Command(name = "check-config", description = "Checks a configuration and prints what it means.")
  int checkConfig(
      @Option(names = "--config", paramLabel = "FILE", required = true, description = "The file.")
          Path file) {
    Configuration configuration;
    try {
      configuration = new ConfigurationSources(file, environment, Map.of()).load();
    } catch (InvalidConfigurationException e) {
      return report(e);
    }
    ConfigurationSources.values(configuration)
        .forEach((path, value) -> out.println(path + ": " + value));
    out.flush();
    return 0;
  }

  @Command(name = "version", description = "Prints the version.")
  int version() {
    out.println("larder " + ServerInfo.version());
    out.flush();
    return 0;
  }

  @Command(name = "serve", description = "Serves until it is told to stop (the default command).")
  int serve(@Mixin ServeOptions serveOptions) throws InterruptedException {
    Configuration configuration;
    try {
      configuration = serveOptions.load(environment);
    } catch (InvalidConfigurationException e) {
      return report(e);
    }
    ConsoleLogging.apply(configuration.logging());
    try (Larder larder = Wiring.start(configuration)) {
      LoggerFactory.getLogger(Larder.class)
          .atInfo()
          .addKeyValue("address", text(larder.address()))
          .addKeyValue("admin", text(larder.adminAddress()))
          .addKeyValue("version", ServerInfo.version())
          .log("Larder is serving");
      TerminationSignals.handle().await();
      return 0;
    } catch (StartupException e) {
      err.println("larder: " + e.getMessage());
      return CANNOT_START;
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private int report(InvalidConfigurationException invalid) {
    for (String problem : invalid.problems()) {
      err.println("larder: " + problem);
    }
    return WRONG_CONFIGURATION;
  }
}
