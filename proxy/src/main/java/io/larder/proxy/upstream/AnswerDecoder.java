package io.larder.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * The decoder of answers: {@link PlainAnswer} where it can be one, else Netty's, which then reads
 * that answer to its end.
 */
final class AnswerDecoder extends HttpResponseDecoder {
  private static final int MAX_LINE = 4 * 1024;
  private static final int MAX_HEAD = 32 * 1024;
  private static final int MAX_CHUNK = 1024 * 1024;

  private final PlainAnswer plain;
  private boolean isWithin;

  AnswerDecoder(PlainAnswer plain) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_HEAD)
            .setMaxChunkSize(MAX_CHUNK));
    this.plain = plain;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    ReceivedAnswer whole = isWithin ? null : plain.read(in);
    if (whole != null) {
      out.add(whole);
      return;
    }
    isWithin = true;
    super.decode(context, in, out);
    if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
      isWithin = false;
    }
  }
}
