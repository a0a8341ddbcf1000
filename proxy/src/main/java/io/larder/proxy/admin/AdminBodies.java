package io.larder.proxy.admin;

import io.larder.proxy.net.Lingering;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/** Gathers the bodies of requests, and refuses those that are too long so that clients hear it. */
final class AdminBodies extends HttpObjectAggregator {
  /** An item of the largest size and what goes with it, as a page of the console sends them. */
  private static final int MAX_BODY = 1024 * 1024;

  AdminBodies() {
    super(MAX_BODY);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage tooLong) {
    var refusal =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
            Unpooled.EMPTY_BUFFER);
    refusal
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, 0)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.pipeline().addBefore(context.name(), null, new Rest());
    context.channel().config().setAutoRead(true);
    context.writeAndFlush(refusal).addListener(_ -> Lingering.close(context.channel()));
  }

  /** Lets go of whatever else the client sends. */
  private static final class Rest extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
