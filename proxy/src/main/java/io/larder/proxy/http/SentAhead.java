package io.larder.proxy.http;

import io.larder.proxy.net.RequestMemory;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent before its last request was answered. Owns the messages in it. The channel
 * is not read while there is too much.
 */
final class SentAhead {
  private static final int MAX_BYTES = 1024 * 1024;

  private final Channel channel;
  private final int maxRequests;
  private final RequestMemory memory;
  private final Queue<HttpObject> waiting = new ArrayDeque<>(4);
  private int requests;
  private int bytes;

  SentAhead(Channel channel, int maxRequests, RequestMemory memory) {
    this.channel = channel;
    this.maxRequests = maxRequests;
    this.memory = memory;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(HttpObject message) {
    waiting.add(message);
    count(message, 1);
    if (isFull() && channel.config().isAutoRead()) {
      channel.config().setAutoRead(false);
    }
  }

  /** The next message, which now belongs to the caller; null if there is none. */
  @Nullable HttpObject next() {
    HttpObject message = waiting.poll();
    if (message != null) {
      count(message, -1);
    }
    return message;
  }

  /** Reads the channel again, if what waits has become less. */
  void readOn() {
    if (!isFull() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private boolean isFull() {
    return requests >= maxRequests || bytes >= MAX_BYTES || (bytes > 0 && memory.isFull());
  }

  private void count(HttpObject message, int sign) {
    if (message instanceof HttpRequest) {
      requests += sign;
    }
    if (message instanceof HttpContent content) {
      int change = sign * content.content().readableBytes();
      bytes += change;
      memory.add(change);
    }
  }

  /** Releases everything. */
  void discard() {
    for (HttpObject message = next(); message != null; message = next()) {
      ReferenceCountUtil.release(message);
    }
  }
}
