package io.larder.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;

/** The system interface that the network is reached by. */
public enum Transport {
  EPOLL {
    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }

    @Override
    ChannelFactory<ServerChannel> serverSockets(InetAddress address) {
      return isIpv4(address)
          ? () -> new EpollServerSocketChannel(SocketProtocolFamily.INET)
          : EpollServerSocketChannel::new;
    }

    @Override
    public Channel newSocket(Duration unacknowledged) {
      var socket = new EpollSocketChannel();
      long millis = Math.clamp(unacknowledged.toMillis(), 1, Integer.MAX_VALUE);
      socket.config().setTcpUserTimeout((int) millis);
      return socket;
    }
  },
  NIO {
    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    ChannelFactory<ServerChannel> serverSockets(InetAddress address) {
      return isIpv4(address)
          ? () -> new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET)
          : NioServerSocketChannel::new;
    }

    @Override
    public Channel newSocket(Duration unacknowledged) {
      return new NioSocketChannel();
    }
  };

  abstract IoHandlerFactory handlers();

  /** Sockets to listen on {@code address}; a socket of both families would take 0.0.0.0 for ::. */
  abstract ChannelFactory<ServerChannel> serverSockets(InetAddress address);

  /**
   * A socket that is to be connected.
   *
   * @param unacknowledged after that time the system gives up what the other side has not
   *     acknowledged, if it can be told so
   */
  public abstract Channel newSocket(Duration unacknowledged);

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }

  /** The fastest that this system has. */
  public static Transport fastest() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /**
   * Epoll.
   *
   * @throws IllegalStateException if this system does not have it
   */
  public static Transport epoll() {
    if (!Epoll.isAvailable()) {
      throw new IllegalStateException("the epoll transport is not available on this system");
    }
    return EPOLL;
  }

  /** A new group of event loops, whose threads are named after {@code name}. */
  public MultiThreadIoEventLoopGroup newGroup(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), handlers());
  }
}
