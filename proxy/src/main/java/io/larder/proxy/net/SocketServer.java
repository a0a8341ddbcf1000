package io.larder.proxy.net;

import io.larder.proxy.metrics.RequestMetrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The sockets that clients connect to, of all protocols: they share the event loops, the limit of
 * connections and the memory of requests. {@link #start} begins it, {@link #listen} opens an
 * address; it ends with {@link #stopAccepting}, {@link #drain} and {@link #close}, in this order.
 */
public final class SocketServer implements AutoCloseable {
  private static final int BACKLOG = 1024;

  // A read should take in a whole request, head and all, whatever the size of those before it.
  private static final int MIN_READ = 4 * 1024;
  private static final int MAX_READ = 64 * 1024;

  private static final WriteBufferWaterMark PENDING_ANSWERS =
      new WriteBufferWaterMark(512 * 1024, 2 * 1024 * 1024);

  private final EventLoops eventLoops;
  private final Map<EventLoop, LoopResources> loops;
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final Timeouts timeouts;
  private final ConnectionEvents events;
  private final Admission admission;
  private final RequestMemory memory;
  private final List<Listener> listeners = new ArrayList<>();

  private SocketServer(EventLoops eventLoops, NetLimits limits, RequestMetrics metrics) {
    this.eventLoops = eventLoops;
    this.loops = resources(eventLoops.group(), metrics);
    this.timeouts = limits.timeouts();
    this.events = new ConnectionEvents(metrics.connectionMetrics(), System::nanoTime);
    this.admission = new Admission(limits.connections(), connections, events, System::nanoTime);
    this.memory = new RequestMemory(limits.requestMemory());
  }

  private static Map<EventLoop, LoopResources> resources(
      MultiThreadIoEventLoopGroup group, RequestMetrics metrics) {
    Map<EventLoop, LoopResources> loops = new HashMap<>();
    for (EventExecutor executor : group) {
      loops.put((EventLoop) executor, new LoopResources(metrics));
    }
    return loops;
  }

  /** The server, with no address yet. Ends {@code eventLoops} when it is closed. */
  public static SocketServer start(
      EventLoops eventLoops, NetLimits limits, RequestMetrics metrics) {
    var server = new SocketServer(eventLoops, limits, metrics);
    long sweep = limits.timeouts().sweepNanos();
    server.loops.forEach(
        (loop, resources) ->
            loop.scheduleWithFixedDelay(resources.sweep(), sweep, sweep, TimeUnit.NANOSECONDS));
    return server;
  }

  /**
   * Speaks {@code protocol} to whoever connects to {@code address}, whose name need not be
   * resolved.
   *
   * @throws IOException if the address cannot be had
   */
  public Listener listen(InetSocketAddress address, Protocol protocol) throws IOException {
    return listen(address, Entrance.OPEN, protocol);
  }

  /**
   * The same, to whom {@code entrance} lets in.
   *
   * @throws IOException if the address cannot be had
   */
  public Listener listen(InetSocketAddress address, Entrance entrance, Protocol protocol)
      throws IOException {
    var bootstrap =
        new ServerBootstrap()
            .group(eventLoops.group())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(MIN_READ, MIN_READ, MAX_READ))
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, PENDING_ANSWERS)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel socket) {
                    socket.pipeline().addLast(new Gate(entrance, events)).addLast(admission);
                  }
                })
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connect(channel, entrance, protocol);
                  }
                });
    Listener listener =
        Listener.open(
            bootstrap, eventLoops.transport(), address.getHostString(), address.getPort());
    listeners.add(listener);
    return listener;
  }

  private void connect(Channel channel, Entrance entrance, Protocol protocol) {
    LoopResources loop = loops.get(channel.eventLoop());
    if (loop == null) {
      throw new IllegalStateException("channel of a foreign event loop");
    }
    if (entrance.isRelayed(channel)) {
      channel.pipeline().addLast(new ProxyHeader(Peer.of(channel), entrance.allowed(), events));
    }
    Watched connection = protocol.connect(channel, loop);
    var watch = new ConnectionWatch(channel, connection, timeouts, events);
    loop.sweep().add(watch);
    channel.closeFuture().addListener(_ -> loop.sweep().remove(watch));
    channel.attr(ConnectionWatch.KEY).set(watch);
    connections.add(channel);
  }

  /** What requests under way and their answers take. */
  public RequestMemory memory() {
    return memory;
  }

  /** Refuses new connections. */
  public void stopAccepting() {
    listeners.forEach(Listener::closeAndWait);
  }

  /**
   * Closes each connection once it has answered what it has received, and all of them after {@code
   * grace}. True if none had to be cut off.
   */
  public boolean drain(Duration grace) {
    for (Channel connection : connections) {
      connection
          .eventLoop()
          .execute(() -> connection.pipeline().fireUserEventTriggered(Protocol.Event.DRAIN));
    }
    boolean drained =
        connections.newCloseFuture().awaitUninterruptibly(grace.toMillis(), TimeUnit.MILLISECONDS);
    connections.close().awaitUninterruptibly();
    return drained;
  }

  /** Ends the event loops. */
  @Override
  public void close() {
    listeners.forEach(Listener::close);
    eventLoops.close();
  }
}
