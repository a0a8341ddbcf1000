package io.larder.proxy.net.tls;

import io.larder.proxy.metrics.ConnectionMetrics;
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.Protocol;
import io.larder.store.logging.RareLine;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What TLS tells of one connection, which the protocol inside it need not know: that the handshake
 * is done or has failed, and that the client says goodbye. Stands behind the handler of TLS, and
 * its {@link #limit} before that one.
 */
final class Handshake extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

  /** What clients send takes some hundred bytes, with keys of the newest kinds a few thousand. */
  private static final int MAX_BYTES = 16 * 1024;

  private final ConnectionMetrics metrics;
  private final RareLine failures;
  private final Limit limit = new Limit();
  private boolean done;

  Handshake(ConnectionMetrics metrics, RareLine failures) {
    this.metrics = metrics;
    this.failures = failures;
  }

  /** Bounds what a client may send before the handshake is done. */
  private static final class Limit extends ChannelInboundHandlerAdapter {
    private long received;

    private boolean isReached() {
      return received > MAX_BYTES;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes) {
        received += bytes.readableBytes();
      }
      context.fireChannelRead(message);
      // What came with the end of the handshake may be as long as it likes.
      if (isReached() && !context.isRemoved()) {
        context.close();
      }
    }
  }

  /** The handler that stands before the one of TLS until the handshake is done. */
  ChannelInboundHandlerAdapter limit() {
    return limit;
  }

  /** True if the connection is the protocol's. */
  boolean isDone() {
    return done;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent handshake -> {
        if (handshake.isSuccess()) {
          done = true;
          Peer.of(context.channel()).secured(session(context));
          context.pipeline().remove(limit);
        } else {
          failed(context, handshake.cause());
        }
      }
      case SslCloseCompletionEvent goodbye -> {
        if (goodbye.isSuccess()) {
          context.close();
        }
      }
      case Protocol.Event.DRAIN -> {
        if (done) {
          context.fireUserEventTriggered(event);
        } else {
          context.close();
        }
      }
      default -> context.fireUserEventTriggered(event);
    }
  }

  private static Peer.TlsSession session(ChannelHandlerContext context) {
    SSLSession session = context.pipeline().get(SslHandler.class).engine().getSession();
    return new Peer.TlsSession(session.getProtocol(), session.getCipherSuite(), subject(session));
  }

  /** Whom the certificate names that an authority has vouched for; null if there is none. */
  private static @Nullable String subject(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate shown
          ? shown.getSubjectX500Principal().getName()
          : null;
    } catch (SSLPeerUnverifiedException _) {
      return null;
    }
  }

  private void failed(ChannelHandlerContext context, Throwable cause) {
    if (limit.received == 0) {
      // Nobody wanted to speak: this is how it is probed whether the port is open.
      return;
    }
    metrics.handshakeFailed();
    failures.log(
        LOG.atWarn()
            .addKeyValue("remoteAddress", context.channel().remoteAddress())
            .addKeyValue("reason", limit.isReached() ? "it is too long" : reason(cause)),
        "TLS handshake failed");
  }

  private static String reason(Throwable cause) {
    // Its message repeats all that the client said.
    return cause instanceof NotSslRecordException
        ? "what the client sends is no TLS"
        : cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable inner =
        cause instanceof DecoderException && cause.getCause() instanceof SSLException tls
            ? tls
            : cause;
    if (done) {
      context.fireExceptionCaught(inner);
    } else if (inner instanceof SSLException) {
      // Told as an event already.
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }
}
