package io.larder.proxy;

import io.larder.protocol.item.KeySchema;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.value.Nodes;
import io.larder.proxy.dax.DaxProtocol;
import io.larder.proxy.dax.Endpoints;
import io.larder.proxy.net.SocketServer;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.store.Table;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the wiring that is for DAX clients. */
final class DaxWiring {
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
