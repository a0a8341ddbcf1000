package io.larder.proxy;

import io.larder.protocol.item.KeySchema;
import io.larder.proxy.auth.ConnectionAuthenticator;
import io.larder.proxy.auth.ConnectionFormAuthenticator;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Dax;
import io.larder.proxy.config.Nodes;
import io.larder.proxy.config.WishedPort;
import io.larder.proxy.dax.DaxProtocol;
import io.larder.proxy.dax.Endpoints;
import io.larder.proxy.net.Listener;
import io.larder.proxy.net.SocketServer;
import io.larder.store.Table;
import io.larder.store.lmdb.LmdbTableStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the wiring that is for DAX clients. */
final class DaxListener {
  private static final Logger LOG = LoggerFactory.getLogger(DaxListener.class);

  private DaxListener() {}

  /**
   * Listens for DAX clients; null if there shall be none, or if the usual port is taken and no
   * other was asked for.
   *
   * @throws IOException if the address cannot be had, or a name not be resolved
   */
  static @Nullable Listener open(
      Configuration configuration,
      SocketServer clients,
      Dispatcher dispatcher,
      LmdbTableStore store)
      throws IOException {
    Dax dax = configuration.dax();
    if (dax.port().wish() == WishedPort.Wish.NONE) {
      return null;
    }
    DaxProtocol protocol = protocol(configuration, clients, dispatcher, store);
    return open(dax.port(), Dax.USUAL_PORT, port -> clients.listen(address(dax, port), protocol));
  }

  /** Opens the port that is wished for. */
  @FunctionalInterface
  interface Opening {
    Listener at(int port) throws IOException;
  }

  /** {@code usual} is what {@code auto} stands for. */
  static @Nullable Listener open(WishedPort wished, int usual, Opening opening) throws IOException {
    return switch (wished.wish()) {
      case NONE -> null;
      case GIVEN -> opening.at(wished.number());
      case AUTO -> {
        try {
          yield opening.at(usual);
        } catch (IOException e) {
          LOG.atWarn()
              .addKeyValue("reason", e.getMessage())
              .log("DAX clients cannot connect; dax.port sets another port");
          yield null;
        }
      }
    };
  }

  private static InetSocketAddress address(Dax dax, int port) {
    return InetSocketAddress.createUnresolved(dax.host(), port);
  }

  private static DaxProtocol protocol(
      Configuration configuration,
      SocketServer clients,
      Dispatcher dispatcher,
      LmdbTableStore store)
      throws IOException {
    return new DaxProtocol(
        new DaxProtocol.Tables(
            name -> keySchema(store, name),
            store.attributeLists(),
            Wiring.validationReport(configuration.service())),
        endpoints(configuration),
        authenticator(configuration.authentication()),
        dispatcher,
        configuration.limits().maxBody().toInt(),
        clients.memory());
  }

  private static @Nullable KeySchema keySchema(LmdbTableStore store, String name) {
    Table table = store.known(name);
    return table == null ? null : table.keySchema();
  }

  private static Endpoints endpoints(Configuration configuration) throws IOException {
    List<InetSocketAddress> advertised = resolve(configuration.dax().advertisedAddress());
    return new Endpoints(
        advertised.isEmpty() ? null : advertised.getFirst(),
        resolve(configuration.dax().nodes()),
        configuration.service().region() + "a");
  }

  private static List<InetSocketAddress> resolve(Nodes nodes) throws IOException {
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

  private static ConnectionAuthenticator authenticator(
      Configuration.Authentication authentication) {
    return switch (authentication.mode()) {
      case HEADER_FORM -> new ConnectionFormAuthenticator();
      case NONE -> ConnectionAuthenticator.none();
    };
  }
}
