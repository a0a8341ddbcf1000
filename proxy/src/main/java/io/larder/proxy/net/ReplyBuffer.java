package io.larder.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the answers of one burst of requests in one buffer. The buffer belongs to this object
 * until it is given to the channel. What the network does not take at once is counted until it has.
 */
public final class ReplyBuffer {
  private static final int CAPACITY = 4 * 1024;
  private static final int WRITE_BEYOND = 256 * 1024;

  private final Channel channel;
  private final RequestMemory memory;
  private final Runnable whenSent;
  private @Nullable ByteBuf buffer;
  private long unsent;
  private boolean awaitsSending;

  /** {@code whenSent} is run whenever all that was flushed has been sent after a while. */
  public ReplyBuffer(Channel channel, RequestMemory memory, Runnable whenSent) {
    this.channel = channel;
    this.memory = memory;
    this.whenSent = whenSent;
  }

  /** Bytes that were flushed and that the network has not taken, as far as is known. */
  public long unsent() {
    return unsent;
  }

  /** Bytes that wait to be flushed, but for those that were too many for one buffer. */
  public int gathered() {
    ByteBuf current = buffer;
    return current == null ? 0 : current.readableBytes();
  }

  /** Where the next answer is to be appended, which will take {@code length} bytes. */
  public ByteBuf buffer(int length) {
    ByteBuf current = buffer;
    if (current != null && current.readableBytes() > WRITE_BEYOND) {
      buffer = null;
      channel.write(current, channel.voidPromise());
      current = null;
    }
    if (current == null) {
      current = channel.alloc().directBuffer(Math.max(CAPACITY, length));
      buffer = current;
    }
    return current;
  }

  /** Sends what has gathered. */
  public void flush() {
    ByteBuf gathered = buffer;
    if (gathered != null) {
      buffer = null;
      channel.writeAndFlush(gathered, channel.voidPromise());
      count();
    }
  }

  private void count() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    long left = outbound == null ? 0 : outbound.totalPendingWriteBytes();
    if (left != unsent) {
      memory.add(left - unsent);
      unsent = left;
    }
    if (left > 0 && !awaitsSending) {
      awaitsSending = true;
      // Netty takes what it has written from its sum only after it has told of it.
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> countSoon());
    }
  }

  private void countSoon() {
    try {
      channel.eventLoop().execute(this::sent);
    } catch (RejectedExecutionException e) {
      sent();
    }
  }

  private void sent() {
    awaitsSending = false;
    count();
    if (unsent == 0) {
      whenSent.run();
    }
  }

  /** Sends what has gathered and closes the connection. */
  public void flushAndClose() {
    send().addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Sends what has gathered, then closes the connection without cutting the client off: closing
   * with input unread would reset the connection, and the answer with it.
   */
  public void flushAndLinger() {
    send().addListener(_ -> Lingering.close(channel));
  }

  private ChannelFuture send() {
    ByteBuf gathered = buffer;
    buffer = null;
    ChannelFuture sent = channel.writeAndFlush(gathered == null ? Unpooled.EMPTY_BUFFER : gathered);
    count();
    return sent;
  }

  /** Releases what has gathered. */
  public void discard() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }
}
