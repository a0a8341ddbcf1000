package io.larder.proxy.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Opens listening sockets, and says in one line why one cannot be opened. */
public final class Listeners {
  private Listeners() {}

  /**
   * The listening channel.
   *
   * @throws IOException if the address is taken, is not ours or does not exist
   */
  public static Channel bind(ServerBootstrap bootstrap, InetSocketAddress address)
      throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("cannot listen on " + address.getHostString() + ": unknown host");
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw new IOException(
          "cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + reason(String.valueOf(cause.getMessage())),
          cause);
    }
    return bound.channel();
  }

  // Epoll says which system call failed, NIO does not; both are known by the same words.
  private static String reason(String message) {
    return message.contains("already in use") ? "the address is already in use" : message;
  }
}
