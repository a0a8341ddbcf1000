package io.larder.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections whose clients may still be sending, without cutting them off: closing with
 * input unread would reset the connection, and the answer with it.
 */
public final class Lingering {
  private static final int SECONDS = 1;

  private Lingering() {}

  /** To be called when the answer is sent; what still comes must be read and let go. */
  public static void close(Channel channel) {
    if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
      var tls = channel.pipeline().get(SslHandler.class);
      if (tls == null) {
        duplex.shutdownOutput();
      } else {
        tls.closeOutbound().addListener(_ -> duplex.shutdownOutput());
      }
      channel.eventLoop().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
    } else {
      channel.close();
    }
  }
}
