package io.larder.proxy;

import static java.util.stream.Collectors.joining;

import io.larder.proxy.caches.CacheCommand;
import io.larder.proxy.caches.Caches;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import io.larder.proxy.config.InvalidConfigurationException;
import io.larder.proxy.help.CompletionCommand;
import io.larder.proxy.help.ManCommand;
import io.larder.proxy.logging.ConsoleLogging;
import io.larder.proxy.maintenance.BackupCommand;
import io.larder.proxy.maintenance.CompactCommand;
import io.larder.proxy.maintenance.RestoreCommand;
import io.larder.proxy.maintenance.VerifyCommand;
import io.larder.proxy.net.ServiceManager;
import io.larder.proxy.net.tls.InvalidPemException;
import io.larder.proxy.net.tls.PemFiles;
import io.larder.proxy.transfer.ExportCommand;
import io.larder.proxy.transfer.ImportCommand;
import io.larder.proxy.transfer.LoadCommand;
import io.larder.store.lmdb.Salvage;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code larder}: serves, unless a subcommand says otherwise. */
@Command(
    name = "larder",
    description = "A DynamoDB-compatible server with coherent caches before a durable table store.",
    subcommands = {
      HelpCommand.class,
      ClusterCommand.class,
      CacheCommand.class,
      IamCommand.class,
      AuditCommand.class,
      VerifyCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CompactCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      LoadCommand.class,
      ManCommand.class,
      CompletionCommand.class,
      PostureCommand.class
    },
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
  private final Supplier<TerminationSignals> handleSignals;

  @Mixin private final ServeOptions options = new ServeOptions();

  /**
   * @param environment variables of the process
   * @param handleSignals called before a server is started
   */
  LarderCommand(
      PrintWriter out,
      PrintWriter err,
      Map<String, String> environment,
      Supplier<TerminationSignals> handleSignals) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.handleSignals = handleSignals;
  }

  /** The variables of the process. */
  Map<String, String> environment() {
    return environment;
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
    Map<String, PemFiles> pems = pemFiles(configuration);
    for (Map.Entry<String, PemFiles> pem : pems.entrySet()) {
      try {
        pem.getValue().check();
      } catch (InvalidPemException e) {
        err.println("larder: " + pem.getKey() + ": " + e.getMessage());
        return WRONG_CONFIGURATION;
      }
    }
    try {
      ClusterWiring.identity(configuration.cluster());
    } catch (IOException e) {
      err.println("larder: " + e.getMessage());
      return WRONG_CONFIGURATION;
    }
    List<String> problems = new ArrayList<>(AuthorizationWiring.problems(configuration));
    problems.addAll(Caches.problems(configuration));
    problems.addAll(StoreWiring.problems(configuration, environment));
    if (!problems.isEmpty()) {
      problems.forEach(problem -> err.println("larder: " + problem));
      return WRONG_CONFIGURATION;
    }
    ConfigurationSources.values(configuration)
        .forEach((path, value) -> out.println(path + ": " + value));
    out.flush();
    return 0;
  }

  /** All files of that configuration, by the group that gives them. */
  private static Map<String, PemFiles> pemFiles(Configuration configuration) {
    Map<String, PemFiles> files = new LinkedHashMap<>();
    put(files, "tls", configuration.tls().files());
    put(files, "admin", configuration.admin().tls());
    configuration.listeners().forEach(each -> put(files, "listeners " + each.name(), each.tls()));
    return files;
  }

  private static void put(Map<String, PemFiles> target, String group, @Nullable PemFiles files) {
    if (files != null) {
      target.put(group, files);
    }
  }

  @Command(name = "version", description = "Prints the version.")
  int version() {
    out.println("larder " + ServerInfo.version());
    out.flush();
    return 0;
  }

  @Command(name = "serve", description = "Serves until it is told to stop (the default command).")
  int serve(@Mixin ServeOptions serveOptions) throws InterruptedException {
    // First of all: a signal during the start must not be lost.
    TerminationSignals signals = handleSignals.get();
    StoreWiring.loadAhead();
    Configuration configuration;
    try {
      configuration = serveOptions.load(environment);
    } catch (InvalidConfigurationException e) {
      return report(e);
    }
    ConsoleLogging.apply(configuration.logging());
    try {
      serve(configuration, signals, new ServiceManager(environment));
      return 0;
    } catch (StartupException e) {
      return report(e);
    }
  }

  private static void serve(
      Configuration configuration, TerminationSignals signals, ServiceManager manager)
      throws StartupException, InterruptedException {
    OpenStore store = StoreWiring.open(configuration);
    if (signals.haveCome()) {
      store.close();
      return;
    }
    try (Larder larder = Wiring.start(configuration, store)) {
      LoggerFactory.getLogger(Larder.class)
          .atInfo()
          .addKeyValue("address", text(larder.addresses()))
          .addKeyValue("https", text(larder.httpsAddresses()))
          .addKeyValue("dax", text(larder.daxAddresses()))
          .addKeyValue("daxs", text(larder.daxsAddresses()))
          .addKeyValue(
              "listeners",
              larder.furtherAddresses().entrySet().stream()
                  .map(each -> each.getKey() + "=" + text(each.getValue()))
                  .toList())
          .addKeyValue("admin", text(larder.adminAddresses()))
          .addKeyValue("version", ServerInfo.version())
          .log("Larder is serving");
      manager.ready();
      signals.await();
      manager.stopping();
    }
  }

  private static String text(List<InetSocketAddress> addresses) {
    return addresses.isEmpty()
        ? "none"
        : addresses.stream().map(NetUtil::toSocketAddressString).collect(joining(" "));
  }

  @Command(
      name = "salvage",
      description = {
        "Makes a store usable again whose log is damaged, without what is missing.",
        "Exit codes: 0 the server can be started, 1 it cannot."
      })
  int salvage(
      @Option(
              names = "--data-dir",
              paramLabel = "DIR",
              required = true,
              description = "Folder of the tables.")
          Path directory,
      @Option(
              names = "--yes",
              description = "Give up what is missing; without it nothing is changed.")
          boolean giveUp) {
    try {
      Salvage.Report report = Salvage.run(directory, giveUp);
      report.lines().forEach(out::println);
      out.flush();
      return report.isUsable() ? 0 : CANNOT_START;
    } catch (RuntimeException e) {
      return report(StartupException.of(e));
    }
  }

  private int report(StartupException failure) {
    err.println("larder: " + failure.getMessage());
    return CANNOT_START;
  }

  private int report(InvalidConfigurationException invalid) {
    for (String problem : invalid.problems()) {
      err.println("larder: " + problem);
    }
    return WRONG_CONFIGURATION;
  }
}
