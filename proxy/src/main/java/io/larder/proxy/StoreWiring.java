package io.larder.proxy;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Kinesis;
import io.larder.proxy.config.Service;
import io.larder.proxy.config.Store;
import io.larder.proxy.keys.StoreEncryption;
import io.larder.proxy.kinesis.KinesisStreams;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.Transport;
import io.larder.proxy.upstream.CredentialsSource;
import io.larder.store.delivery.DeliveryCounts;
import io.larder.store.delivery.DeliveryOptions;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.lmdb.tables.ControlPlane;
import io.larder.store.throughput.Throughput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The part of the wiring that is for stores, and for the threads that they share with clients. */
final class StoreWiring {
  private StoreWiring() {}

  /** Has that loaded beside the caller for which opening a store would take longest. */
  static void loadAhead() {
    loadAhead("larder-load-store", LmdbTableStore::load);
    loadAhead("larder-load-net", Transport::fastest);
  }

  private static void loadAhead(String name, Runnable work) {
    Thread.ofPlatform()
        .name(name)
        .daemon()
        // Whoever needs what cannot be loaded will tell.
        .uncaughtExceptionHandler((_, _) -> {})
        .start(work);
  }

  /**
   * The store of that configuration, with everything in it that was acknowledged.
   *
   * @throws StartupException if it cannot be opened
   */
  static OpenStore open(Configuration configuration) throws StartupException {
    Configuration.Server server = configuration.server();
    try {
      EventLoops loops = EventLoops.start(transport(server.transport()), server.eventLoopThreads());
      try {
        OpenStore store =
            switch (configuration.store().kind()) {
              case LMDB -> openBundled(configuration, loops);
              case UPSTREAM -> UpstreamWiring.open(configuration, loops);
            };
        return store.hidingOwn();
      } catch (IOException | RuntimeException e) {
        loops.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      throw StartupException.of(e);
    }
  }

  private static OpenStore openBundled(Configuration configuration, EventLoops loops)
      throws IOException {
    Throughput throughput = throughput(configuration);
    DeliveryOptions delivery = delivery(configuration);
    LmdbTableStore store =
        LmdbTableStore.open(
            lmdbOptions(configuration, configuration.store().dataDir())
                .withEncryption(StoreEncryption.of(configuration))
                .withThroughput(throughput)
                .withDelivery(delivery));
    return new OpenStore(
        store,
        store,
        store.attributeLists(),
        store.gauges(),
        throughput,
        delivery.counts(),
        loops,
        null,
        new OwnTable(store, OwnTable.BUNDLED, false),
        store.maintenance());
  }

  private static DeliveryOptions delivery(Configuration configuration) {
    Kinesis kinesis = configuration.kinesis();
    URI endpoint = kinesis.endpoint().url();
    if (endpoint == null) {
      return DeliveryOptions.none();
    }
    return new DeliveryOptions(
        new KinesisStreams(
            endpoint,
            kinesis.region().equals("auto") ? null : kinesis.region(),
            credentials(kinesis, System.getenv()),
            InstantSource.system()),
        new DeliveryCounts());
  }

  private static CredentialsSource credentials(Kinesis kinesis, Map<String, String> environment) {
    return UpstreamWiring.credentials(
        kinesis.credentials(),
        kinesis.isAmazon(),
        environment,
        List.of(kinesis.accessKeyFile(), kinesis.secretKeyFile(), kinesis.sessionTokenFile()));
  }

  /** What is missing outside the configuration, each in one line that names the key. */
  static List<String> problems(Configuration configuration, Map<String, String> environment) {
    if (configuration.store().kind() == Store.Kind.UPSTREAM) {
      return UpstreamWiring.problems(configuration.upstream(), environment);
    }
    Kinesis kinesis = configuration.kinesis();
    return kinesis.endpoint().isGiven()
        ? UpstreamWiring.problems(
            "kinesis.credentials",
            kinesis.credentials(),
            () -> credentials(kinesis, environment),
            environment)
        : List.of();
  }

  private static Throughput throughput(Configuration configuration) {
    boolean isLimited = configuration.service().throughput() == Service.Throughput.PROVISIONED;
    return new Throughput(
        new Throughput.Options(isLimited, Set.of(OwnTable.BUNDLED)), System::nanoTime);
  }

  /**
   * The tables of another region than the server's own.
   *
   * @throws IOException in one line, if they cannot be opened
   */
  static LmdbTableStore openRegion(Configuration configuration, String region) throws IOException {
    return LmdbTableStore.open(
        lmdbOptions(configuration, folder(configuration).resolve(region))
            .withIdentity(region, configuration.service().accountId())
            .withEncryption(StoreEncryption.of(configuration))
            .withThroughput(throughput(configuration))
            .withDelivery(delivery(configuration)));
  }

  /** The other regions that there are tables of. */
  static List<String> regions(Configuration configuration) throws IOException {
    Path folder = folder(configuration);
    if (configuration.store().inMemory() || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> regions = Files.list(folder)) {
      return regions
          .filter(LmdbOptions::hasStore)
          .map(each -> each.getFileName().toString())
          .toList();
    }
  }

  private static Path folder(Configuration configuration) {
    return configuration.store().dataDir().resolve("regions");
  }

  private static Transport transport(Configuration.Server.Transport wished) {
    return switch (wished) {
      case NIO -> Transport.NIO;
      case AUTO -> Transport.fastest();
      case EPOLL -> Transport.epoll();
    };
  }

  private static LmdbOptions lmdbOptions(Configuration configuration, Path folder) {
    Store store = configuration.store();
    LmdbOptions options = store.inMemory() ? LmdbOptions.inMemory() : LmdbOptions.durable(folder);
    return options
        .withMapSize(store.mapSize().bytes())
        .withMaxReaders(store.maxReaders())
        .withWriteQueue(store.writeQueue(), store.commitGroup())
        .withIdentity(configuration.service().region(), configuration.service().accountId())
        .withTimeToLiveSweep(store.timeToLiveSweep())
        .withControlPlane(controlPlane(configuration.service().controlPlane()));
  }

  private static ControlPlane controlPlane(Service.ControlPlane pace) {
    return switch (pace) {
      case INSTANT -> ControlPlane.INSTANT;
      case REALISTIC -> ControlPlane.REALISTIC;
    };
  }
}
