package io.larder.proxy.console;

import io.larder.proxy.admin.AdminPages;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Console.Mode;
import io.larder.proxy.config.Store;
import io.larder.proxy.http.FormCalls;
import io.larder.proxy.metrics.MetricSources;
import io.larder.proxy.metrics.Moment;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of the wiring that is for whoever looks on with a browser. */
public final class ConsoleWiring implements AutoCloseable {
  private final @Nullable Console console;

  private ConsoleWiring(@Nullable Console console) {
    this.console = console;
  }

  /** The console of that configuration, if it is to have one. */
  public static ConsoleWiring open(
      Configuration configuration,
      OperationDoors doors,
      @Nullable FormCalls forms,
      MetricSources sources,
      boolean isNode) {
    Mode mode = configuration.console().mode();
    if (mode == Mode.OFF) {
      return new ConsoleWiring(null);
    }
    return new ConsoleWiring(
        Console.open(
            new Console.About(
                mode == Mode.FULL,
                configuration.authentication().isVerified(),
                configuration.admin().host(),
                configuration.service().region(),
                configuration.store().kind() == Store.Kind.UPSTREAM,
                isNode),
            doors,
            forms == null ? null : forms.api(),
            millis -> Moment.json(sources, millis),
            InstantSource.system(),
            UUID::randomUUID));
  }

  /** These pages and the console's. */
  public AdminPages with(AdminPages pages) {
    return console == null ? pages : pages.with(console);
  }

  /** Looks on from now. */
  public void start() {
    if (console != null) {
      console.start();
    }
  }

  @Override
  public void close() {
    if (console != null) {
      console.close();
    }
  }
}
