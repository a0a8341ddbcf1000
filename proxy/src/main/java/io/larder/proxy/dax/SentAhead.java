package io.larder.proxy.dax;

import io.larder.proxy.net.RequestMemory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent while its last request was at work. Clients as a rule send nothing then,
 * so the channel is not read from again before this is used up. Owns its buffers.
 */
final class SentAhead {
  private final Channel channel;
  private final RequestMemory memory;
  private final Deque<ByteBuf> waiting = new ArrayDeque<>(2);

  SentAhead(Channel channel, RequestMemory memory) {
    this.channel = channel;
    this.memory = memory;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Adds what came last, which from now on belongs to this. */
  void add(ByteBuf part) {
    memory.add(part.readableBytes());
    waiting.add(part);
    channel.config().setAutoRead(false);
  }

  /** Adds what is left of what came first. */
  void putBack(ByteBuf part) {
    memory.add(part.readableBytes());
    waiting.addFirst(part);
    channel.config().setAutoRead(false);
  }

  /** What came first, which now belongs to the caller; null if there is nothing. */
  @Nullable ByteBuf next() {
    ByteBuf part = waiting.poll();
    if (part != null) {
      memory.giveBack(part.readableBytes());
    }
    return part;
  }

  /** Reads the channel again, if nothing waits. */
  void readOn() {
    if (waiting.isEmpty() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  /** Releases everything. */
  void discard() {
    for (ByteBuf part = next(); part != null; part = next()) {
      part.release();
    }
  }
}
