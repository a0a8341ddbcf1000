package io.larder.proxy.caches;

import io.larder.cache.CachingTableStore;
import io.larder.cache.restart.Pace;
import io.larder.cache.restart.Seal;
import io.larder.cache.restart.WarmRestart;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Store;
import io.larder.proxy.keys.StoreEncryption;
import io.larder.security.auth.Authorizer;
import io.larder.store.StoreGauge;
import io.larder.store.seal.Encryption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caches of a server by region, from when a region is opened, and what lets them be warm after
 * a restart. Safe for any number of threads.
 */
public final class ServedCaches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedCaches.class);

  /** So many items are read in a second after a start. */
  private static final long RATE = 2000;

  private final @Nullable Kept kept;
  private final SortedMap<String, Served> byRegion = new TreeMap<>();
  private final List<WarmRestart> restarts = new ArrayList<>();
  private boolean started;

  /**
   * The caches of a region.
   *
   * @param authorizer decides who may read what through them
   */
  public record Served(CachingTableStore caches, Authorizer authorizer) {}

  /**
   * Where the keys of what is cached are kept.
   *
   * @param file of the server's own region; those of others have their names behind that
   * @param seal of the files; null for none
   * @param interval how often they are written
   */
  public record Kept(Path file, @Nullable Seal seal, Duration interval) {}

  /**
   * @param kept null if nothing is
   */
  public ServedCaches(@Nullable Kept kept) {
    this.kept = kept;
  }

  /**
   * As a configuration has it.
   *
   * @throws IOException if the master key is not to be had
   */
  public static ServedCaches of(Configuration configuration) throws IOException {
    return new ServedCaches(kept(configuration));
  }

  private static @Nullable Kept kept(Configuration configuration) throws IOException {
    Store store = configuration.store();
    if (store.inMemory() || !configuration.cache().warmRestart()) {
      return null;
    }
    boolean hasUpstream = store.kind() == Store.Kind.UPSTREAM;
    Encryption encryption = StoreEncryption.of(configuration);
    return new Kept(
        store.dataDir().resolve(hasUpstream ? "cached-keys-of-upstream" : "cached-keys"),
        encryption == null ? null : new MasterSeal(encryption.master()),
        configuration.cache().warmRestartInterval());
  }

  /**
   * A region is open.
   *
   * @param region the server's own is {@code ""}
   * @param authorizer decides who may read what of its tables
   */
  public synchronized void add(String region, CachingTableStore caches, Authorizer authorizer) {
    byRegion.put(region, new Served(caches, authorizer));
    if (kept == null) {
      return;
    }
    String name = kept.file().getFileName() + (region.isEmpty() ? "" : "." + region);
    var restart =
        new WarmRestart(
            caches,
            kept.file().resolveSibling(name),
            kept.seal(),
            kept.interval(),
            Pace.perSecond(RATE));
    restarts.add(restart);
    if (started) {
      restart.start();
    }
  }

  /** The server serves: what was cached before is read in the background. */
  public synchronized void start() {
    if (kept == null) {
      return;
    }
    try {
      Files.createDirectories(kept.file().toAbsolutePath().getParent());
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("There is no folder for the keys of what is cached");
      restarts.clear();
    }
    started = true;
    restarts.forEach(WarmRestart::start);
  }

  /** What meters tell of it, behind what they tell of others. */
  public List<StoreGauge> gaugesAfter(List<StoreGauge> some, List<StoreGauge> others) {
    return Stream.of(some, others, gauges()).flatMap(List::stream).toList();
  }

  private List<StoreGauge> gauges() {
    return List.of(
        new StoreGauge(
            "warm_restart_items",
            "Items that were read after the start, because they were cached before.",
            true,
            () -> sum(WarmRestart::read)),
        new StoreGauge(
            "warm_restart_failed_items",
            "Items that were cached before the start, and could not be read.",
            true,
            () -> sum(WarmRestart::failed)));
  }

  private synchronized long sum(ToLongFunction<WarmRestart> count) {
    return restarts.stream().mapToLong(count).sum();
  }

  /** All that there are now. */
  public synchronized SortedMap<String, Served> all() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(byRegion));
  }

  /** Keeps what is cached; the tables must not be closed yet. */
  @Override
  public synchronized void close() {
    if (started) {
      restarts.forEach(WarmRestart::close);
    }
  }
}
