package io.larder.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the answers of one burst of requests in one buffer. The buffer belongs to this object
 * until it is given to the channel.
 */
final class ReplyBuffer {
  private static final int CAPACITY = 4 * 1024;
  private static final int WRITE_BEYOND = 256 * 1024;
  private static final int LINGER_SECONDS = 1;

  private final Channel channel;
  private @Nullable ByteBuf buffer;

  ReplyBuffer(Channel channel) {
    this.channel = channel;
  }

  /** Where the next answer is to be appended, whose body will take {@code length} bytes. */
  ByteBuf buffer(int length) {
    ByteBuf current = buffer;
    if (current != null && current.readableBytes() > WRITE_BEYOND) {
      buffer = null;
      channel.write(current, channel.voidPromise());
      current = null;
    }
    if (current == null) {
      current = channel.alloc().directBuffer(Math.max(CAPACITY, ReplyWriter.LONGEST_HEAD + length));
      buffer = current;
    }
    return current;
  }

  /** Sends what has gathered. */
  void flush() {
    ByteBuf gathered = buffer;
    if (gathered != null) {
      buffer = null;
      channel.writeAndFlush(gathered, channel.voidPromise());
    }
  }

  /** Sends what has gathered and closes the connection. */
  void flushAndClose() {
    send().addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Sends what has gathered, then closes the connection without cutting the client off: closing
   * with input unread would reset the connection, and the answer with it.
   */
  void flushAndLinger() {
    send().addListener(sent -> linger());
  }

  private ChannelFuture send() {
    ByteBuf gathered = buffer;
    buffer = null;
    return channel.writeAndFlush(gathered == null ? channel.alloc().buffer(0) : gathered);
  }

  private void linger() {
    if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
      duplex.shutdownOutput();
      channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    } else {
      channel.close();
    }
  }

  /** Releases what has gathered. */
  void discard() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }
}
