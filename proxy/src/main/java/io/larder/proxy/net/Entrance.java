package io.larder.proxy.net;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Who is let in by an address, before a byte of theirs is read.
 *
 * @param allowed clients that may connect
 * @param proxies who stand before clients and say, by the PROXY protocol, which one it is; what
 *     they say is believed, and they must say it
 */
public record Entrance(AddressSet allowed, AddressSet proxies) {
  /** Lets everyone in. */
  public static final Entrance OPEN = new Entrance(AddressSet.ALL, AddressSet.NONE);

  /** True if that connection may go on: to say for whom it stands, if it is a proxy's. */
  boolean admits(Channel arrived) {
    return equals(OPEN)
        || (arrived.remoteAddress() instanceof InetSocketAddress internet
            && admits(internet.getAddress()));
  }

  private boolean admits(InetAddress address) {
    return proxies.contains(address) || allowed.contains(address);
  }

  /** True if that connection is a proxy's. */
  boolean isRelayed(Channel arrived) {
    return arrived.remoteAddress() instanceof InetSocketAddress internet
        && proxies.contains(internet.getAddress());
  }
}
