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
    public Channel newSocket() {
      return new EpollSocketChannel();
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
    public Channel newSocket() {
      return new NioSocketChannel();
    }
  };

  abstract IoHandlerFactory handlers();

  /** Sockets to listen on {@code address}; a socket of both families would take 0.0.0.0 for ::. */
  abstract ChannelFactory<ServerChannel> serverSockets(InetAddress address);

  /** A socket that is to be connected. */
  public abstract Channel newSocket();

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
