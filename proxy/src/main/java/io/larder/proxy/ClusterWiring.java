package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.cluster.ClusterNode;
import io.larder.cache.cluster.ClusterOptions;
import io.larder.cache.cluster.ClusterStatus;
import io.larder.cache.cluster.ClusteredTableStore;
import io.larder.cache.cluster.LeaseTable;
import io.larder.cache.cluster.StoredLeases;
import io.larder.proxy.admin.AdminPages;
import io.larder.proxy.caches.OtherNodes;
import io.larder.proxy.cluster.ClientView;
import io.larder.proxy.cluster.ClusterGauges;
import io.larder.proxy.cluster.JGroupsMessenger;
import io.larder.proxy.cluster.KnownMembers;
import io.larder.proxy.cluster.MemberAddress;
import io.larder.proxy.cluster.StatusPage;
import io.larder.proxy.cluster.SystemClock;
import io.larder.proxy.config.Cluster;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Dax;
import io.larder.proxy.config.value.WishedPort.Wish;
import io.larder.proxy.dax.Endpoints;
import io.larder.proxy.net.tls.SharedIdentity;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.StoreGauge;
import io.larder.store.Table;
import io.larder.store.TableStore;
import io.larder.store.upstream.ControlTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The part of the wiring that makes this server a node of a cluster. */
final class ClusterWiring {
  /** The item of the control table that has the leases. */
  private static final String CLUSTER = "cluster";

  private final ClusteredTableStore tables;
  private final ClusterNode node;
  private final ClientView clients;
  private final TableStore control;
  private final boolean servesWithoutLease;
  private final AtomicBoolean hasJoined = new AtomicBoolean();

  private ClusterWiring(
      ClusteredTableStore tables,
      ClientView clients,
      TableStore control,
      boolean servesWithoutLease) {
    this.tables = tables;
    this.node = tables.node();
    this.clients = clients;
    this.control = control;
    this.servesWithoutLease = servesWithoutLease;
  }

  /**
   * Makes {@code store} that of a node, which is to be {@link #start started}; closes nothing.
   *
   * @param tables those of the store
   * @param control another store of the same upstream, which nobody observes; closed with the node
   * @throws IOException if the node cannot listen for the others
   */
  static OpenStore before(
      OpenStore store, SharedTables tables, TableStore control, Configuration configuration)
      throws IOException {
    Cluster cluster = configuration.cluster();
    LeaseTable leases =
        new StoredLeases(
            control,
            configuration.upstream().controlTable(),
            CLUSTER,
            () -> ControlTable.ensure(control, configuration.upstream().controlTable()),
            Thread::startVirtualThread);
    UUID life = JGroupsMessenger.newLife(InstantSource.system(), new SecureRandom());
    var own = new MemberAddress(life, cluster.advertisedHost(), dax(configuration));
    var messenger =
        JGroupsMessenger.open(
            new JGroupsMessenger.Options(
                configuration.upstream().controlTable(),
                life,
                resolve(cluster.host(), cluster.port()),
                advertised(cluster),
                identity(cluster)),
            members(leases, cluster));
    ClusteredTableStore clustered =
        ClusteredTableStore.over(
            store.tables(),
            tables,
            new KnownMembers(leases, messenger::learn),
            messenger,
            new SystemClock(Thread::startVirtualThread),
            new ClusterOptions(
                messenger.name(), own.toString(), cluster.lease(), cluster.answerTime()));
    ClusterNode node = clustered.node();
    List<StoreGauge> gauges = new ArrayList<>(store.gauges());
    gauges.addAll(ClusterGauges.of(node::status));
    return new OpenStore(
        clustered,
        store.health(),
        store.lists(),
        gauges,
        store.throughput(),
        store.deliveries(),
        store.loops(),
        new ClusterWiring(
            clustered, new ClientView(own, node::status), control, cluster.serveWithoutLease()),
        store.own(),
        null);
  }

  /** Begins to join. */
  void start() {
    node.start();
  }

  /** Ends what the node has needed to leave, which it does when its store is closed. */
  void close() {
    control.close();
  }

  /** The id of this one among the nodes that DAX clients are told of. */
  long ownNode() {
    return node.status().self().id().incarnation();
  }

  /** Those who must forget what is to be forgotten here. */
  OtherNodes otherNodes() {
    return new OtherNodes() {
      @Override
      public CompletionStage<Void> invalidate(Table table, PrimaryKey key) {
        return tables.invalidate(table, key);
      }

      @Override
      public CompletionStage<Void> invalidate(List<String> tableNames) {
        return tables.invalidate(tableNames);
      }
    };
  }

  /** The hosts of all nodes. */
  List<String> hosts() {
    return clients.hosts();
  }

  /** The nodes that DAX clients are told of. */
  Endpoints endpoints(String zone) {
    return new Endpoints(
        () ->
            clients.daxNodes().stream()
                .map(each -> new Endpoints.Node(each.id(), each.address(), each.isLeader()))
                .toList(),
        zone);
  }

  AdminPages.Cluster page() {
    return new AdminPages.Cluster(
        () -> StatusPage.json(node.status()), () -> StatusPage.text(node.status()));
  }

  /** Why this node should not be sent requests, if it should not. */
  Optional<String> obstacle() {
    ClusterStatus status = node.status();
    if (status.writes()) {
      hasJoined.set(true);
      return Optional.empty();
    }
    if (!hasJoined.get()) {
      return Optional.of("joining the cluster");
    }
    return servesWithoutLease ? Optional.empty() : Optional.of("without a lease of the cluster");
  }

  // Where the others are before this one says so; if the table cannot be read now, it will be.
  private static LeaseTable.Members members(LeaseTable leases, Cluster cluster) {
    try {
      return leases.read().get(cluster.lease().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return new LeaseTable.Members(0, Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new LeaseTable.Members(0, Map.of());
    }
  }

  private static @Nullable InetAddress advertised(Cluster cluster) throws IOException {
    return cluster.advertisedAddress().entries().isEmpty()
        ? null
        : resolve(cluster.advertisedHost(), 0).getAddress();
  }

  /**
   * What all nodes have in common; null for no TLS.
   *
   * @throws IOException if the file of the secret is of no use
   */
  static @Nullable SSLContext identity(Cluster cluster) throws IOException {
    Path file = cluster.secretFile().path();
    if (file == null) {
      return null;
    }
    byte[] secret;
    try {
      secret = Files.readString(file).strip().getBytes(UTF_8);
    } catch (IOException e) {
      throw new IOException("cluster.secret-file: cannot be read: " + file, e);
    }
    if (secret.length < SharedIdentity.MIN_SECRET_BYTES) {
      throw new IOException(
          "cluster.secret-file: must have at least "
              + SharedIdentity.MIN_SECRET_BYTES
              + " bytes: "
              + file);
    }
    return SharedIdentity.context(secret);
  }

  private static @Nullable InetSocketAddress dax(Configuration configuration) throws IOException {
    Dax dax = configuration.dax();
    boolean isPlain = dax.port().wish() != Wish.NONE;
    boolean isTls = configuration.tls().files() != null && dax.tlsPort().wish() != Wish.NONE;
    if (!isPlain && !isTls) {
      return null;
    }
    List<InetSocketAddress> told = DaxWiring.resolve(dax.advertisedAddress());
    if (!told.isEmpty()) {
      return told.getFirst();
    }
    // Of two ports, clients know which of them is theirs.
    int port = isTls || dax.port().wish() != Wish.GIVEN ? 0 : dax.port().number();
    return resolve(configuration.cluster().advertisedHost(), port);
  }

  private static InetSocketAddress resolve(String host, int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }
}
