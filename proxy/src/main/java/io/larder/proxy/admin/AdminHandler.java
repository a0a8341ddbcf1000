package io.larder.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.tls.TlsProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Semaphore;
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

  private static final String REQUEST_ID = "x-amzn-requestid";

  private static final Page BUSY =
      new Page(HttpResponseStatus.SERVICE_UNAVAILABLE, "text/plain", "busy with another\n");

  private final AdminPages pages;
  private final Semaphore slowWork;
  private final RecentConnections connections;
  private final boolean isLocal;

  /** The next request is asked for and has not come. */
  private boolean isAwaiting;

  /**
   * A page that takes long needs one of {@code slowWork}. {@code isLocal}: only this machine is
   * listened to, so others' names for it are not accepted.
   */
  AdminHandler(
      AdminPages pages, Semaphore slowWork, RecentConnections connections, boolean isLocal) {
    this.pages = pages;
    this.slowWork = slowWork;
    this.connections = connections;
    this.isLocal = isLocal;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connections.use(context.channel());
    await(context);
  }

  private void await(ChannelHandlerContext context) {
    isAwaiting = true;
    context.read();
  }

  /** What was read may have been no request, but something of TLS: then there is more to read. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (isAwaiting) {
      context.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connections.remove(context.channel());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    isAwaiting = false;
    connections.use(context.channel());
    Page refusal = refusal(request);
    if (refusal != null) {
      answer(context, request, refusal);
      return;
    }
    AdminRequest asked = read(context.channel(), request);
    switch (pages.pace(asked)) {
      case AT_ONCE -> answer(context, request, page(asked));
      case WAITING -> answerLater(context, request.retain(), asked, () -> {});
      case SLOW -> {
        if (slowWork.tryAcquire()) {
          answerLater(context, request.retain(), asked, slowWork::release);
        } else {
          answer(context, request, BUSY);
        }
      }
    }
  }

  private void answerLater(
      ChannelHandlerContext context,
      FullHttpRequest request,
      AdminRequest asked,
      Runnable afterwards) {
    Thread.ofVirtual()
        .name("admin-page")
        .start(
            () -> {
              Page page;
              try {
                page = page(asked);
              } finally {
                afterwards.run();
              }
              context
                  .executor()
                  .execute(
                      () -> {
                        answer(context, request, page);
                        request.release();
                      });
            });
  }

  private void answer(ChannelHandlerContext context, FullHttpRequest request, Page page) {
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    byte[] body = page.body().getBytes(UTF_8);
    ByteBuf content = isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, page.status(), content);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    page.headers().forEach((name, value) -> response.headers().set(name, value));
    String requestId = page.requestId();
    if (requestId != null) {
      response.headers().set(REQUEST_ID, requestId);
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    HttpUtil.setKeepAlive(response, keepAlive);
    // The next request is not looked at until the client has taken this answer.
    context
        .writeAndFlush(response)
        .addListener(
            written -> {
              if (keepAlive && written.isSuccess()) {
                // Later, for FlowControlHandler does not see a read while it hands on a message.
                context.executor().execute(() -> await(context));
              } else {
                context.close();
              }
            });
  }

  private static AdminRequest read(Channel channel, FullHttpRequest request) {
    return new AdminRequest(
        request,
        address(channel.remoteAddress()),
        address(channel.localAddress()),
        TlsProtocol.covers(channel),
        Peer.of(channel).tls());
  }

  private static @Nullable InetAddress address(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress internet ? internet.getAddress() : null;
  }

  private @Nullable Page refusal(FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return new Page(HttpResponseStatus.BAD_REQUEST, "text/plain", "bad request\n");
    }
    String host = request.headers().get(HttpHeaderNames.HOST);
    if (isLocal && host != null && !LOCAL_HOST.matcher(host).matches()) {
      return new Page(
          HttpResponseStatus.MISDIRECTED_REQUEST, "text/plain", "misdirected request\n");
    }
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    return origin == null || isOwn(origin, host)
        ? null
        : new Page(HttpResponseStatus.FORBIDDEN, "text/plain", "not for pages of other origins\n");
  }

  /** True for a page of this port. Whoever does TLS before it speaks to it without. */
  private static boolean isOwn(String origin, @Nullable String host) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
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
