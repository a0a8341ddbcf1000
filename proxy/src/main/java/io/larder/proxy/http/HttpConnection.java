package io.larder.proxy.http;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.ErrorEncoder;
import io.larder.protocol.json.ResponseEncoder;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.call.Completion;
import io.larder.proxy.call.ErrorMapper;
import io.larder.proxy.call.MeasuredOperations;
import io.larder.proxy.metrics.ConnectionMetrics.Refusal;
import io.larder.proxy.metrics.Outcome;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.Phase;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.ReplyBuffer;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection. It has one request at work; what the client sends ahead waits until the
 * answer is written. Answers gather and are flushed together when the input of the moment is used
 * up. Every message of Netty that arrives is released here or by {@link SentAhead}.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final byte[] EMPTY = {};
  private static final int LEAST_COMPRESSED = 4 * 1024;
  private static final int MOST_GATHERED_WHEN_FULL = 16 * 1024;
  static final ServiceError TOO_LARGE =
      new ServiceError.RequestTooLarge("Request body is larger than the limit.");
  private static final ServiceError FOREIGN_ORIGIN =
      new ServiceError.AccessDenied(
          "Web pages of this origin may not call; see authentication.allowed-origins.");
  private static final ServiceError NO_MEMORY =
      new ServiceError.ServiceUnavailable(
          "Too many large requests are being served. Please try again shortly.");

  private final RequestProcessor processor;
  private final HttpLoop loop;
  private final Channel channel;
  private final RequestMemory memory;
  private final SentAhead sentAhead;
  private final ReplyBuffer replies;
  private final RequestBody body;
  private final Exchange exchange;
  private final Completion completion = new LoopCompletion();

  /** The head of a request is here, its body is not, or not all of it. */
  private boolean receiving;

  /** A request is being answered. */
  private boolean answering;

  /** The exchange is in the hands of others, who will tell the outcome. */
  private boolean handedOver;

  /** More messages of the same read may follow, so answers need not be flushed one by one. */
  private boolean inBurst;

  /** When the last request was answered, or else the connection opened. */
  private long lastAnswered = System.nanoTime();

  /** Bytes of all answers. */
  private long written;

  private boolean draining;
  private boolean closing;

  HttpConnection(
      RequestProcessor processor,
      HttpLoop loop,
      Channel channel,
      RequestMemory memory,
      HttpLimits limits) {
    this.processor = processor;
    this.loop = loop;
    this.channel = channel;
    this.memory = memory;
    this.sentAhead = new SentAhead(channel, limits.pipelinedRequests(), memory);
    this.replies = new ReplyBuffer(channel, memory, this::goOn);
    this.body = new RequestBody(limits.maxBody(), memory);
    this.exchange = new Exchange(body, memory);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop.metrics.connectionOpened();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    sentAhead.discard();
    replies.discard();
    if (!handedOver) {
      exchange.end();
    }
    loop.metrics.connectionClosed();
  }

  /** When the last request was answered, or else the connection opened, in nanoseconds. */
  long lastAnswered() {
    return lastAnswered;
  }

  /** Bytes of all answers, those included that wait for the client. */
  long written() {
    return written;
  }

  /** What the connection waits for, if not for the rest of a head. */
  Phase phase() {
    if (answering || closing) {
      return Phase.WORK;
    }
    return receiving ? Phase.BODY : Phase.REQUEST;
  }

  /** Bytes that have come of that body. */
  int receivedOfBody() {
    return body.length();
  }

  /** Gives up on a body of which too little comes. */
  void refuseSlowBody() {
    refuse(Status.REQUEST_TIMEOUT);
  }

  /** True if the next request could be answered at once. */
  boolean isReady() {
    return !closing && !receiving && !isHeldUp() && sentAhead.isEmpty();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PlainRequest request) {
      inBurst = true;
      exchange.begin(request);
      run();
      return;
    }
    if (!(message instanceof HttpObject object)) {
      ReferenceCountUtil.release(message);
      return;
    }
    inBurst = true;
    if (isHeldUp() || !sentAhead.isEmpty()) {
      sentAhead.add(object);
    } else {
      take(object);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    inBurst = false;
    if (!closing) {
      replies.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    goOn();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == Protocol.Event.DRAIN) {
      draining = true;
      if (!receiving && !answering && sentAhead.isEmpty() && !closing) {
        closing = true;
        replies.flushAndClose();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    giveUp(cause);
  }

  private void giveUp(Throwable cause) {
    if (cause instanceof IOException) {
      LOG.atDebug()
          .addKeyValue("remoteAddress", channel.remoteAddress())
          .addKeyValue("errorType", cause.getClass().getName())
          .log("Connection lost");
    } else {
      loop.failures.log(
          LOG.atError()
              .addKeyValue("remoteAddress", channel.remoteAddress())
              .addKeyValue("errorType", cause.getClass().getName())
              .setCause(cause),
          "Connection failed unexpectedly");
    }
    closing = true;
    channel.close();
  }

  // A client that does not read its answers must not make them pile up here.
  private boolean isHeldUp() {
    return answering || !channel.isWritable() || (replies.unsent() > 0 && memory.isFull());
  }

  /** Works on what was sent ahead, as far as that is possible now. */
  private void goOn() {
    while (!isHeldUp()) {
      HttpObject next = sentAhead.next();
      if (next == null) {
        break;
      }
      take(next);
    }
    if (!closing) {
      sentAhead.readOn();
      if (!inBurst) {
        replies.flush();
      }
    }
  }

  /** Handles a message and releases it. */
  private void take(HttpObject message) {
    try {
      if (!closing && message instanceof HttpRequest request) {
        begin(request);
      }
      if (!closing && message instanceof HttpContent content) {
        receive(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest request) {
    exchange.begin(request);
    receiving = true;
    if (request.decoderResult().isFailure()) {
      refuseProtocol(request.decoderResult().cause());
    } else if (!processor.allowsOrigin(exchange.head)) {
      exchange.showsBrowsers = false;
      refuse(Refusal.ORIGIN, FOREIGN_ORIGIN);
    } else if (exchange.head.contentLength() > body.limit()) {
      refuse(Refusal.TOO_LARGE, TOO_LARGE);
    } else if (exchange.head.expectsContinue()) {
      loop.replies.writeContinue(replies.buffer(0));
      replies.flush();
    }
  }

  private void receive(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      refuseProtocol(content.decoderResult().cause());
      return;
    }
    ByteBuf part = content.content();
    int length = part.readableBytes();
    if (fitsScratch(content, length)) {
      part.readBytes(loop.scratch, 0, length);
      exchange.head.body(loop.scratch, 0, length);
    } else {
      RequestBody.Appended appended = body.append(part);
      if (appended != RequestBody.Appended.DONE) {
        boolean isTooLarge = appended == RequestBody.Appended.TOO_LARGE;
        refuse(
            isTooLarge ? Refusal.TOO_LARGE : Refusal.NO_MEMORY, isTooLarge ? TOO_LARGE : NO_MEMORY);
        return;
      }
      exchange.head.body(body.bytes(), 0, body.length());
    }
    if (content instanceof LastHttpContent) {
      receiving = false;
      run();
    }
  }

  // The scratch array is good for what is decoded here and now.
  private boolean fitsScratch(HttpContent content, int length) {
    return content instanceof LastHttpContent
        && body.isEmpty()
        && length <= LoopResources.SCRATCH_SIZE
        && length <= body.limit()
        && exchange.head.contentEncoding() == null;
  }

  private void run() {
    exchange.startedNanos = System.nanoTime();
    answering = true;
    FixedReply fixed = processor.fixedReply(exchange);
    if (fixed != null) {
      loop.replies.nextRequestId();
      exchange.outcome = fixed.status() == Status.OK ? Outcome.SUCCESS : Outcome.ERROR;
      int length = fixed.body().copyTo(loop.scratch, 0);
      write(fixed.status(), fixed.extraHeaders(), loop.scratch, length);
      return;
    }
    Response response;
    // Told before it is done, because the outcome may be on its way when the call returns.
    handedOver = true;
    try {
      response = mustLeaveLoop() ? processBesideLoop() : processor.process(exchange, completion);
    } catch (Throwable failure) {
      handedOver = false;
      fail(failure);
      return;
    }
    if (response != null) {
      handedOver = false;
      succeed(response);
    }
  }

  private boolean mustLeaveLoop() {
    return exchange.head.bodyLength() > LoopResources.SCRATCH_SIZE
        || exchange.head.contentEncoding() != null;
  }

  private @Nullable Response processBesideLoop() {
    RequestHead head = exchange.head;
    processor.offload(
        () -> {
          head.decodeBody(body.limit());
          Response response = processor.process(exchange, completion);
          if (response != null) {
            completion.succeeded(response);
          }
        },
        completion);
    return null;
  }

  private void succeed(Response response) {
    if (exchange.isRead()) {
      long bytes = response.itemBytes();
      if (isLarge(bytes)) {
        handedOver = true;
        completion.succeeded(response);
        return;
      }
      if (bytes > RequestMemory.FREE_ANSWER && !memory.has(bytes)) {
        fail(new ServiceException(RequestMemory.REFUSED));
        return;
      }
    }
    JsonWriter json = loop.json();
    try {
      ResponseEncoder.encode(response, json);
    } catch (RuntimeException failure) {
      fail(failure);
      return;
    }
    loop.replies.nextRequestId();
    reply(Status.OK, json, Outcome.SUCCESS);
  }

  private static boolean isLarge(long bytes) {
    return bytes > LoopResources.SCRATCH_SIZE;
  }

  /** Encodes and compresses a large answer, for which there is room. Not on the event loop. */
  private void answerAtLength(Response response, long bytes) {
    var json = new JsonWriter(Math.toIntExact(bytes + bytes / 8));
    ResponseEncoder.encode(response, json);
    ContentCoding coding = AcceptEncoding.preferred(exchange.head.acceptEncoding());
    byte[] body = coding == null ? json.buffer() : coding.encode(json.buffer(), json.length());
    int length = coding == null ? json.length() : body.length;
    answerOnLoop(
        () -> {
          loop.replies.nextRequestId();
          exchange.outcome = Outcome.SUCCESS;
          exchange.replyCoding = coding;
          write(Status.OK, null, body, length);
        });
  }

  private void fail(Throwable failure) {
    loop.replies.nextRequestId();
    Operation operation = exchange.operation;
    ServiceError error =
        ErrorMapper.map(
            failure, loop.replies::requestId, operation == null ? null : operation.wireName());
    JsonWriter json = loop.json();
    ErrorEncoder.encode(error, json);
    exchange.cacheMark = CacheMark.NONE;
    exchange.replyCoding = null;
    reply(Status.of(error.httpStatus()), json, Outcome.of(error));
  }

  private void reply(Status status, JsonWriter json, Outcome outcome) {
    exchange.outcome = outcome;
    int length = json.length();
    ContentCoding coding =
        length < LEAST_COMPRESSED ? null : AcceptEncoding.preferred(exchange.head.acceptEncoding());
    if (coding == null) {
      write(status, null, json.buffer(), length);
    } else if (isLarge(length)) {
      compress(coding, status, json.toByteArray());
    } else {
      write(status, coding, coding.encode(json.buffer(), length));
    }
  }

  /** Compresses beside the loop; what cannot be compressed is sent as it is. */
  private void compress(ContentCoding coding, Status status, byte[] plain) {
    offload(
        () -> {
          byte[] coded = coding.encode(plain, plain.length);
          answerOnLoop(() -> write(status, coding, coded));
        },
        new LoopCompletion() {
          @Override
          public void failed(Throwable failure) {
            answerOnLoop(() -> write(status, null, plain));
          }
        });
  }

  /** Hands the exchange over to {@code work}, which tells {@code outcome}. */
  private void offload(Runnable work, Completion outcome) {
    handedOver = true;
    try {
      processor.offload(work, outcome);
    } catch (ServiceException busy) {
      outcome.failed(busy);
    }
  }

  private void write(Status status, @Nullable ContentCoding coding, byte[] body) {
    exchange.replyCoding = coding;
    write(status, null, body, body.length);
  }

  /** Gives up on a connection whose input can no longer be told apart. */
  private void refuseProtocol(Throwable cause) {
    Status status =
        switch (cause) {
          case RefusedHead refused -> refused.status();
          case TooLongHttpLineException _ -> Status.URI_TOO_LONG;
          case TooLongHttpHeaderException _ -> Status.HEADERS_TOO_LARGE;
          default -> Status.BAD_REQUEST;
        };
    loop.metrics.refused(Refusal.MALFORMED);
    refuse(status);
  }

  private void refuse(Status status) {
    exchange.startedNanos = System.nanoTime();
    exchange.outcome = Outcome.ERROR;
    exchange.keepAlive = false;
    loop.replies.nextRequestId();
    write(status, null, EMPTY, 0);
  }

  private void refuse(Refusal reason, ServiceError error) {
    loop.metrics.refused(reason);
    exchange.startedNanos = System.nanoTime();
    exchange.keepAlive = false;
    fail(new ServiceException(error));
  }

  private void write(Status status, @Nullable String extraHeaders, byte[] bytes, int length) {
    exchange.keepAlive &= !draining;
    long now = System.nanoTime();
    ByteBuf out = replies.buffer(ReplyWriter.LONGEST_HEAD + length);
    int before = out.readableBytes();
    loop.replies.write(exchange, status, extraHeaders, bytes, length, now, out);
    written += out.readableBytes() - before;
    lastAnswered = now;
    loop.metrics.record(
        MeasuredOperations.indexOf(exchange.operation),
        exchange.outcome,
        now - exchange.startedNanos);
    exchange.end();
    answering = false;
    if (replies.gathered() > MOST_GATHERED_WHEN_FULL && memory.isFull()) {
      replies.flush();
    }
    if (!exchange.keepAlive) {
      closing = true;
      sentAhead.discard();
      sentAhead.readOn();
      if (receiving) {
        replies.flushAndLinger();
      } else {
        replies.flushAndClose();
      }
    }
  }

  /**
   * Lets the event loop answer, unless the client or the loop is gone; whom it cannot answer it
   * does not let wait. Called by any thread.
   */
  private void answerOnLoop(Runnable answer) {
    Runnable task =
        () -> {
          handedOver = false;
          if (closing) {
            exchange.end();
            return;
          }
          try {
            answer.run();
            goOn();
          } catch (Throwable failure) {
            giveUp(failure);
          }
        };
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.atDebug().log("The event loop has ended before the answer");
      exchange.end();
    }
  }

  /** Brings outcomes from other threads back to the event loop. */
  private class LoopCompletion implements Completion {
    @Override
    public void succeeded(Response response) {
      long bytes = exchange.isRead() ? response.itemBytes() : 0;
      if (!isLarge(bytes)) {
        answerOnLoop(() -> succeed(response));
        return;
      }
      try {
        // Once as it is encoded, once as it goes to the network.
        exchange.hold(2 * bytes);
        processor.offload(() -> answerAtLength(response, bytes), this);
      } catch (ServiceException refused) {
        failed(refused);
      }
    }

    @Override
    public void failed(Throwable failure) {
      answerOnLoop(() -> fail(failure));
    }
  }
}
