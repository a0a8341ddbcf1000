package io.larder.proxy.net;

import io.larder.proxy.metrics.ConnectionMetrics.Closing;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Watches that one connection goes on: what has begun must end, and what is answered must be taken.
 * It is looked at every so often, so that requests need no timers. For the thread of the
 * connection's event loop, where nothing else is said.
 */
final class ConnectionWatch {
  /** Where a channel has its watch. */
  static final AttributeKey<ConnectionWatch> KEY = AttributeKey.valueOf(ConnectionWatch.class, "");

  /** What stands still for this part of its time-out may be given up for another connection. */
  private static final int STANDING_PART = 4;

  private final Channel channel;
  private final Watched connection;
  private final Timeouts.Nanos timeouts;
  private final ConnectionEvents events;

  private final Progress progress = new Progress();
  private Phase phase = Phase.WORK;

  /** When the last request was answered, at the time of the last look. */
  private long answered;

  /** Bytes of answers that waited for the client when the phase began. */
  private long owed;

  private volatile @Nullable Waiting waiting;

  ConnectionWatch(Channel channel, Watched connection, Timeouts timeouts, ConnectionEvents events) {
    this.channel = channel;
    this.connection = connection;
    this.timeouts = timeouts.nanos();
    this.events = events;
    this.answered = connection.lastAnswered();
    this.waiting = new Waiting(Waiting.For.REQUEST, answered);
  }

  /** Looks at the connection and closes it if it has waited for too long. */
  void look(long now) {
    see(now);
    Closing closing =
        switch (phase) {
          case HANDSHAKE -> now - progress.since() >= timeouts.header() ? Closing.HANDSHAKE : null;
          case REQUEST -> now - progress.since() >= timeouts.idle() ? Closing.IDLE : null;
          case HEADER -> now - progress.since() >= timeouts.header() ? Closing.HEADER : null;
          case BODY -> isTooSlow(now, timeouts.body()) ? Closing.BODY : null;
          case WRITE -> isTooSlow(now, timeouts.write()) ? Closing.WRITE : null;
          case WORK -> null;
        };
    if (closing != null) {
      events.closed(closing, channel.remoteAddress());
      if (closing == Closing.BODY) {
        connection.refuseSlowBody();
      } else {
        close();
      }
    }
  }

  private void close() {
    if (pending() == 0) {
      channel.close();
    } else {
      // TLS would wait behind what is pending with its goodbye.
      channel.unsafe().close(channel.unsafe().voidPromise());
    }
  }

  private boolean isTooSlow(long now, long timeout) {
    return progress.isTooSlow(now, timeout, timeouts.minimumRate());
  }

  /**
   * What the connection waits for since its last look; null if it is none to give way. Any thread.
   */
  @Nullable Waiting waiting() {
    return waiting;
  }

  /** Closes the connection if it still waits as {@code before}; true if so. */
  boolean giveWay(Waiting before, long now) {
    see(now);
    boolean waitsStill = before.equals(waiting) && channel.isActive();
    if (waitsStill) {
      events.closed(Closing.LIMIT, channel.remoteAddress());
      close();
    }
    return waitsStill;
  }

  private void see(long now) {
    long pending = pending();
    Phase current = pending > 0 ? Phase.WRITE : connection.phase();
    long amount =
        current == Phase.WRITE ? connection.written() - pending : connection.receivedOfBody();
    progress.see(amount, now);
    boolean goesOn =
        current == phase
            && (current == Phase.WRITE
                ? progress.gained() < owed
                : connection.lastAnswered() == answered);
    if (!goesOn) {
      boolean hasNothingBehind = current == Phase.REQUEST && phase != Phase.WRITE;
      progress.begin(hasNothingBehind ? connection.lastAnswered() : now, amount);
      owed = pending;
    }
    phase = current;
    answered = connection.lastAnswered();
    Waiting seen = waiting(now, goesOn);
    if (seen == null || !seen.equals(waiting)) {
      waiting = seen;
    }
  }

  private @Nullable Waiting waiting(long now, boolean goesOn) {
    return switch (phase) {
      case REQUEST -> new Waiting(Waiting.For.REQUEST, progress.since());
      // One that was not there at the last look may just be arriving.
      case HANDSHAKE, HEADER -> goesOn ? new Waiting(Waiting.For.HEADER, progress.since()) : null;
      case BODY -> standing(now, timeouts.body());
      case WRITE -> standing(now, timeouts.write());
      case WORK -> null;
    };
  }

  private @Nullable Waiting standing(long now, long timeout) {
    return now - progress.lastAt() < timeout / STANDING_PART
        ? null
        : new Waiting(Waiting.For.MOVEMENT, progress.lastAt());
  }

  /** Bytes that were written and that the client has not made room for. */
  private long pending() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}
