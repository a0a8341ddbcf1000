package io.larder.proxy.http;

import io.larder.protocol.error.ServiceError;
import io.larder.proxy.call.Source;
import io.larder.proxy.flow.ConnectionFlow;
import io.larder.proxy.flow.ConnectionState.Answering;
import io.larder.proxy.flow.ConnectionState.Away;
import io.larder.proxy.flow.ConnectionState.Closed;
import io.larder.proxy.flow.ConnectionState.Orphaned;
import io.larder.proxy.flow.ConnectionState.Receiving;
import io.larder.proxy.flow.ConnectionState.Refusing;
import io.larder.proxy.flow.ConnectionState.Waiting;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.ConnectionMetrics.Refusal;
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.Phase;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.net.tls.TlsProtocol;
import io.larder.security.auth.Network;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/**
 * One client connection. It has one call at work, whose way is that of a {@link ConnectionFlow};
 * what the client sends ahead waits until the answer is written. Every message of Netty that
 * arrives is released here or by {@link SentAhead}.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter
    implements ConnectionFlow.Connection {
  private final HttpLoop loop;
  private final SentAhead sentAhead;
  private final ConnectionFlow flow;
  private final HttpCall call;
  private final Reception reception;
  private final Answerer answerer;

  HttpConnection(
      RequestProcessor processor,
      HttpLoop loop,
      Channel channel,
      RequestMemory memory,
      HttpLimits limits,
      Network network) {
    this.loop = loop;
    this.sentAhead = new SentAhead(channel, limits.pipelinedRequests(), memory);
    this.flow = new ConnectionFlow(this, channel, memory, loop.failures);
    this.call =
        new HttpCall(
            new Source(ClientProtocol.HTTP, Peer.of(channel), TlsProtocol.covers(channel), network),
            new RequestBody(limits.maxBody(), memory),
            memory);
    this.reception = new Reception(this, processor, loop, call);
    this.answerer = new Answerer(flow, processor, loop, memory, call);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop.metrics.connectionOpened();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    sentAhead.discard();
    flow.lost();
    loop.metrics.connectionClosed();
  }

  /** When the last request was answered, or else the connection opened, in nanoseconds. */
  long lastAnswered() {
    return flow.lastAnswered();
  }

  /** Bytes of all answers, those included that wait for the client. */
  long written() {
    return flow.written();
  }

  /** What the connection waits for, if not for the rest of a head. */
  Phase phase() {
    return switch (flow.state()) {
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
    return flow.isWaiting() && !flow.isUnread() && sentAhead.isEmpty();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PlainRequest request) {
      flow.beginBurst();
      // The decoder has asked whether the connection is ready for one.
      flow.answer();
      call.begin(request);
      answerer.answer();
      return;
    }
    if (!(message instanceof HttpObject object)) {
      ReferenceCountUtil.release(message);
      return;
    }
    flow.beginBurst();
    if (flow.isHeldUp() || !sentAhead.isEmpty()) {
      sentAhead.add(object);
    } else {
      take(object);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flow.endBurst();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    goOn();
  }

  /** The next answer is the last one, and there is none if no request {@code hasBegun}. */
  void drain(boolean hasBegun) {
    flow.drain(hasBegun || !sentAhead.isEmpty());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    flow.giveUp(cause);
  }

  @Override
  public void goOn() {
    while (!flow.isHeldUp()) {
      HttpObject next = sentAhead.next();
      if (next == null) {
        break;
      }
      take(next);
    }
    if (flow.isOpen()) {
      sentAhead.readOn();
      flow.flush();
    }
  }

  /** Handles a message and releases it. */
  private void take(HttpObject message) {
    try {
      if (flow.isWaiting() && message instanceof HttpRequest request) {
        flow.receive();
        reception.begin(request);
      }
      if (flow.state() instanceof Receiving
          && message instanceof HttpContent content
          && reception.receive(content)) {
        flow.answer();
        answerer.answer();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** Gives the client leave to send the body. */
  void writeContinue() {
    loop.replies.writeContinue(flow.replies().buffer(0));
    flow.replies().flush();
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
    flow.refuse();
    call.call.start(System.nanoTime());
    call.keepAlive = false;
  }

  @Override
  public void endCall() {
    call.end();
  }

  @Override
  public void forgetInput() {
    sentAhead.discard();
    sentAhead.readOn();
  }
}
