package io.larder.proxy;

import io.larder.proxy.config.value.WishedPort;
import io.larder.proxy.net.Listener;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.SocketServer;
import io.larder.proxy.net.tls.ServerCertificate;
import io.larder.proxy.net.tls.TlsProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the addresses that are wished for, of which clients may do without some.
 *
 * @param certificate for TLS; null if there is none
 */
record Listening(SocketServer clients, @Nullable ServerCertificate certificate) {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  /**
   * An address that is wished for.
   *
   * @param usual the port that {@code auto} stands for
   * @param key of the configuration, that sets the port
   */
  record Address(String host, WishedPort port, int usual, String key) {}

  /** Opens a port. */
  @FunctionalInterface
  interface Opening {
    Listener at(int port) throws IOException;
  }

  /**
   * Listens there; null if it is not wished for, or if the usual port is taken and no other was
   * asked for.
   *
   * @throws IOException if the address cannot be had
   */
  @Nullable Listener open(Address address, Protocol protocol) throws IOException {
    return open(
        address,
        port -> clients.listen(InetSocketAddress.createUnresolved(address.host(), port), protocol));
  }

  /**
   * Listens there by TLS, likewise; null also if there is no certificate.
   *
   * @throws IOException if the address cannot be had
   */
  @Nullable Listener openTls(Address address, Protocol protocol) throws IOException {
    return certificate == null ? null : open(address, new TlsProtocol(protocol, certificate));
  }

  static @Nullable Listener open(Address address, Opening opening) throws IOException {
    return switch (address.port().wish()) {
      case NONE -> null;
      case GIVEN -> opening.at(address.port().number());
      case AUTO -> {
        try {
          yield opening.at(address.usual());
        } catch (IOException e) {
          LOG.atWarn()
              .addKeyValue("reason", e.getMessage())
              .addKeyValue("key", address.key())
              .log("Clients cannot connect by the usual port; the key sets another");
          yield null;
        }
      }
    };
  }
}
