package io.larder.proxy;

import io.larder.proxy.config.ClientListener;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.dax.DaxProtocol;
import io.larder.proxy.http.HttpLimits;
import io.larder.proxy.http.HttpProtocol;
import io.larder.proxy.net.Entrance;
import io.larder.proxy.net.Listener;
import io.larder.proxy.net.NetLimits;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.SocketServer;
import io.larder.proxy.net.Timeouts;
import io.larder.proxy.net.tls.Certificates;
import io.larder.proxy.net.tls.ServerCertificate;
import io.larder.proxy.net.tls.TlsProtocol;
import io.larder.security.auth.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of the wiring that is for listeners beside the usual ones. */
final class ListenerWiring {
  private ListenerWiring() {}

  /**
   * Opens all that are configured; by their names, in that order.
   *
   * @throws IOException if one of them cannot be had
   */
  static Map<String, Listener> open(
      List<ClientListener> listeners,
      SocketServer clients,
      Certificates certificates,
      HttpProtocol http,
      DaxProtocol dax)
      throws IOException {
    Map<String, Listener> opened = new LinkedHashMap<>();
    for (ClientListener each : listeners) {
      Network network = network(each);
      Protocol protocol =
          switch (each.protocol()) {
            case HTTP -> http.on(network);
            case DAX -> dax.on(network);
          };
      ServerCertificate certificate = certificates.open(each.tls());
      opened.put(
          each.name(),
          clients.listen(
              InetSocketAddress.createUnresolved(each.host(), each.port()),
              new Entrance(each.allow(), each.proxies()),
              certificate == null ? protocol : new TlsProtocol(protocol, certificate)));
    }
    return opened;
  }

  /** What comes in there, as policies name it. */
  static Network network(ClientListener listener) {
    return new Network(listener.name(), listener.vpcId(), listener.vpcEndpointId());
  }

  static NetLimits netLimits(Configuration configuration) {
    Configuration.Limits limits = configuration.limits();
    return new NetLimits(
        limits.connections(), limits.reservedForRequests(), timeouts(configuration.timeouts()));
  }

  static HttpLimits httpLimits(Configuration.Limits limits) {
    return new HttpLimits(
        limits.maxBody().toInt(), limits.maxHeader().toInt(), limits.pipelinedRequests());
  }

  private static Timeouts timeouts(Configuration.Timeouts timeouts) {
    return new Timeouts(
        timeouts.idle(),
        timeouts.header(),
        timeouts.body(),
        timeouts.write(),
        timeouts.minimumRate().bytes());
  }
}
