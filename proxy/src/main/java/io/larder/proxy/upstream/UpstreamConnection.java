package io.larder.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the upstream, which has one call at a time. Whatever is out of order closes it.
 * For the thread of its loop.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private static final String CLOSED = "the connection was closed before the answer was whole";
  private static final int LINGER_AS_USUAL = -1;

  private final Channel channel;
  private final ConnectionPool pool;
  private final AnswerAssembly assembly;
  private final long openedAt;
  private long freeSince;
  private @Nullable UpstreamCall call;
  private @Nullable ChannelFuture written;
  private @Nullable Throwable cause;

  UpstreamConnection(Channel channel, ConnectionPool pool, AnswerAssembly assembly, long openedAt) {
    this.channel = channel;
    this.pool = pool;
    this.assembly = assembly;
    this.openedAt = openedAt;
  }

  /** Sends a call and waits for its answer. */
  void send(UpstreamCall next) {
    ByteBuf bytes;
    try {
      bytes = next.bytes(this, channel.alloc());
    } catch (OutOfMemoryError e) {
      channel.close();
      next.fail("no memory is left to send the call", false, e);
      return;
    }
    if (!next.mayBeSent()) {
      bytes.release();
      close();
      next.fail("it is too late to send the call", false, null);
      return;
    }
    call = next;
    ChannelFuture sending = channel.writeAndFlush(bytes);
    written = sending;
    if (!sending.isSuccess()) {
      sending.addListener(_ -> sent(sending));
    }
  }

  private void sent(ChannelFuture sending) {
    if (!sending.isSuccess()) {
      cause = sending.cause();
      channel.close();
      lost(CLOSED);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      ReceivedAnswer answer =
          switch (message) {
            case ReceivedAnswer whole -> whole;
            case HttpObject part -> assembly.add(part);
            default -> throw new InvalidAnswerException("the answer is no HTTP");
          };
      if (answer != null) {
        received(answer);
      } else if (call == null) {
        close();
      }
    } catch (InvalidAnswerException e) {
      cause = e;
      giveUp(String.valueOf(e.getMessage()));
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void received(ReceivedAnswer received) {
    UpstreamCall answered = call;
    ChannelFuture sending = written;
    if (answered == null || sending == null) {
      // Nobody asked.
      close();
      return;
    }
    call = null;
    written = null;
    if (received.keepsOpen() && sending.isSuccess()) {
      pool.free(this);
    } else {
      close();
    }
    answered.complete(received.answer());
  }

  /** Closes the connection, and fails the call that it has. */
  void giveUp(String reason) {
    UpstreamCall given = call;
    boolean mayHaveArrived = mayHaveArrived();
    call = null;
    channel.close();
    if (given != null) {
      given.fail(reason, mayHaveArrived, cause);
    }
  }

  /** False if the request cannot be whole at the upstream, as the system did not take it all. */
  private boolean mayHaveArrived() {
    ChannelFuture sending = written;
    return sending != null && (!sending.isDone() || sending.isSuccess());
  }

  private void lost(String reason) {
    UpstreamCall lost = call;
    if (lost == null) {
      return;
    }
    if (mayHaveArrived()) {
      giveUp(reason);
    } else {
      call = null;
      lost.takeBack();
      pool.again(lost, reason, cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pool.gone(this);
    assembly.clear();
    lost(CLOSED);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
    Throwable inner = thrown instanceof DecoderException ? thrown.getCause() : thrown;
    cause = inner == null ? thrown : inner;
    if (inner instanceof InvalidAnswerException) {
      giveUp(String.valueOf(inner.getMessage()));
    } else {
      channel.close();
    }
  }

  /** Closes the connection, in order if it has no call. */
  void close() {
    if (call == null && channel.isActive()) {
      channel.config().setOption(ChannelOption.SO_LINGER, LINGER_AS_USUAL);
    }
    channel.close();
  }

  boolean isOpen() {
    return channel.isActive();
  }

  long openedAt() {
    return openedAt;
  }

  /** Since when it has had nothing to do. */
  long freeSince() {
    return freeSince;
  }

  void freeSince(long now) {
    freeSince = now;
  }
}
