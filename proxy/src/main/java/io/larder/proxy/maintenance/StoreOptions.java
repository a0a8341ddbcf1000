package io.larder.proxy.maintenance;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.ConfigurationSources;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.maintenance.Backups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stopped stores a command is about: those of a folder or of a configuration. */
public final class StoreOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder of the tables of a server that is stopped.")
  private @Nullable Path directory;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration of that server, which says where its tables and its keys are.")
  private @Nullable Path file;

  /** True if stopped stores are meant, and no server. */
  boolean isGiven() {
    return directory != null || file != null;
  }

  /**
   * The configuration.
   *
   * @throws io.larder.proxy.config.InvalidConfigurationException if anything in it is wrong
   */
  Configuration configuration(Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    if (directory != null) {
      values.put("store.data-dir", directory.toString());
    }
    return new ConfigurationSources(file, environment, values).load();
  }

  /** The stores below a folder, by region; the server's own is {@code ""}. */
  static SortedMap<String, Path> stores(Path folder) throws IOException {
    SortedMap<String, Path> stores = new TreeMap<>();
    stores.put("", folder);
    Path regions = folder.resolve(Backups.REGIONS);
    if (Files.isDirectory(regions)) {
      try (Stream<Path> found = Files.list(regions)) {
        found
            .filter(LmdbOptions::hasStore)
            .forEach(region -> stores.put(region.getFileName().toString(), region));
      }
    }
    return stores;
  }
}
