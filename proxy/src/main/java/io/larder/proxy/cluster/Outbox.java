package io.larder.proxy.cluster;

import io.larder.cache.cluster.Messenger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The messages to one node that are not handed to the network yet, in order. Whoever adds one never
 * waits; those that come while others are being sent go together. Safe for any number of threads.
 */
final class Outbox {
  /** The most bytes that wait; what comes beyond that is lost. */
  static final int MAX_BYTES = 32 << 20;

  /** Messages that go together have fewer bytes than that before the last of them. */
  private static final int PARCEL_BYTES = 64 << 10;

  private final Consumer<List<byte[]>> line;
  private final Executor senders;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean isSending;

  /**
   * @param line takes messages to be sent together; may block
   * @param senders runs that, once at a time
   */
  Outbox(Consumer<List<byte[]>> line, Executor senders) {
    this.line = line;
    this.senders = senders;
  }

  /** Has {@code message} sent after those before; false if it is too long or too many wait. */
  boolean offer(byte[] message) {
    if (message.length > Messenger.MAX_MESSAGE_BYTES) {
      return false;
    }
    synchronized (waiting) {
      if (bytes + message.length > MAX_BYTES) {
        return false;
      }
      waiting.add(message);
      bytes += message.length;
      if (isSending) {
        return true;
      }
      isSending = true;
    }
    senders.execute(this::send);
    return true;
  }

  private void send() {
    for (List<byte[]> next = next(); !next.isEmpty(); next = next()) {
      line.accept(next);
    }
  }

  private List<byte[]> next() {
    List<byte[]> together = new ArrayList<>();
    synchronized (waiting) {
      int size = 0;
      while (!waiting.isEmpty() && size < PARCEL_BYTES) {
        byte[] message = waiting.remove();
        size += message.length;
        together.add(message);
      }
      bytes -= size;
      isSending = size > 0 || !together.isEmpty();
    }
    return together;
  }
}
