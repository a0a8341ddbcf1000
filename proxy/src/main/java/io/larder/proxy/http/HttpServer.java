package io.larder.proxy.http;

import io.larder.protocol.draft.ValidationReport;
import io.larder.proxy.auth.Authenticator;
import io.larder.proxy.dispatch.Dispatcher;
import io.larder.proxy.metrics.RequestMetrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The server that DynamoDB clients connect to. {@link #start} opens it; it ends with {@link
 * #stopAccepting}, {@link #drain} and {@link #close}, in this order.
 */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 1024;

  // A read should take in a whole request, head and all, whatever the size of those before it.
  private static final int LEAST_READ = 4 * 1024;
  private static final int MOST_READ = 64 * 1024;

  private static final WriteBufferWaterMark PENDING_ANSWERS =
      new WriteBufferWaterMark(512 * 1024, 2 * 1024 * 1024);

  private final MultiThreadIoEventLoopGroup group;
  private final ChannelGroup connections;
  private final Listener listener;
  private final RequestMemory memory;

  private HttpServer(
      MultiThreadIoEventLoopGroup group,
      ChannelGroup connections,
      Listener listener,
      RequestMemory memory) {
    this.group = group;
    this.connections = connections;
    this.listener = listener;
    this.memory = memory;
  }

  /**
   * Listens on {@code address}, whose name need not be resolved. All that is answered goes through
   * {@code authenticator} and {@code dispatcher}.
   *
   * @throws IOException if the address cannot be had
   */
  public static HttpServer start(
      InetSocketAddress address,
      Threads threads,
      HttpLimits limits,
      Service service,
      Authenticator authenticator,
      Dispatcher dispatcher,
      RequestMetrics metrics)
      throws IOException {
    MultiThreadIoEventLoopGroup group = threads.transport().newGroup(threads.count(), "http");
    var connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    var events = new ConnectionEvents(metrics.connectionMetrics(), System::nanoTime);
    Map<EventLoop, LoopResources> loops = resources(group, metrics);
    long sweep = limits.timeouts().sweepNanos();
    loops.forEach(
        (loop, resources) ->
            loop.scheduleWithFixedDelay(resources.sweep, sweep, sweep, TimeUnit.NANOSECONDS));
    RequestMemory memory = RequestMemory.of(limits);
    var pipeline =
        new HttpPipeline(
            new RequestProcessor(authenticator, dispatcher, service),
            loops,
            connections,
            limits,
            events,
            memory);
    var bootstrap =
        new ServerBootstrap()
            .group(group)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(LEAST_READ, LEAST_READ, MOST_READ))
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, PENDING_ANSWERS)
            .handler(new Admission(limits.connections(), connections, events, System::nanoTime))
            .childHandler(pipeline);
    try {
      return new HttpServer(
          group,
          connections,
          Listener.open(bootstrap, threads.transport(), address.getHostString(), address.getPort()),
          memory);
    } catch (IOException e) {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
  }

  /** How many event loops of which kind; zero for two per processor. */
  public record Threads(Transport transport, int count) {}

  /**
   * The service that clients meet.
   *
   * @param region where it says it is
   * @param report how many faults its answers name
   * @param allowedOrigins true for the origins whose web pages may call
   */
  public record Service(String region, ValidationReport report, Predicate<String> allowedOrigins) {}

  /** What requests are counted by, in the order of the indexes that the server uses. */
  public static List<String> measuredOperations() {
    return MeasuredOperations.names();
  }

  private static Map<EventLoop, LoopResources> resources(
      MultiThreadIoEventLoopGroup group, RequestMetrics metrics) {
    var seeds = new SplittableRandom();
    Map<EventLoop, LoopResources> loops = new HashMap<>();
    for (EventExecutor executor : group) {
      var writer =
          new ReplyWriter(new RequestIds(seeds.split()), new HttpDate(InstantSource.system()));
      loops.put((EventLoop) executor, new LoopResources(writer, metrics.newRecorder()));
    }
    return loops;
  }

  /** Where the server listens. */
  public List<InetSocketAddress> addresses() {
    return listener.addresses();
  }

  /** Bytes that requests under way and their answers take now. */
  public long requestMemory() {
    return memory.taken();
  }

  /** Refuses new connections. */
  public void stopAccepting() {
    listener.closeAndWait();
  }

  /**
   * Closes each connection once it has answered what it has received, and all of them after {@code
   * grace}. True if none had to be cut off.
   */
  public boolean drain(Duration grace) {
    for (Channel connection : connections) {
      connection
          .eventLoop()
          .execute(() -> connection.pipeline().fireUserEventTriggered(HttpConnection.Event.DRAIN));
    }
    boolean drained =
        connections.newCloseFuture().awaitUninterruptibly(grace.toMillis(), TimeUnit.MILLISECONDS);
    connections.close().awaitUninterruptibly();
    return drained;
  }

  /** Ends the event loops. */
  @Override
  public void close() {
    listener.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
