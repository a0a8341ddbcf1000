package io.larder.proxy;

import io.larder.proxy.admin.AdminServer;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.metrics.cloudwatch.EmfPush;
import io.larder.proxy.metrics.otlp.OtlpPush;
import io.larder.proxy.net.Listener;
import io.larder.proxy.net.SocketServer;
import io.larder.proxy.net.tls.Certificates;
import io.larder.proxy.tracing.Tracing;
import io.larder.security.audit.AuditTrail;
import io.larder.store.TableStore;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server, by itself or as a part of another program. */
public final class Larder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Larder.class);

  /**
   * The sockets of the clients; null for those that are left off.
   *
   * @param further those that the configuration names, by that name
   * @param certificates what those with TLS show
   */
  record Listeners(
      Listener http,
      @Nullable Listener https,
      @Nullable Listener dax,
      @Nullable Listener daxs,
      Map<String, Listener> further,
      Certificates certificates) {}

  /** What tells metrics and traces to others; null for what does not. */
  record Pushes(EmfPush emf, @Nullable OtlpPush otlp, @Nullable Tracing tracing) {
    void close() {
      emf.close();
      if (otlp != null) {
        otlp.close();
      }
      if (tracing != null) {
        tracing.close();
      }
    }
  }

  private final ServerState state;
  private final SocketServer clients;
  private final Listeners listeners;
  private final AdminServer admin;
  private final OpenStore store;
  private final AuditTrail audit;
  private final Gates gates;
  private final Pushes pushes;
  private final Duration grace;
  private final AtomicBoolean closed = new AtomicBoolean();

  Larder(
      ServerState state,
      SocketServer clients,
      Listeners listeners,
      AdminServer admin,
      OpenStore store,
      AuditTrail audit,
      Gates gates,
      Pushes pushes,
      Duration grace) {
    this.state = state;
    this.clients = clients;
    this.listeners = listeners;
    this.admin = admin;
    this.store = store;
    this.audit = audit;
    this.gates = gates;
    this.pushes = pushes;
    this.grace = grace;
  }

  /**
   * Starts a server of that configuration, whose logging is left to the program.
   *
   * @throws StartupException if something that it needs cannot be had
   */
  public static Larder start(Configuration configuration) throws StartupException {
    return Wiring.start(configuration, StoreWiring.open(configuration));
  }

  /** Where DynamoDB clients connect. */
  public List<InetSocketAddress> addresses() {
    return listeners.http().addresses();
  }

  /** Where DynamoDB clients connect by TLS; empty if they cannot. */
  public List<InetSocketAddress> httpsAddresses() {
    return addresses(listeners.https());
  }

  /** Where DAX clients connect; empty if they cannot. */
  public List<InetSocketAddress> daxAddresses() {
    return addresses(listeners.dax());
  }

  /** Where DAX clients connect by TLS; empty if they cannot. */
  public List<InetSocketAddress> daxsAddresses() {
    return addresses(listeners.daxs());
  }

  /** Where the listeners are that the configuration names. */
  Map<String, List<InetSocketAddress>> furtherAddresses() {
    Map<String, List<InetSocketAddress>> addresses = new LinkedHashMap<>();
    listeners.further().forEach((name, each) -> addresses.put(name, each.addresses()));
    return addresses;
  }

  private static List<InetSocketAddress> addresses(@Nullable Listener listener) {
    return listener == null ? List.of() : listener.addresses();
  }

  /** Where operators connect. */
  public List<InetSocketAddress> adminAddresses() {
    return admin.addresses();
  }

  /**
   * The tables that clients see, of the home region. Whoever writes to them is not asked for
   * rights.
   */
  public TableStore tables() {
    return store.tables();
  }

  /** Stops in the order that loses nothing that was begun. Returns when all is closed. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    LOG.atInfo().addKeyValue("grace", grace).log("Larder is stopping");
    state.draining();
    clients.stopAccepting();
    if (!clients.drain(grace)) {
      LOG.atWarn().log("Connections were cut off because the grace was over");
    }
    admin.close();
    pushes.close();
    gates.close();
    // What a store sends to another server runs on the event loops of the clients.
    store.closeTables();
    clients.close();
    // Nobody has anything to record any more.
    audit.close();
    listeners.certificates().close();
    LOG.atInfo().log("Larder has stopped");
  }
}
