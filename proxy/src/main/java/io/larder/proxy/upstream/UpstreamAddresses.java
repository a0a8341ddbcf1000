package io.larder.proxy.upstream;

import io.larder.store.logging.RareLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of the upstream's host, as they were when last looked up. */
final class UpstreamAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamAddresses.class);

  /** Finds the addresses of a host; may block. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final UpstreamEndpoint endpoint;
  private final Resolver resolver;
  private final RareLine failures = new RareLine(System::nanoTime);
  private final AtomicInteger turn = new AtomicInteger();
  private volatile List<InetSocketAddress> latest = List.of();

  UpstreamAddresses(UpstreamEndpoint endpoint, Resolver resolver) {
    this.endpoint = endpoint;
    this.resolver = resolver;
  }

  /** Looks them up; may block. Where none are found, those before stay. */
  void refresh() {
    try {
      latest =
          Arrays.stream(resolver.resolve(endpoint.host()))
              .map(address -> new InetSocketAddress(address, endpoint.port()))
              .toList();
    } catch (UnknownHostException _) {
      failures.log(
          LOG.atWarn().addKeyValue("host", endpoint.host()),
          "No address of the upstream was found");
    }
  }

  /** The one whose turn it is; null if none is known. For any number of threads. */
  @Nullable InetSocketAddress next() {
    List<InetSocketAddress> addresses = latest;
    return addresses.isEmpty()
        ? null
        : addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
  }
}
