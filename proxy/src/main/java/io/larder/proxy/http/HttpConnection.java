package io.larder.proxy.http;

import io.larder.protocol.error.ServiceError;
import io.larder.proxy.call.Call;
import io.larder.proxy.call.ConnectionState;
import io.larder.proxy.call.ConnectionState.Answering;
import io.larder.proxy.call.ConnectionState.Away;
import io.larder.proxy.call.ConnectionState.Closed;
import io.larder.proxy.call.ConnectionState.Orphaned;
import io.larder.proxy.call.ConnectionState.Receiving;
import io.larder.proxy.call.ConnectionState.Refusing;
import io.larder.proxy.call.ConnectionState.Waiting;
import io.larder.proxy.call.Source;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.ConnectionMetrics.Refusal;
import io.larder.proxy.net.Phase;
import io.larder.proxy.net.ReplyBuffer;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection. It has one call at work, whose way {@link ConnectionState} draws; what the
 * client sends ahead waits until the answer is written. Answers gather and are flushed together
 * when the input of the moment is used up. Every message of Netty that arrives is released here or
 * by {@link SentAhead}.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final int MAX_GATHERED = 16 * 1024;

  private final HttpLoop loop;
  private final Channel channel;
  private final RequestMemory memory;
  private final SentAhead sentAhead;
  private final ReplyBuffer replies;
  private final HttpCall call;
  private final Reception reception;
  private final Answerer answerer;

  private ConnectionState state = ConnectionState.WAITING;

  /** More messages of the same read may follow, so answers need not be flushed one by one. */
  private boolean inBurst;

  /** The server has begun to stop: the next answer is the last. */
  private boolean draining;

  /** When the last request was answered, or else the connection opened. */
  private long lastAnswered = System.nanoTime();

  /** Bytes of all answers. */
  private long written;

  HttpConnection(
      RequestProcessor processor,
      HttpLoop loop,
      Channel channel,
      RequestMemory memory,
      HttpLimits limits) {
    this.loop = loop;
    this.channel = channel;
    this.memory = memory;
    this.sentAhead = new SentAhead(channel, limits.pipelinedRequests(), memory);
    this.replies = new ReplyBuffer(channel, memory, this::goOn);
    this.call =
        new HttpCall(
            new Call(new Source(ClientProtocol.HTTP, channel.remoteAddress()), memory),
            new RequestBody(limits.maxBody(), memory));
    this.reception = new Reception(this, processor, loop, call);
    this.answerer = new Answerer(this, processor, loop, memory, replies, call);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop.metrics.connectionOpened();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    abandon();
    sentAhead.discard();
    replies.discard();
    if (state instanceof Closed) {
      call.end();
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
    return switch (state) {
      case Waiting _ -> Phase.REQUEST;
      case Receiving _ -> Phase.BODY;
      case Refusing _, Answering _, Away _, Orphaned _, Closed _ -> Phase.WORK;
    };
  }

  /** Bytes that have come of the body that is being received. */
  int receivedOfBody() {
    return call.body.length();
  }

  /** Gives up on a body of which too little comes. */
  void refuseSlowBody() {
    beginRefusal();
    answerer.refuse(Status.REQUEST_TIMEOUT);
  }

  /** True if the next request could be answered at once. */
  boolean isReady() {
    return state instanceof Waiting && !isUnread() && sentAhead.isEmpty();
  }

  /** True if the server has begun to stop, so that no answer is to be followed by another. */
  boolean isDraining() {
    return draining;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PlainRequest request) {
      inBurst = true;
      // The decoder has asked whether the connection is ready for one.
      state = ((Waiting) state).answer();
      call.begin(request);
      answerer.answer();
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
    if (isOpen()) {
      replies.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    goOn();
  }

  /** The next answer is the last one, and there is none if no request {@code hasBegun}. */
  void drain(boolean hasBegun) {
    draining = true;
    if (state instanceof Waiting && sentAhead.isEmpty() && !hasBegun) {
      state = ConnectionState.CLOSED;
      replies.flushAndClose();
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
    abandon();
    channel.close();
  }

  private void abandon() {
    if (state instanceof Away away) {
      state = away.orphan();
    } else if (!(state instanceof Orphaned)) {
      state = ConnectionState.CLOSED;
    }
  }

  private boolean isOpen() {
    return !(state instanceof Closed || state instanceof Orphaned);
  }

  private boolean isHeldUp() {
    return state instanceof Answering
        || state instanceof Away
        || state instanceof Orphaned
        || isUnread();
  }

  // A client that does not read its answers must not make them pile up here.
  private boolean isUnread() {
    return !channel.isWritable() || (replies.unsent() > 0 && memory.isFull());
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
    if (isOpen()) {
      sentAhead.readOn();
      if (!inBurst) {
        replies.flush();
      }
    }
  }

  /** Handles a message and releases it. */
  private void take(HttpObject message) {
    try {
      if (state instanceof Waiting waiting && message instanceof HttpRequest request) {
        state = waiting.receive();
        reception.begin(request);
      }
      if (state instanceof Receiving receiving
          && message instanceof HttpContent content
          && reception.receive(content)) {
        state = receiving.answer();
        answerer.answer();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** Gives the client leave to send the body. */
  void writeContinue() {
    loop.replies.writeContinue(replies.buffer(0));
    replies.flush();
  }

  /** Refuses what is being received, and closes. */
  void refuse(Refusal reason, Status status) {
    loop.metrics.refused(reason);
    beginRefusal();
    answerer.refuse(status);
  }

  /** Refuses what is being received, and closes. */
  void refuse(Refusal reason, ServiceError error) {
    loop.metrics.refused(reason);
    beginRefusal();
    answerer.refuse(error);
  }

  private void beginRefusal() {
    state = ((Receiving) state).refuse();
    call.call.start(System.nanoTime());
    call.keepAlive = false;
  }

  /** Others have the call from now on, and will tell its answer. */
  void handOver() {
    state = ((Answering) state).handOver();
  }

  /** They have told the answer, or had nothing to do with the call. */
  void takeBack() {
    state = ((Away) state).takeBack();
  }

  /** The answer has been written, at that moment and of so many bytes. */
  void answered(long nanoTime, int bytes) {
    written += bytes;
    lastAnswered = nanoTime;
    if (bytes > MAX_GATHERED || (replies.gathered() > MAX_GATHERED && memory.isFull())) {
      // Counted as unsent before the call gives back what it held, which others take at once.
      replies.flush();
    }
    call.end();
    boolean stays = false;
    if (call.keepAlive && state instanceof Answering answering) {
      state = answering.stay();
      stays = true;
    }
    if (!stays) {
      closeAfterAnswer();
    }
  }

  private void closeAfterAnswer() {
    boolean restMayCome = state instanceof Refusing;
    state = ConnectionState.CLOSED;
    sentAhead.discard();
    sentAhead.readOn();
    if (restMayCome) {
      replies.flushAndLinger();
    } else {
      replies.flushAndClose();
    }
  }

  /**
   * Lets the event loop answer, unless the client or the loop is gone; whom it cannot answer it
   * does not let wait. Called by any thread that has the call.
   */
  void answerOnLoop(Runnable answer) {
    try {
      channel.eventLoop().execute(() -> answerIfOpen(answer));
    } catch (RejectedExecutionException e) {
      LOG.atDebug().log("The event loop has ended before the answer");
      call.end();
    }
  }

  private void answerIfOpen(Runnable answer) {
    if (state instanceof Orphaned orphaned) {
      state = orphaned.end();
      call.end();
      return;
    }
    try {
      takeBack();
      answer.run();
      goOn();
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }
}
