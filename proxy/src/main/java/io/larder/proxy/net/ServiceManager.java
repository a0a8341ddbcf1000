package io.larder.proxy.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the server fares, if that is what has started it and wants to know ({@code
 * Type=notify}): a datagram to the socket that {@code NOTIFY_SOCKET} names, as sd_notify(3) sends
 * it. A socket of an abstract name, which systemd gives to services of users, is not told.
 */
public final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final long PATIENCE_MILLIS = 1000;

  private final @Nullable String socket;

  /** Finds the socket in {@code environment}. */
  public ServiceManager(Map<String, String> environment) {
    String named = environment.get("NOTIFY_SOCKET");
    this.socket = named != null && named.startsWith("/") ? named : null;
  }

  /** The server serves. */
  public void ready() {
    tell("READY=1");
  }

  /** The server is about to stop. */
  public void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String state) {
    if (socket == null) {
      return;
    }
    if (!Epoll.isAvailable()) {
      LOG.atWarn().log("systemd cannot be told that the server serves: epoll is not available");
      return;
    }
    var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ChannelFuture connected =
        new Bootstrap()
            .group(loops)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new DomainSocketAddress(socket))
            .awaitUninterruptibly();
    ChannelFuture told =
        connected.isSuccess()
            ? connected
                .channel()
                .writeAndFlush(Unpooled.copiedBuffer(state, US_ASCII))
                .awaitUninterruptibly()
            : connected;
    if (!told.isSuccess()) {
      LOG.atWarn().setCause(told.cause()).log("systemd could not be told how the server fares");
    }
    connected.channel().close().awaitUninterruptibly();
    loops
        .shutdownGracefully(0, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE_MILLIS);
  }
}
