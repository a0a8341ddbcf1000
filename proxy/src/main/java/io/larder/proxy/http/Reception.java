package io.larder.proxy.http;

import io.larder.protocol.error.ServiceError;
import io.larder.proxy.metrics.ConnectionMetrics.Refusal;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/**
 * Takes in the requests of one connection that come in parts, one after the other, and refuses
 * those that are not worth to be waited for. Releases no messages.
 */
final class Reception {
  static final ServiceError TOO_LARGE =
      new ServiceError.RequestTooLarge("Request body is larger than the limit.");
  private static final ServiceError FOREIGN_ORIGIN =
      new ServiceError.AccessDenied(
          "Web pages of this origin may not call; see authentication.allowed-origins.");
  private static final ServiceError NO_MEMORY =
      new ServiceError.ServiceUnavailable(
          "Too many large requests are being served. Please try again shortly.");

  private final HttpConnection connection;
  private final RequestProcessor processor;
  private final HttpLoop loop;
  private final HttpCall call;

  Reception(HttpConnection connection, RequestProcessor processor, HttpLoop loop, HttpCall call) {
    this.connection = connection;
    this.processor = processor;
    this.loop = loop;
    this.call = call;
  }

  /** Takes the head of a request. */
  void begin(HttpRequest request) {
    call.begin(request);
    if (request.decoderResult().isFailure()) {
      connection.refuse(Refusal.MALFORMED, status(request.decoderResult().cause()));
    } else if (!processor.allowsOrigin(call.head)) {
      call.showsBrowsers = false;
      connection.refuse(Refusal.ORIGIN, FOREIGN_ORIGIN);
    } else if (call.head.contentLength() > call.body.limit()) {
      connection.refuse(Refusal.TOO_LARGE, TOO_LARGE);
    } else if (call.head.expectsContinue()) {
      connection.writeContinue();
    }
  }

  /** Takes a part of its body. True if the request is wholly there now. */
  boolean receive(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      connection.refuse(Refusal.MALFORMED, status(content.decoderResult().cause()));
      return false;
    }
    ByteBuf part = content.content();
    int length = part.readableBytes();
    if (fitsScratch(content, length)) {
      part.readBytes(loop.scratch, 0, length);
      call.head.body(loop.scratch, 0, length);
      return true;
    }
    return append(part) && content instanceof LastHttpContent;
  }

  // The scratch array is good for what is decoded here and now.
  private boolean fitsScratch(HttpContent content, int length) {
    return content instanceof LastHttpContent
        && call.body.isEmpty()
        && length <= LoopResources.SCRATCH_SIZE
        && length <= call.body.limit()
        && call.head.contentEncoding() == null;
  }

  private boolean append(ByteBuf part) {
    RequestBody body = call.body;
    return switch (body.append(part)) {
      case DONE -> {
        call.head.body(body.bytes(), 0, body.length());
        yield true;
      }
      case TOO_LARGE -> {
        connection.refuse(Refusal.TOO_LARGE, TOO_LARGE);
        yield false;
      }
      case NO_MEMORY -> {
        connection.refuse(Refusal.NO_MEMORY, NO_MEMORY);
        yield false;
      }
    };
  }

  /** What is answered when the input can no longer be told apart. */
  private static Status status(Throwable cause) {
    return switch (cause) {
      case RefusedHead refused -> refused.status();
      case TooLongHttpLineException _ -> Status.URI_TOO_LONG;
      case TooLongHttpHeaderException _ -> Status.HEADERS_TOO_LARGE;
      default -> Status.BAD_REQUEST;
    };
  }
}
