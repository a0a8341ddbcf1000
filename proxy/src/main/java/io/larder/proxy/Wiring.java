package io.larder.proxy;

import com.sun.management.OperatingSystemMXBean;
import io.larder.cache.CachingTableStore;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceException;
import io.larder.proxy.admin.AdminPages;
import io.larder.proxy.admin.AdminServer;
import io.larder.proxy.caches.CacheMeters;
import io.larder.proxy.caches.CacheService;
import io.larder.proxy.caches.Caches;
import io.larder.proxy.caches.ServedCaches;
import io.larder.proxy.call.BlockingWork;
import io.larder.proxy.call.CallIds;
import io.larder.proxy.call.Defects;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.call.LongWork;
import io.larder.proxy.call.MeasuredOperations;
import io.larder.proxy.call.Recording;
import io.larder.proxy.call.Regions;
import io.larder.proxy.call.Work;
import io.larder.proxy.config.Authentication;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Dax;
import io.larder.proxy.config.Listen;
import io.larder.proxy.config.Service;
import io.larder.proxy.config.Store;
import io.larder.proxy.console.ConsoleWiring;
import io.larder.proxy.console.OperationDoors;
import io.larder.proxy.dax.DaxProtocol;
import io.larder.proxy.http.HttpProtocol;
import io.larder.proxy.maintenance.Jobs;
import io.larder.proxy.metrics.MetricSources;
import io.larder.proxy.metrics.MetricsExport;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.metrics.cloudwatch.DynamoDbMetrics;
import io.larder.proxy.metrics.cloudwatch.EmfPush;
import io.larder.proxy.metrics.otlp.OtlpPush;
import io.larder.proxy.net.SocketServer;
import io.larder.proxy.net.tls.Certificates;
import io.larder.proxy.tracing.Tracing;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Authorizer;
import io.larder.security.authorization.PolicedTableStore;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.lmdb.maintenance.StoreMaintenance;
import io.larder.store.measured.MeasuredTableStore;
import io.larder.store.partiql.StatementWatch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the server together: HTTP, DAX → authenticate → authorise → caches → store. Whatever was
 * opened is closed again if a later part cannot be.
 */
final class Wiring {
  private Wiring() {}

  /**
   * The server of that configuration, serving over {@link StoreWiring#open its store}. Closes
   * {@code store} when it is closed or cannot be started.
   *
   * @throws StartupException if something that it needs cannot be had
   */
  static Larder start(Configuration configuration, OpenStore store) throws StartupException {
    try {
      return assemble(configuration, store);
    } catch (IOException | IllegalStateException e) {
      store.close();
      throw StartupException.of(e);
    }
  }

  private static Larder assemble(Configuration configuration, OpenStore store) throws IOException {
    var measured = new MeasuredTableStore(store.tables(), System::nanoTime);
    Caches all = Caches.open(configuration);
    try {
      CachingTableStore caches = all.before("", measured);
      AuditTrail audit = AuditWiring.open(configuration, caches);
      try {
        Gates gates = Gates.open(configuration, store, caches, audit);
        try {
          return assemble(configuration, store, measured, all, caches, audit, gates);
        } catch (IOException | RuntimeException e) {
          gates.close();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        audit.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private static Larder assemble(
      Configuration configuration,
      OpenStore store,
      MeasuredTableStore measured,
      Caches all,
      CachingTableStore caches,
      AuditTrail audit,
      Gates gates)
      throws IOException {
    int queued = configuration.limits().queuedReads();
    boolean hasUpstream = configuration.store().kind() == Store.Kind.UPSTREAM;
    var blocking =
        new BlockingWork(
            hasUpstream
                ? configuration.upstream().inFlightReads()
                : configuration.limits().inFlightReads(),
            queued);
    // An upstream evaluates for itself, while its answer is waited for.
    Work evaluations =
        hasUpstream ? blocking : LongWork.start("evaluation", LongWork.threads(), queued);
    var bodies = LongWork.start("body", LongWork.threads(), queued);
    var recording =
        new Recording(audit, InstantSource.system(), new CallIds(new SecureRandom().nextLong()));
    var threads = new Dispatcher.Threads(blocking, evaluations, bodies);
    Tracing tracing = Tracing.start(configuration);
    Serving serving =
        (authorizer, tables, watch) ->
            new Dispatcher(
                authorizer,
                tables::look,
                new PolicedTableStore(tables, gates.known()),
                watch,
                threads,
                recording,
                tracing);
    Dispatcher dispatcher = serving.of(gates.authorizer(), caches, measured);
    SortedMap<String, StoreMaintenance> maintained = new ConcurrentSkipListMap<>();
    if (store.maintenance() != null) {
      maintained.put("", store.maintenance());
    }
    var cached = ServedCaches.of(configuration);
    cached.add("", caches, gates.authorizer());
    Regions regions = regions(configuration, gates, serving, dispatcher, all, maintained, cached);
    ClusterWiring cluster = store.cluster();
    var steering =
        new CacheService(
            cached::all,
            cluster == null ? null : cluster.otherNodes(),
            configuration.metrics().tables());
    var jobs = new Jobs(() -> maintained, configuration.store().backups(), InstantSource.system());
    var requests = new RequestMetrics(MeasuredOperations.names());
    var certificates = new Certificates(configuration.tls().reloadInterval());
    SocketServer clients =
        SocketServer.start(store.loops(), ListenerWiring.netLimits(configuration), requests);
    try {
      Larder.Listeners listeners =
          listeners(
              configuration,
              clients,
              certificates,
              new HttpProtocol(
                  ListenerWiring.httpLimits(configuration.limits()),
                  httpService(configuration, store.cluster()),
                  gates.requests(),
                  regions,
                  clients.memory(),
                  gates.forms()),
              DaxWiring.protocol(configuration, clients, gates.connections(), dispatcher, store));
      var state = new ServerState(() -> store.obstacle().or(regions::obstacle).or(audit::obstacle));
      var sources =
          new MetricSources(
              requests,
              caches::statistics,
              () -> CacheMeters.counts(caches, configuration.metrics().tables()),
              () -> CacheMeters.advice(caches),
              configuration.cache().itemBytes().bytes()
                  + configuration.cache().queryBytes().bytes(),
              cached.gaugesAfter(store.gauges(), audit.gauges()),
              () -> Stream.of(blocking, evaluations).distinct().mapToInt(Work::inFlight).sum(),
              clients.memory()::taken,
              ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuLoad,
              new DynamoDbMetrics(
                  measured,
                  store.throughput(),
                  store.deliveries(),
                  requests,
                  configuration.metrics().tables(),
                  InstantSource.system()));
      var export = new MetricsExport(sources);
      var console =
          ConsoleWiring.open(
              configuration,
              new OperationDoors(
                  gates.requests(),
                  regions,
                  clients.memory(),
                  validationReport(configuration.service()),
                  new Defects(System::nanoTime),
                  "dynamodb." + configuration.service().region() + ".amazonaws.com"),
              gates.forms(),
              sources,
              store.cluster() != null);
      AdminServer admin =
          AdminServer.start(
              address(configuration.admin().host(), configuration.admin().port()),
              store.loops().transport(),
              console.with(
                  adminPages(configuration, state, export, caches, gates, store.cluster())
                      .with(
                          DaxWiring.management(configuration, store, listeners, all, gates, audit))
                      .with(jobs)
                      .with(steering)
                      .with(all)
                      .withAudit(AuditWiring.page(configuration))),
              configuration.timeouts().idle(),
              certificates.open(configuration.admin().tls()));
      if (cluster != null) {
        cluster.start();
      }
      console.start();
      state.serving();
      cached.start();
      return new Larder(
          state,
          clients,
          listeners,
          admin,
          store.closingAlso(
              () -> {
                console.close();
                steering.close();
                cached.close();
                jobs.close();
              },
              () -> close(regions, all)),
          audit,
          gates,
          new Larder.Pushes(
              EmfPush.start(configuration, sources),
              OtlpPush.start(configuration, export),
              tracing),
          configuration.server().shutdownGrace());
    } catch (IOException e) {
      clients.close();
      regions.close();
      certificates.close();
      if (tracing != null) {
        tracing.close();
      }
      throw e;
    }
  }

  private static void close(Regions regions, Caches all) {
    regions.close();
    all.close();
  }

  /** Who answers calls on the tables behind those caches. */
  @FunctionalInterface
  private interface Serving {
    Dispatcher of(Authorizer authorizer, CachingTableStore caches, StatementWatch watch);
  }

  /** All regions that there are tables of are open, so that what is to be done in them is. */
  private static Regions regions(
      Configuration configuration,
      Gates gates,
      Serving serving,
      Dispatcher home,
      Caches all,
      Map<String, StoreMaintenance> maintained,
      ServedCaches cached)
      throws IOException {
    if (!configuration.service().keepsRegionsApart()) {
      return Regions.one(home);
    }
    var regions =
        Regions.apart(
            home,
            new Regions.Apart(
                configuration.service().region(),
                configuration.service().maxRegions(),
                name -> region(configuration, gates, serving, name, all, maintained, cached)));
    for (String name : StoreWiring.regions(configuration)) {
      try {
        regions.open(name);
      } catch (ServiceException e) {
        regions.close();
        throw new IOException("region " + name + ": " + e.getMessage(), e);
      }
    }
    return regions;
  }

  private static Regions.Region region(
      Configuration configuration,
      Gates gates,
      Serving serving,
      String name,
      Caches all,
      Map<String, StoreMaintenance> maintained,
      ServedCaches cached)
      throws IOException {
    LmdbTableStore store = StoreWiring.openRegion(configuration, name);
    try {
      CachingTableStore caches = all.before(name, store);
      maintained.put(name, store.maintenance());
      Authorizer authorizer = gates.authorizerIn(name, configuration, caches);
      cached.add(name, caches, authorizer);
      return new Regions.Region(
          serving.of(authorizer, caches, StatementWatch.NONE), store, store::failure);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Larder.Listeners listeners(
      Configuration configuration,
      SocketServer clients,
      Certificates certificates,
      HttpProtocol http,
      DaxProtocol dax)
      throws IOException {
    var listening = new Listening(clients, certificates.open(configuration.tls().files()));
    Listen listen = configuration.listen();
    Dax cluster = configuration.dax();
    return new Larder.Listeners(
        clients.listen(address(listen.host(), listen.port()), http),
        listening.openTls(
            new Listening.Address(
                listen.host(), listen.tlsPort(), Listen.USUAL_TLS_PORT, "listen.tls-port"),
            http),
        listening.open(
            new Listening.Address(cluster.host(), cluster.port(), Dax.USUAL_PORT, "dax.port"), dax),
        listening.openTls(
            new Listening.Address(
                cluster.host(), cluster.tlsPort(), Dax.USUAL_TLS_PORT, "dax.tls-port"),
            dax),
        ListenerWiring.open(configuration.listeners(), clients, certificates, http, dax),
        certificates);
  }

  private static AdminPages adminPages(
      Configuration configuration,
      ServerState state,
      MetricsExport metrics,
      TableStore tables,
      Gates gates,
      @Nullable ClusterWiring cluster) {
    Instant startedAt = Instant.now();
    return AdminPages.of(
        gates.admin(),
        state,
        metrics::scrape,
        () -> ServerInfo.json(configuration, startedAt),
        PostureWiring.page(configuration, tables, gates),
        cluster == null ? null : cluster.page());
  }

  private static HttpProtocol.Service httpService(
      Configuration configuration, @Nullable ClusterWiring cluster) {
    return new HttpProtocol.Service(
        configuration.service().region(),
        validationReport(configuration.service()),
        allowedOrigins(configuration.authentication()),
        configuration.store().kind() == Store.Kind.UPSTREAM,
        cluster == null ? null : cluster::hosts);
  }

  static ValidationReport validationReport(Service service) {
    return switch (service.validationErrors()) {
      case ALL -> ValidationReport.ALL;
      case FIRST -> ValidationReport.FIRST;
    };
  }

  // Only a verified signature shows that it was not the page of a stranger that made a browser of
  // this machine call.
  private static Predicate<String> allowedOrigins(Authentication authentication) {
    return switch (authentication.mode()) {
      case SIGV4 -> origin -> true;
      case HEADER_FORM, NONE -> authentication.allowedOrigins()::allow;
    };
  }

  private static InetSocketAddress address(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }
}
