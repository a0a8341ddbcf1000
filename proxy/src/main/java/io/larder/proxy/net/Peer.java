package io.larder.proxy.net;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a connection, as far as the net knows it: what it learns of it is there before
 * the first request is. Written by the connection's event loop only.
 */
public final class Peer {
  private static final AttributeKey<Peer> KEY = AttributeKey.valueOf(Peer.class, "");

  private @Nullable SocketAddress address;
  private @Nullable TlsSession tls;

  /** A peer at that address; null if it was gone before it could be asked for. */
  public Peer(@Nullable SocketAddress address) {
    this.address = address;
  }

  /**
   * How a connection is kept secret.
   *
   * @param version such as {@code TLSv1.3}
   * @param cipherSuite as IANA names it
   * @param subject of the certificate that the client has proven to have, as RFC 2253 writes it;
   *     null if it has shown none
   */
  public record TlsSession(String version, String cipherSuite, @Nullable String subject) {}

  /** The peer of that connection. */
  public static Peer of(Channel channel) {
    Peer known = channel.attr(KEY).get();
    if (known == null) {
      known = new Peer(channel.remoteAddress());
      channel.attr(KEY).set(known);
    }
    return known;
  }

  /** Where the client is, as far as it is known. */
  public @Nullable InetAddress address() {
    return address instanceof InetSocketAddress internet ? internet.getAddress() : null;
  }

  /** Notes what a trusted proxy says of where the client is. */
  void relayedFor(SocketAddress client) {
    address = client;
  }

  /** What the handshake has led to; null before it is done, and where there is none. */
  public @Nullable TlsSession tls() {
    return tls;
  }

  /** Notes that the handshake is done. */
  public void secured(TlsSession session) {
    tls = session;
  }
}
