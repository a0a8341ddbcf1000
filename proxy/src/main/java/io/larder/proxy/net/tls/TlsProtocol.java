package io.larder.proxy.net.tls;

import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.Watched;
import io.larder.store.logging.RareLine;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

/**
 * Another protocol inside TLS 1.2 or 1.3. A client may name any host, or none: it is shown the one
 * certificate that there is, and decides itself.
 */
public final class TlsProtocol implements Protocol {
  private final Protocol inner;
  private final ServerCertificate certificate;
  private final RareLine failures = new RareLine(System::nanoTime);

  /** {@code inner} as it is spoken to whoever is shown {@code certificate}. */
  public TlsProtocol(Protocol inner, ServerCertificate certificate) {
    this.inner = inner;
    this.certificate = certificate;
  }

  /** True if that connection is inside TLS. */
  public static boolean covers(Channel channel) {
    return channel.pipeline().get(SslHandler.class) != null;
  }

  @Override
  public Watched connect(Channel channel, LoopResources loop) {
    SslHandler tls = certificate.newHandler(channel.alloc());
    // The watch over connections has a time-out for this; another would be a timer for each.
    tls.setHandshakeTimeoutMillis(0);
    var handshake = new Handshake(loop.connectionMetrics(), failures);
    channel.pipeline().addLast(handshake.limit()).addLast(tls).addLast(handshake);
    return new WatchedTls(handshake, inner.connect(channel, loop));
  }
}
