package io.larder.proxy.http;

import io.larder.proxy.net.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * The decoder of requests: {@link PlainRequest} where it can be one and the connection is ready to
 * answer it at once, else Netty's, which then reads that request to its end. A head that breaks
 * {@link HeadRules} is handed on as one that could not be decoded.
 */
final class RequestDecoder extends HttpRequestDecoder {
  // As large as a read can be: the body of a request that came in one read is then one message.
  private static final int MAX_CHUNK = 1024 * 1024;
  private static final int INITIAL_BUFFER = 1024;

  private final HttpLimits limits;
  private final PlainRequest plain;
  private final HttpConnection connection;
  private Next next = Next.REQUEST;

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

  /** What the next byte belongs to. */
  private enum Next {
    /** It is the first of a request. */
    REQUEST,
    HEAD,
    BODY,
    /** Nothing: a request could not be decoded, so its end is not known. */
    NOTHING
  }

  /** True if a request has begun and its head is not wholly there. */
  boolean isWithinHead() {
    return next == Next.HEAD;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == Protocol.Event.DRAIN) {
      connection.drain(isWithinHead());
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (next == Next.REQUEST && connection.isReady() && plain.read(in, limits)) {
      out.add(plain);
      return;
    }
    switch (next) {
      case REQUEST -> {
        skipEmptyLines(in);
        if (in.isReadable()) {
          decodeHead(context, in, out);
        }
      }
      case HEAD -> decodeHead(context, in, out);
      case BODY -> decodeBody(context, in, out);
      case NOTHING -> in.skipBytes(in.readableBytes());
    }
  }

  // RFC 9112, 2.2. Netty would skip whatever is not visible, even within a line.
  private static void skipEmptyLines(ByteBuf in) {
    while (in.isReadable() && isLineEnd(in.getByte(in.readerIndex()))) {
      in.skipBytes(1);
    }
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }

  private void decodeHead(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    next = Next.HEAD;
    if (HeadRules.hasMisshapenLine(in)) {
      in.skipBytes(in.readableBytes());
      var request = new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/");
      refuse(request, Status.BAD_REQUEST);
      out.add(request);
      return;
    }
    super.decode(context, in, out);
    if (!out.isEmpty() && out.getFirst() instanceof HttpRequest request) {
      next = afterPart(out);
      judge(request);
    }
  }

  private void judge(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      next = Next.NOTHING;
      return;
    }
    Status fault = HeadRules.fault(request);
    if (fault != null) {
      refuse(request, fault);
    }
  }

  private void refuse(HttpRequest request, Status status) {
    request.setDecoderResult(DecoderResult.failure(new RefusedHead(status)));
    next = Next.NOTHING;
  }

  private void decodeBody(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    super.decode(context, in, out);
    if (!out.isEmpty()) {
      next = afterPart(out);
    }
  }

  private static Next afterPart(List<Object> out) {
    if (out.getLast() instanceof LastHttpContent end) {
      return end.decoderResult().isSuccess() ? Next.REQUEST : Next.NOTHING;
    }
    return Next.BODY;
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) throws Exception {
    Status fault = HeadRules.faultOfVersion(initialLine[2]);
    if (fault != null) {
      throw new RefusedHead(fault);
    }
    return super.createMessage(initialLine);
  }
}
