package io.larder.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * The decoder of requests: {@link PlainRequest} where it can be one and the connection is ready to
 * answer it at once, else Netty's, which then reads that request to its end.
 */
final class RequestDecoder extends HttpRequestDecoder {
  // As large as a read can be: the body of a request that came in one read is then one message.
  private static final int MAX_CHUNK = 1024 * 1024;
  private static final int INITIAL_BUFFER = 1024;

  private final HttpLimits limits;
  private final PlainRequest plain;
  private final HttpConnection connection;

  /** The next byte is the first of a request. */
  private boolean atStart = true;

  RequestDecoder(HttpLimits limits, PlainRequest plain, HttpConnection connection) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxHeader())
            .setMaxHeaderSize(limits.maxHeader())
            .setMaxChunkSize(MAX_CHUNK)
            .setInitialBufferSize(INITIAL_BUFFER));
    this.limits = limits;
    this.plain = plain;
    this.connection = connection;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (atStart && connection.isReady() && plain.read(in, limits)) {
      out.add(plain);
      return;
    }
    super.decode(context, in, out);
    // What begins there ends there; after a failure it throws away whatever follows.
    atStart =
        !out.isEmpty()
            && out.getLast() instanceof LastHttpContent end
            && end.decoderResult().isSuccess();
  }
}
