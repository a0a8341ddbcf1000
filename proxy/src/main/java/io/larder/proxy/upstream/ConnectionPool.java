package io.larder.proxy.upstream;

import io.larder.proxy.net.RequestMemory;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to a site, and the calls that wait for one. The connection used
 * last is used next, so that those that are not needed age and are closed. For the loop's thread.
 */
final class ConnectionPool {
  // A read should take in a whole answer about an item, and not much less of a page.
  private static final int MIN_READ = 4 * 1024;
  private static final int MAX_READ = 256 * 1024;
  private static final int SWEEPS = 4;

  /** A call that the upstream cannot have is sent as often; or to each of its addresses. */
  private static final int MIN_TRIES = 2;

  private final EventLoop loop;
  private final Site site;
  private final ConnectionLimits limits;
  private final Bootstrap bootstrap;
  private final UpstreamCounts counts;
  private final Deque<UpstreamConnection> free = new ArrayDeque<>();
  private final Set<UpstreamConnection> open = new HashSet<>();
  private final Deque<UpstreamCall> waiting = new ArrayDeque<>();
  private int opening;
  private boolean closed;
  private @Nullable Future<?> sweep;

  /** {@code limits} are those of this one loop. */
  ConnectionPool(
      EventLoop loop,
      ChannelFactory<Channel> sockets,
      Site site,
      ConnectionLimits limits,
      RequestMemory memory,
      UpstreamCounts counts) {
    this.loop = loop;
    this.site = site;
    this.limits = limits;
    this.counts = counts;
    var plain = new PlainAnswer(limits.answer());
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(sockets)
            .disableResolver()
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            // What is closed under a call, or by the end of the process, takes along what it has
            // not brought over. The system would go on trying for minutes, long after everyone has
            // taken the call for over.
            .option(ChannelOption.SO_LINGER, 0)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connect().toMillis())
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(MIN_READ, MIN_READ, MAX_READ))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connect(channel, plain, memory);
                  }
                });
  }

  private void connect(Channel channel, PlainAnswer plain, RequestMemory memory) {
    if (site.tls() != null) {
      SslHandler tls =
          site.tls().newHandler(channel.alloc(), site.endpoint().host(), site.endpoint().port());
      channel.pipeline().addLast(tls);
    }
    channel
        .pipeline()
        .addLast(
            new AnswerDecoder(plain),
            new UpstreamConnection(
                channel, this, new AnswerAssembly(limits.answer(), memory), System.nanoTime()));
  }

  /** Begins to close connections that are not needed. */
  void start() {
    long interval = Math.max(1, limits.idle().toNanos() / SWEEPS);
    sweep = loop.scheduleWithFixedDelay(this::closeIdle, interval, interval, TimeUnit.NANOSECONDS);
  }

  /** Sends a call as soon as there is a connection for it. */
  void submit(UpstreamCall call) {
    if (closed) {
      call.fail("the server is stopping", false, null);
      return;
    }
    UpstreamConnection connection = takeFree();
    if (connection == null && isFull()) {
      call.fail("too many calls wait for a connection to the upstream", false, null);
      return;
    }
    call.watch(loop);
    if (connection != null) {
      connection.send(call);
    } else {
      waiting.addLast(call);
      openAsNeeded();
    }
  }

  private @Nullable UpstreamConnection takeFree() {
    for (UpstreamConnection next = free.pollFirst(); next != null; next = free.pollFirst()) {
      if (next.isOpen() && System.nanoTime() - next.freeSince() < limits.idle().toNanos()) {
        return next;
      }
      next.close();
    }
    return null;
  }

  private boolean isFull() {
    if (waiting.size() < limits.waiting()) {
      return false;
    }
    waiting.removeIf(UpstreamCall::isDone);
    return waiting.size() >= limits.waiting();
  }

  private @Nullable UpstreamCall nextWaiting() {
    UpstreamCall next = waiting.pollFirst();
    while (next != null && next.isDone()) {
      next = waiting.pollFirst();
    }
    return next;
  }

  private void openAsNeeded() {
    while (!closed && opening < waiting.size() && open.size() + opening < limits.connections()) {
      InetSocketAddress address = site.addresses().next();
      if (address == null) {
        failWaiting("no address of " + site.endpoint().host() + " was found");
        return;
      }
      opening++;
      long began = System.nanoTime();
      ChannelFuture connecting = bootstrap.connect(address);
      // Where no socket can be had, another thread tells it.
      connecting.addListener(_ -> inLoop(() -> connected(connecting, address, began)));
    }
  }

  private void inLoop(Runnable work) {
    if (loop.inEventLoop()) {
      work.run();
    } else {
      loop.execute(work);
    }
  }

  private void connected(ChannelFuture connecting, InetSocketAddress address, long began) {
    Channel channel = connecting.channel();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (!connecting.isSuccess()) {
      notOpened(address, connecting.cause());
    } else if (tls == null) {
      opened(channel, address);
    } else {
      // It begins behind this.
      long left = limits.connect().toNanos() - (System.nanoTime() - began);
      tls.setHandshakeTimeout(Math.max(1, left), TimeUnit.NANOSECONDS);
      tls.handshakeFuture()
          .addListener(
              handshake -> {
                if (handshake.isSuccess()) {
                  opened(channel, address);
                } else {
                  channel.close();
                  notOpened(address, handshake.cause());
                }
              });
    }
  }

  private void opened(Channel channel, InetSocketAddress address) {
    opening--;
    site.addresses().worked(address);
    counts.opened();
    UpstreamConnection connection = channel.pipeline().get(UpstreamConnection.class);
    open.add(connection);
    serve(connection, System.nanoTime());
  }

  private void notOpened(InetSocketAddress address, Throwable cause) {
    opening--;
    site.addresses().failed(address);
    counts.notOpened();
    UpstreamCall next = nextWaiting();
    if (next != null) {
      retry(next, "cannot connect to " + site.endpoint() + ": " + cause.getMessage(), cause);
    }
    openAsNeeded();
  }

  /** Sends a call again, on a new connection, that the upstream cannot have. */
  void again(UpstreamCall call, String reason, @Nullable Throwable cause) {
    // As this one was closed, so may be those that have been waiting for longer.
    free.forEach(UpstreamConnection::close);
    free.clear();
    retry(call, reason, cause);
    openAsNeeded();
  }

  private void retry(UpstreamCall call, String reason, @Nullable Throwable cause) {
    if (!closed && call.mayBeTriedAgain(Math.max(MIN_TRIES, site.addresses().count()))) {
      waiting.addFirst(call);
    } else {
      call.fail(reason, false, cause);
    }
  }

  /** Takes back a connection that can have another call. */
  void free(UpstreamConnection connection) {
    long now = System.nanoTime();
    if (now - connection.openedAt() > limits.age().toNanos()) {
      connection.close();
    } else {
      serve(connection, now);
    }
  }

  private void serve(UpstreamConnection connection, long now) {
    if (closed || !connection.isOpen()) {
      connection.close();
      return;
    }
    UpstreamCall next = nextWaiting();
    if (next == null) {
      connection.freeSince(now);
      free.addFirst(connection);
    } else {
      connection.send(next);
    }
  }

  /** Forgets a connection that is closed. */
  void gone(UpstreamConnection connection) {
    if (open.remove(connection)) {
      counts.closed();
      free.remove(connection);
      openAsNeeded();
    }
  }

  private void closeIdle() {
    long now = System.nanoTime();
    UpstreamConnection oldest = free.peekLast();
    while (oldest != null && now - oldest.freeSince() >= limits.idle().toNanos()) {
      free.removeLast();
      oldest.close();
      oldest = free.peekLast();
    }
  }

  private void failWaiting(String reason) {
    List<UpstreamCall> failed = List.copyOf(waiting);
    waiting.clear();
    failed.forEach(call -> call.fail(reason, false, null));
  }

  /** Closes all connections; what is on its way on them fails. */
  void close() {
    closed = true;
    if (sweep != null) {
      sweep.cancel(false);
    }
    failWaiting("the server is stopping");
    List.copyOf(open).forEach(UpstreamConnection::close);
  }
}
