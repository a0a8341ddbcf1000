package io.larder.proxy.upstream;

import io.larder.protocol.wire.RenderedJson;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.net.tls.TlsClient;
import io.larder.proxy.net.tls.TlsEngine;
import io.larder.store.StoreGauge;
import io.larder.store.trace.RequestTrace;
import io.larder.store.trace.RequestTrace.OutgoingCall;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamFailure;
import io.larder.store.upstream.UpstreamTransport;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries calls by HTTP/1.1 on the server's own event loops. A call is written and signed by the
 * thread that makes it, and completed by an event loop: what depends on its answer must be short,
 * or go on elsewhere.
 */
public final class NettyUpstreamTransport implements UpstreamTransport {
  private static final String OF_STREAMS = "DynamoDBStreams_";
  private static final int LOOKUP_THREADS = 2;
  private static final Duration LOOKUP_INTERVAL = Duration.ofSeconds(10);

  private final Route tables;

  /** The same, unless streams have an endpoint of their own. */
  private final Route streams;

  private final CurrentCredentials credentials;
  private final UpstreamCounts counts;
  private final ScheduledExecutorService lookups =
      Executors.newScheduledThreadPool(
          LOOKUP_THREADS, new DefaultThreadFactory("upstream-lookup", true));

  /**
   * Whom to speak to.
   *
   * @param region that calls are signed for
   * @param credentials that they are signed with
   * @param authorities a file in PEM of those who may vouch for the upstream; null for those that
   *     Java trusts
   */
  public record Target(
      UpstreamEndpoint endpoint,
      String region,
      CredentialsSource credentials,
      @Nullable Path authorities) {}

  private NettyUpstreamTransport(
      Route tables, Route streams, CurrentCredentials credentials, UpstreamCounts counts) {
    this.tables = tables;
    this.streams = streams;
    this.credentials = credentials;
    this.counts = counts;
  }

  /**
   * The transport to {@code target}, on loops that end after it. Looks for credentials and
   * addresses before it returns, and then every so often; that there are none is told by each call.
   *
   * @throws IOException in one line, if the file of authorities is of no use
   */
  public static NettyUpstreamTransport open(
      EventLoops eventLoops, Target target, ConnectionLimits limits) throws IOException {
    UpstreamEndpoint endpoint = target.endpoint();
    TlsClient tls =
        endpoint.tls() ? TlsClient.open(target.authorities(), TlsEngine.fastest()) : null;
    return open(
        eventLoops,
        Site.of(endpoint, tls),
        target.region(),
        limits,
        new CurrentCredentials(target.credentials().provider()));
  }

  static NettyUpstreamTransport open(
      EventLoops eventLoops,
      Site site,
      String region,
      ConnectionLimits limits,
      CurrentCredentials credentials) {
    var counts = new UpstreamCounts();
    var memory = new RequestMemory(limits.answers());
    Route tables = Route.to(site, region, eventLoops, limits, memory, counts);
    UpstreamEndpoint ofStreams = site.endpoint().streams();
    Route streams =
        ofStreams.equals(site.endpoint())
            ? tables
            : Route.to(Site.of(ofStreams, site.tls()), region, eventLoops, limits, memory, counts);
    var transport = new NettyUpstreamTransport(tables, streams, credentials, counts);
    transport.lookUp(credentials::refresh);
    transport.routes().forEach(transport::start);
    return transport;
  }

  private List<Route> routes() {
    return tables.equals(streams) ? List.of(tables) : List.of(tables, streams);
  }

  private void start(Route route) {
    lookUp(route.site().addresses()::refresh);
    route.start();
  }

  private void lookUp(Runnable lookup) {
    lookup.run();
    long interval = LOOKUP_INTERVAL.toNanos();
    lookups.scheduleWithFixedDelay(lookup, interval, interval, TimeUnit.NANOSECONDS);
  }

  @Override
  public CompletableFuture<UpstreamAnswer> send(
      String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent) {
    Credentials signer = credentials.latest();
    if (signer == null) {
      return failed("there are no credentials to sign with: " + credentials.failure());
    }
    Route route = target.startsWith(OF_STREAMS) ? streams : tables;
    RequestTrace trace = RequestTrace.current();
    if (trace == null) {
      return send(route, target, body, signer, timeout, mayBeSent, Map.of());
    }
    OutgoingCall call = trace.calling(target);
    CompletableFuture<UpstreamAnswer> answer =
        send(route, target, body, signer, timeout, mayBeSent, call.headers());
    answer.whenComplete((received, failure) -> tell(call, received, failure));
    return answer;
  }

  private static CompletableFuture<UpstreamAnswer> send(
      Route route,
      String target,
      RenderedJson body,
      Credentials signer,
      Duration timeout,
      BooleanSupplier mayBeSent,
      Map<String, String> headers) {
    try {
      return route.send(target, body, headers, signer, timeout, mayBeSent);
    } catch (RejectedExecutionException _) {
      return failed("the server is stopping");
    }
  }

  private static void tell(
      OutgoingCall call, @Nullable UpstreamAnswer received, @Nullable Throwable failure) {
    if (received != null) {
      call.answered(received.status());
    } else if (failure != null) {
      call.failed(failure);
    }
  }

  private static CompletableFuture<UpstreamAnswer> failed(String message) {
    return CompletableFuture.failedFuture(new UpstreamFailure(message, false, null));
  }

  /** What can be read off the connections at any time. */
  public List<StoreGauge> gauges() {
    return counts.gauges();
  }

  /** Cuts off what is on its way, and closes all connections. Call from no event loop. */
  @Override
  public void close() {
    lookups.shutdownNow();
    routes().forEach(Route::close);
    TlsClient tls = tables.site().tls();
    if (tls != null) {
      tls.close();
    }
  }
}
