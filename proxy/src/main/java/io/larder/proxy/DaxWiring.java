package io.larder.proxy;

import io.larder.protocol.item.KeySchema;
import io.larder.proxy.caches.Caches;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Store;
import io.larder.proxy.config.value.Nodes;
import io.larder.proxy.dax.DaxProtocol;
import io.larder.proxy.dax.Endpoints;
import io.larder.proxy.manage.AppliedHoldings;
import io.larder.proxy.manage.CacheTimes;
import io.larder.proxy.manage.DaxApi;
import io.larder.proxy.manage.Host;
import io.larder.proxy.manage.ManagementAudit;
import io.larder.proxy.manage.state.HoldingsStore;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.Listener;
import io.larder.proxy.net.SocketServer;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.store.Table;
import io.larder.store.logging.RareLine;
import io.larder.store.upstream.ControlTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the wiring that is for DAX clients, and for who manages what they connect to. */
final class DaxWiring {
  /** So long it takes until a node knows what clients have asked another one. */
  private static final Duration REFRESH = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(DaxWiring.class);

  private static final RareLine FAILURES = new RareLine(System::nanoTime);

  private DaxWiring() {}

  /**
   * What DAX clients are spoken to in.
   *
   * @throws IOException if a name that they are told cannot be resolved
   */
  static DaxProtocol protocol(
      Configuration configuration,
      SocketServer clients,
      ConnectionAuthenticator authenticator,
      Dispatcher dispatcher,
      OpenStore store)
      throws IOException {
    return new DaxProtocol(
        new DaxProtocol.Tables(
            name -> keySchema(store.tables().defined(name)),
            name -> keySchema(store.tables().find(name)),
            store.lists(),
            Wiring.validationReport(configuration.service())),
        endpoints(configuration, store.cluster()),
        authenticator,
        dispatcher,
        configuration.limits().maxBody().toInt(),
        clients.memory());
  }

  private static @Nullable KeySchema keySchema(@Nullable Table table) {
    return table == null ? null : table.keySchema();
  }

  private static Endpoints endpoints(Configuration configuration, @Nullable ClusterWiring cluster)
      throws IOException {
    String zone = configuration.service().region() + "a";
    if (cluster != null) {
      return cluster.endpoints(zone);
    }
    List<InetSocketAddress> advertised = resolve(configuration.dax().advertisedAddress());
    return Endpoints.of(
        advertised.isEmpty() ? null : advertised.getFirst(),
        resolve(configuration.dax().nodes()),
        zone);
  }

  /**
   * The management API of this server, or of its cluster. The caches are as clients have asked,
   * unless that cannot be read.
   *
   * @throws IOException if a name that clients are told cannot be resolved
   */
  static DaxApi management(
      Configuration configuration,
      OpenStore store,
      Larder.Listeners listeners,
      Caches caches,
      Gates gates,
      AuditTrail audit)
      throws IOException {
    OwnTable own = store.own();
    ClusterWiring cluster = store.cluster();
    var holdings =
        new HoldingsStore(
            own.store(), own.name(), () -> ControlTable.ensure(own.store(), own.name()));
    var applied =
        new AppliedHoldings(
            new CacheTimes(configuration.cache().itemTtl(), configuration.cache().queryTtl()),
            new CacheTimes.Caches() {
              @Override
              public void expireAfter(CacheTimes times) {
                caches.expireAfter(times.item(), times.query());
              }

              @Override
              public void clear() {
                caches.clear();
              }
            },
            cluster == null ? () -> Endpoints.SELF : cluster::ownNode);
    if (own.isShared()) {
      follow(holdings, applied, store.loops());
    } else {
      look(holdings, applied);
    }
    InstantSource clock = InstantSource.system();
    return new DaxApi(
        host(configuration, cluster, listeners, clock.instant()),
        gates.management(),
        holdings,
        applied,
        new ManagementAudit(audit, clock),
        clock,
        UUID::randomUUID);
  }

  private static Host host(
      Configuration configuration,
      @Nullable ClusterWiring cluster,
      Larder.Listeners listeners,
      Instant now)
      throws IOException {
    Endpoints endpoints = endpoints(configuration, cluster);
    InetSocketAddress plain = first(listeners.dax());
    InetSocketAddress tls = first(listeners.daxs());
    InetSocketAddress any = plain == null ? tls : plain;
    return new Host(
        new Host.Identity(
            configuration.dax().clusterName(),
            configuration.service().region(),
            configuration.service().accountId()),
        new Host.Ports(
            plain == null ? null : plain.getPort(),
            tls == null ? null : tls.getPort(),
            any == null ? null : any.getAddress()),
        () ->
            endpoints.nodes().get().stream()
                .map(node -> new Host.Node(node.id(), node.address()))
                .toList(),
        configuration.store().kind() == Store.Kind.UPSTREAM
            || configuration.store().inMemory()
            || configuration.encryption().enabled(),
        now);
  }

  private static @Nullable InetSocketAddress first(@Nullable Listener listener) {
    return listener == null ? null : listener.addresses().getFirst();
  }

  /** Looks now and then what other servers were asked; ends with the loops. */
  private static void follow(HoldingsStore holdings, AppliedHoldings applied, EventLoops loops) {
    var isLooking = new AtomicBoolean();
    var _ =
        loops
            .group()
            .scheduleWithFixedDelay(
                () -> {
                  if (!isLooking.getAndSet(true)) {
                    Thread.ofVirtual()
                        .name("dax-holdings")
                        .start(
                            () -> {
                              try {
                                look(holdings, applied);
                              } finally {
                                isLooking.set(false);
                              }
                            });
                  }
                },
                0,
                REFRESH.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  private static void look(HoldingsStore holdings, AppliedHoldings applied) {
    try {
      holdings.look(applied::apply);
    } catch (RuntimeException e) {
      FAILURES.log(
          LOG.atWarn().setCause(e), "What clients have asked of DAX clusters cannot be read");
    }
  }

  /** These addresses, looked up. */
  static List<InetSocketAddress> resolve(Nodes nodes) throws IOException {
    List<InetSocketAddress> resolved = new ArrayList<>();
    for (Nodes.Node node : nodes.entries()) {
      var address = new InetSocketAddress(node.host(), node.port());
      if (address.isUnresolved()) {
        throw new IOException("cannot advertise " + node.host() + ": unknown host");
      }
      resolved.add(address);
    }
    return resolved;
  }
}
