package io.larder.proxy.call;

import io.larder.proxy.metrics.ClientProtocol;
import io.larder.security.auth.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where calls come from: one connection of a client.
 *
 * @param protocol what it speaks
 * @param address of the client; null if it was gone before it could be asked for
 * @param isSecure true if the connection is TLS
 * @param network the way in
 */
public record Source(
    ClientProtocol protocol, @Nullable SocketAddress address, boolean isSecure, Network network) {
  /** Of the client, if it is there and came by the internet protocol. */
  public @Nullable InetAddress internetAddress() {
    return address instanceof InetSocketAddress internet ? internet.getAddress() : null;
  }
}
