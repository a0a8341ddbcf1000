package io.larder.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one admin connection from {@link AdminPages}. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

  // A web page whose name was made to point to this machine shows that name as Host.
  private static final Pattern LOCAL_HOST =
      Pattern.compile(
          "(?:(?:[a-z0-9.-]+\\.)?localhost|[0-9.]+|\\[[0-9a-f:.]+])(?::[0-9]*)?",
          Pattern.CASE_INSENSITIVE);

  private final AdminPages pages;
  private final RecentConnections connections;
  private final boolean isLocal;

  /**
   * {@code isLocal}: only this machine is listened to, so others' names for it are not accepted.
   */
  AdminHandler(AdminPages pages, RecentConnections connections, boolean isLocal) {
    this.pages = pages;
    this.connections = connections;
    this.isLocal = isLocal;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connections.use(context.channel());
    context.read();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connections.remove(context.channel());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    connections.use(context.channel());
    Page refusal = refusal(request);
    Page page = refusal == null ? page(new AdminRequest(request)) : refusal;
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    byte[] body = page.body().getBytes(UTF_8);
    ByteBuf content = isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, page.status(), content);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    HttpUtil.setKeepAlive(response, keepAlive);
    // The next request is not looked at until the client has taken this answer.
    context
        .writeAndFlush(response)
        .addListener(
            written -> {
              if (keepAlive && written.isSuccess()) {
                // Later, for FlowControlHandler does not see a read while it hands on a message.
                context.executor().execute(context::read);
              } else {
                context.close();
              }
            });
  }

  private @Nullable Page refusal(FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return new Page(HttpResponseStatus.BAD_REQUEST, "text/plain", "bad request\n");
    }
    String host = request.headers().get(HttpHeaderNames.HOST);
    return !isLocal || host == null || LOCAL_HOST.matcher(host).matches()
        ? null
        : new Page(HttpResponseStatus.MISDIRECTED_REQUEST, "text/plain", "misdirected request\n");
  }

  private Page page(AdminRequest request) {
    try {
      return pages.page(request);
    } catch (ServiceException refused) {
      ServiceError error = refused.error();
      return Page.text(HttpResponseStatus.valueOf(error.httpStatus()), error.message());
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("path", request.path()).setCause(e).log("Admin page failed");
      return new Page(HttpResponseStatus.INTERNAL_SERVER_ERROR, "text/plain", "internal error\n");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.atDebug().setCause(cause).log("Admin connection failed");
    context.close();
  }
}
