package io.larder.proxy.dax;

import io.larder.proxy.call.Call;
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
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.Phase;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.net.Watched;
import io.larder.proxy.net.tls.TlsProtocol;
import io.larder.security.auth.Network;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One client connection. It has one call at work, whose way is that of a {@link ConnectionFlow};
 * what the client sends meanwhile waits until the answer is written. Every buffer that arrives is
 * released here or by {@link SentAhead}.
 */
final class DaxConnection extends ChannelInboundHandlerAdapter
    implements Watched, ConnectionFlow.Connection {
  /**
   * So much of a request is no burden. Some clients begin one, and then look something up on
   * another connection for as long as it takes.
   */
  private static final int SMALL = 4 * 1024;

  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final DaxLoop loop;
  private final Channel channel;
  private final SentAhead sentAhead;
  private final ConnectionFlow flow;
  private final DaxCall call;
  private final Reception reception;
  private final DaxAnswerer answerer;

  /** What the client says it is, once it has. */
  private @Nullable String userAgent;

  /** What has come is being gone through, so nobody else need go on with it. */
  private boolean isTaking;

  DaxConnection(
      DaxService service,
      DaxLoop loop,
      Channel channel,
      RequestMemory memory,
      int maxRequest,
      Network network) {
    this.loop = loop;
    this.channel = channel;
    this.sentAhead = new SentAhead(channel, memory);
    this.flow = new ConnectionFlow(this, channel, memory, loop.failures);
    this.call =
        new DaxCall(
            new Call(
                new Source(
                    ClientProtocol.DAX, Peer.of(channel), TlsProtocol.covers(channel), network),
                memory,
                name -> name.equals("user-agent") ? userAgent : null),
            new RequestBody(maxRequest, memory));
    this.reception = new Reception(call);
    this.answerer = new DaxAnswerer(this, flow, service, loop, memory, call);
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

  @Override
  public long lastAnswered() {
    return flow.lastAnswered();
  }

  @Override
  public long written() {
    return flow.written();
  }

  @Override
  public Phase phase() {
    return switch (flow.state()) {
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
    flow.close();
  }

  /** The connection's event loop. */
  ScheduledExecutorService executor() {
    return channel.eventLoop();
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
    flow.beginBurst();
    if (flow.isHeldUp() || !sentAhead.isEmpty()) {
      sentAhead.add(part);
    } else {
      take(part);
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

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == Protocol.Event.DRAIN) {
      flow.drain(!sentAhead.isEmpty());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    flow.giveUp(cause);
  }

  @Override
  public void goOn() {
    while (!isTaking && !flow.isHeldUp()) {
      ByteBuf next = sentAhead.next();
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

  /** Goes through what has come, as far as that is possible now. */
  private void take(ByteBuf part) {
    boolean isLeft = false;
    isTaking = true;
    try {
      while (part.isReadable() && flow.isOpen() && !flow.isHeldUp()) {
        takeSome(part);
      }
      isLeft = part.isReadable() && flow.isOpen();
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
      while (at < length && flow.isOpen() && !flow.isHeldUp()) {
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
        Prelude prelude = reception.prelude();
        userAgent = prelude.userAgent().isEmpty() ? null : prelude.userAgent();
        answerer.greet(prelude);
        call.forgetBytes();
      }
      return;
    }
    beginCall();
    if (reception.isWhole()) {
      flow.answer();
      answerer.answer();
    }
  }

  private void beginCall() {
    if (flow.isWaiting()) {
      call.call.begin();
      flow.receive();
    }
  }

  /** Refuses what is being received, and closes, for where the next request begins is not known. */
  private void refuse(Reception.Refused refused) {
    loop.metrics.refused(refused.reason);
    if (reception.isOpening()) {
      flow.close();
      return;
    }
    beginCall();
    flow.refuse();
    call.call.start(System.nanoTime());
    answerer.refuse(refused.error);
  }

  @Override
  public void endCall() {
    call.end();
    if (!reception.isOpening()) {
      reception.next();
    }
  }

  @Override
  public void forgetInput() {
    sentAhead.discard();
    sentAhead.readOn();
  }
}
