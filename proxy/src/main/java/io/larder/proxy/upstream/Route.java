package io.larder.proxy.upstream;

import io.larder.protocol.wire.RenderedJson;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.RequestMemory;
import io.larder.store.upstream.UpstreamAnswer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The way to one site, over all event loops in turn. Safe for any number of threads. */
final class Route {
  private final Site site;
  private final CallEncoder encoder;
  private final List<Loop> loops;
  private final AtomicInteger turn = new AtomicInteger();

  /** An event loop and its connections. */
  private record Loop(EventLoop loop, ConnectionPool pool) {
    void submit(UpstreamCall call) {
      if (loop.inEventLoop()) {
        pool.submit(call);
      } else {
        loop.execute(() -> pool.submit(call));
      }
    }
  }

  private Route(Site site, CallEncoder encoder, List<Loop> loops) {
    this.site = site;
    this.encoder = encoder;
    this.loops = List.copyOf(loops);
  }

  /** A route whose connections share {@code limits}, and {@code memory} for their answers. */
  static Route to(
      Site site,
      String region,
      EventLoops eventLoops,
      ConnectionLimits limits,
      RequestMemory memory,
      UpstreamCounts counts) {
    ConnectionLimits share = limits.share(eventLoops.group().executorCount());
    List<Loop> loops = new ArrayList<>();
    for (EventExecutor executor : eventLoops.group()) {
      EventLoop loop = (EventLoop) executor;
      loops.add(
          new Loop(
              loop,
              new ConnectionPool(
                  loop,
                  () -> eventLoops.transport().newSocket(share.unacknowledged()),
                  site,
                  share,
                  memory,
                  counts)));
    }
    return new Route(site, new CallEncoder(site.endpoint(), region, InstantSource.system()), loops);
  }

  Site site() {
    return site;
  }

  /** Begins to look after the connections. */
  void start() {
    loops.forEach(loop -> loop.loop().execute(loop.pool()::start));
  }

  /**
   * Writes a call, signs it and sends it.
   *
   * @param headers further ones, which are not signed
   * @throws RejectedExecutionException if the event loops have ended
   */
  CompletableFuture<UpstreamAnswer> send(
      String target,
      RenderedJson body,
      Map<String, String> headers,
      Credentials credentials,
      Duration timeout,
      BooleanSupplier mayBeSent) {
    long deadline = System.nanoTime() + timeout.toNanos();
    byte[] request = encoder.encode(target, body, headers, credentials);
    var call = new UpstreamCall(request, timeout, deadline, mayBeSent);
    loops.get(Math.floorMod(turn.getAndIncrement(), loops.size())).submit(call);
    return call.answer();
  }

  /** Cuts off what is on its way, and closes all connections. */
  void close() {
    for (Loop loop : loops) {
      try {
        loop.loop().submit(loop.pool()::close).awaitUninterruptibly();
      } catch (RejectedExecutionException _) {
        // The loop has ended and its connections with it.
      }
    }
  }
}
