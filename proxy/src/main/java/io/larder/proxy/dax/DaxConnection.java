package io.larder.proxy.dax;

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
import io.larder.proxy.net.Phase;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.ReplyBuffer;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.net.Watched;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection. It has one call at work, whose way {@link ConnectionState} draws; what the
 * client sends meanwhile waits until the answer is written. Every buffer that arrives is released
 * here or by {@link SentAhead}.
 */
final class DaxConnection extends ChannelInboundHandlerAdapter implements Watched {
  private static final Logger LOG = LoggerFactory.getLogger(DaxConnection.class);
  private static final int MAX_GATHERED = 16 * 1024;

  /**
   * So much of a request is no burden. Some clients begin one, and then look something up on
   * another connection for as long as it takes.
   */
  private static final int SMALL = 4 * 1024;

  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final DaxLoop loop;
  private final Channel channel;
  private final RequestMemory memory;
  private final SentAhead sentAhead;
  private final ReplyBuffer replies;
  private final DaxCall call;
  private final Reception reception;
  private final DaxAnswerer answerer;

  private ConnectionState state = ConnectionState.WAITING;

  /** More of the same read may follow, so answers need not be flushed one by one. */
  private boolean inBurst;

  /** What has come is being gone through, so nobody else need go on with it. */
  private boolean isTaking;

  /** The server has begun to stop: the next answer is the last. */
  private boolean draining;

  private long lastAnswered = System.nanoTime();
  private long written;

  DaxConnection(
      DaxService service, DaxLoop loop, Channel channel, RequestMemory memory, int maxRequest) {
    this.loop = loop;
    this.channel = channel;
    this.memory = memory;
    this.sentAhead = new SentAhead(channel, memory);
    this.replies = new ReplyBuffer(channel, memory, this::goOn);
    this.call =
        new DaxCall(
            new Call(new Source(ClientProtocol.DAX, channel.remoteAddress()), memory),
            new RequestBody(maxRequest, memory));
    this.reception = new Reception(call);
    this.answerer = new DaxAnswerer(this, service, loop, memory, replies, call);
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

  @Override
  public long lastAnswered() {
    return lastAnswered;
  }

  @Override
  public long written() {
    return written;
  }

  @Override
  public Phase phase() {
    return switch (state) {
      case Waiting _ -> reception.isOpening() ? Phase.HEADER : Phase.REQUEST;
      case Receiving _ -> call.length() > SMALL ? Phase.BODY : Phase.REQUEST;
      case Refusing _, Answering _, Away _, Orphaned _, Closed _ -> Phase.WORK;
    };
  }

  @Override
  public int receivedOfBody() {
    return call.length();
  }

  /** An answer would be taken for that to the whole request, so there is none. */
  @Override
  public void refuseSlowBody() {
    abandon();
    channel.close();
  }

  /** Where the client has connected to. */
  InetSocketAddress localAddress() {
    return channel.localAddress() instanceof InetSocketAddress address ? address : NOWHERE;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf part)) {
      ReferenceCountUtil.release(message);
      return;
    }
    inBurst = true;
    if (isHeldUp() || !sentAhead.isEmpty()) {
      sentAhead.add(part);
    } else {
      take(part);
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

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == Protocol.Event.DRAIN) {
      draining = true;
      if (state instanceof Waiting && sentAhead.isEmpty()) {
        state = ConnectionState.CLOSED;
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
    while (!isTaking && !isHeldUp()) {
      ByteBuf next = sentAhead.next();
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

  /** Goes through what has come, as far as that is possible now. */
  private void take(ByteBuf part) {
    boolean isLeft = false;
    isTaking = true;
    try {
      while (part.isReadable() && isOpen() && !isHeldUp()) {
        takeSome(part);
      }
      isLeft = part.isReadable() && isOpen();
    } finally {
      isTaking = false;
      if (isLeft) {
        sentAhead.putBack(part);
      } else {
        part.release();
      }
    }
  }

  private void takeSome(ByteBuf part) {
    int length = Math.min(part.readableBytes(), loop.scratch.length);
    part.getBytes(part.readerIndex(), loop.scratch, 0, length);
    int at = 0;
    try {
      while (at < length && isOpen() && !isHeldUp()) {
        at = reception.take(loop.scratch, at, length);
        received();
      }
    } catch (Reception.Refused refused) {
      at = length;
      refuse(refused);
    } finally {
      part.skipBytes(at);
    }
  }

  private void received() throws Reception.Refused {
    if (reception.isOpening()) {
      if (reception.isWhole()) {
        answerer.greet(reception.prelude());
        call.forgetBytes();
      }
      return;
    }
    if (state instanceof Waiting waiting) {
      call.call.begin();
      state = waiting.receive();
    }
    if (reception.isWhole()) {
      state = ((Receiving) state).answer();
      answerer.answer();
    }
  }

  /** Refuses what is being received, and closes, for where the next request begins is not known. */
  private void refuse(Reception.Refused refused) {
    loop.metrics.refused(refused.reason);
    if (reception.isOpening()) {
      abandon();
      channel.close();
      return;
    }
    if (state instanceof Waiting waiting) {
      state = waiting.receive();
    }
    state = ((Receiving) state).refuse();
    call.call.begin();
    call.call.start(System.nanoTime());
    answerer.refuse(refused.error);
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
    done();
  }

  /** The request is done with, be it with an answer or without. */
  void done() {
    call.end();
    if (state instanceof Answering answering && !draining) {
      state = answering.stay();
      reception.next();
    } else {
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
