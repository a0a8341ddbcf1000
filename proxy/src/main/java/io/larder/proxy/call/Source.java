package io.larder.proxy.call;

import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.net.Peer;
import io.larder.security.auth.Network;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where calls come from: one connection of a client.
 *
 * @param protocol what it speaks
 * @param peer the client
 * @param isSecure true if the connection is TLS
 * @param network the way in
 */
public record Source(ClientProtocol protocol, Peer peer, boolean isSecure, Network network) {
  /** Where the client is; null if it was gone before it could be asked for. */
  public @Nullable InetAddress internetAddress() {
    return peer.address();
  }
}
