package io.larder.proxy.upstream;

import io.larder.store.logging.RareLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
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

  private static final long AVOIDED_NANOS = Duration.ofSeconds(10).toNanos();

  private final UpstreamEndpoint endpoint;
  private final Resolver resolver;
  private final LongSupplier nanoTime;
  private final Map<InetSocketAddress, Long> failed = new ConcurrentHashMap<>();
  private final RareLine failures = new RareLine(System::nanoTime);
  private final AtomicInteger turn = new AtomicInteger();
  private volatile List<InetSocketAddress> latest = List.of();

  UpstreamAddresses(UpstreamEndpoint endpoint, Resolver resolver, LongSupplier nanoTime) {
    this.endpoint = endpoint;
    this.resolver = resolver;
    this.nanoTime = nanoTime;
  }

  /** Looks them up; may block. Where none are found, those before stay. */
  void refresh() {
    try {
      latest =
          Arrays.stream(resolver.resolve(endpoint.host()))
              .map(address -> new InetSocketAddress(address, endpoint.port()))
              .toList();
      failed.keySet().retainAll(latest);
    } catch (UnknownHostException _) {
      failures.log(
          LOG.atWarn().addKeyValue("host", endpoint.host()),
          "No address of the upstream was found");
    }
  }

  /**
   * The one whose turn it is of those that have not failed of late, or of all if all have; null if
   * none is known. For any number of threads, as what follows.
   */
  @Nullable InetSocketAddress next() {
    List<InetSocketAddress> addresses = latest;
    int first = turn.getAndIncrement();
    for (int i = 0; i < addresses.size(); i++) {
      InetSocketAddress address = addresses.get(Math.floorMod(first + i, addresses.size()));
      if (!hasFailed(address)) {
        return address;
      }
    }
    return addresses.isEmpty() ? null : addresses.get(Math.floorMod(first, addresses.size()));
  }

  private boolean hasFailed(InetSocketAddress address) {
    Long since = failed.get(address);
    return since != null && nanoTime.getAsLong() - since < AVOIDED_NANOS;
  }

  /** Says that nobody could be connected to there. */
  void failed(InetSocketAddress address) {
    failed.put(address, nanoTime.getAsLong());
  }

  /** Says that somebody was there. */
  void worked(InetSocketAddress address) {
    failed.remove(address);
  }

  /** How many there are. */
  int count() {
    return latest.size();
  }
}
