package io.larder.proxy.admin;

import io.larder.proxy.net.Listener;
import io.larder.proxy.net.Transport;
import io.larder.proxy.net.tls.ServerCertificate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server of the admin port. What its clients can make it hold is bounded: it answers one
 * request of a connection after another, reads no more than it answers, and keeps few connections.
 */
public final class AdminServer implements AutoCloseable {
  private static final int MAX_READ = 4 * 1024;

  /** Pages that take long, at the same moment. */
  private static final int MAX_SLOW = 2;

  private final MultiThreadIoEventLoopGroup group;
  private final Listener listener;

  private AdminServer(MultiThreadIoEventLoopGroup group, Listener listener) {
    this.group = group;
    this.listener = listener;
  }

  /**
   * Answers {@code pages} on {@code address}, whose name need not be resolved. A connection may be
   * idle, and leave an answer unread, for {@code timeout}. With a {@code certificate} all is inside
   * TLS; it stays the caller's.
   *
   * @throws IOException if the address cannot be had
   */
  public static AdminServer start(
      InetSocketAddress address,
      Transport transport,
      AdminPages pages,
      Duration timeout,
      @Nullable ServerCertificate certificate)
      throws IOException {
    MultiThreadIoEventLoopGroup group = transport.newGroup(1, "admin");
    var connections = new RecentConnections();
    var slowWork = new Semaphore(MAX_SLOW);
    boolean isLocal = isLocal(address);
    var bootstrap =
        new ServerBootstrap()
            .group(group)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(MAX_READ).maxMessagesPerRead(1))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new ReadTimeoutHandler(timeout.toNanos(), TimeUnit.NANOSECONDS));
                    if (certificate != null) {
                      channel.pipeline().addLast(certificate.newHandler(channel.alloc()));
                    }
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new AdminBodies())
                        // Hands on one request at a time, when it is asked to.
                        .addLast(new FlowControlHandler())
                        .addLast(new AdminHandler(pages, slowWork, connections, isLocal));
                  }
                });
    try {
      return new AdminServer(
          group, Listener.open(bootstrap, transport, address.getHostString(), address.getPort()));
    } catch (IOException e) {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
  }

  private static boolean isLocal(InetSocketAddress address) {
    InetAddress resolved =
        address.isUnresolved()
            ? new InetSocketAddress(address.getHostString(), address.getPort()).getAddress()
            : address.getAddress();
    return resolved != null && resolved.isLoopbackAddress();
  }

  /** Where the server listens. */
  public List<InetSocketAddress> addresses() {
    return listener.addresses();
  }

  @Override
  public void close() {
    listener.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
