package io.larder.proxy.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The listening sockets of a host: one for each address that its name stands for. */
public final class Listener {
  private static final String LOCALHOST = "localhost";

  private final List<Channel> sockets;

  private Listener(List<Channel> sockets) {
    this.sockets = List.copyOf(sockets);
  }

  /**
   * Listens on every address of {@code host} and on no other. A free port, which {@code port} 0
   * asks for, is the same on all of them.
   *
   * @throws IOException if one of them is taken, is not ours or does not exist; says so in one line
   */
  public static Listener open(ServerBootstrap bootstrap, Transport transport, String host, int port)
      throws IOException {
    List<Channel> sockets = new ArrayList<>();
    try {
      for (InetAddress address : addresses(host)) {
        int samePort = sockets.isEmpty() ? port : address(sockets.getFirst()).getPort();
        sockets.add(bind(bootstrap, transport, new InetSocketAddress(address, samePort)));
      }
      return new Listener(sockets);
    } catch (IOException e) {
      sockets.forEach(Channel::close);
      throw e;
    }
  }

  private static Set<InetAddress> addresses(String host) throws IOException {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    try {
      addresses.addAll(List.of(InetAddress.getAllByName(host)));
      if (host.equalsIgnoreCase(LOCALHOST)) {
        // Clients take it for either, whatever the hosts file says: RFC 6761, 6.3.
        addresses.addAll(List.of(NetUtil.LOCALHOST4, NetUtil.LOCALHOST6));
      }
    } catch (UnknownHostException e) {
      throw new IOException("cannot listen on " + host + ": unknown host", e);
    }
    if (addresses.size() > 1 && !hasIpv6()) {
      addresses.removeIf(Inet6Address.class::isInstance);
    }
    return addresses;
  }

  private static boolean hasIpv6() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(Inet6Address.class::isInstance);
  }

  private static Channel bind(
      ServerBootstrap bootstrap, Transport transport, InetSocketAddress address)
      throws IOException {
    ChannelFuture bound =
        bootstrap
            .clone()
            .channelFactory(transport.serverSockets(address.getAddress()))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      Throwable cause = bound.cause();
      throw new IOException(
          "cannot listen on "
              + NetUtil.toSocketAddressString(address)
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

  /** Where it listens. */
  public List<InetSocketAddress> addresses() {
    return sockets.stream().map(Listener::address).toList();
  }

  private static InetSocketAddress address(Channel socket) {
    return (InetSocketAddress) socket.localAddress();
  }

  /** Refuses new connections; returns at once. */
  public void close() {
    sockets.forEach(Channel::close);
  }

  /** Refuses new connections; returns when that is done. */
  public void closeAndWait() {
    close();
    sockets.forEach(socket -> socket.closeFuture().awaitUninterruptibly());
  }
}
