package io.larder.proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets new connections in. At the limit the one gives way whose client has let it wait longest; one
 * with work under way never does. Stands in the pipeline of the listening channel, for the thread
 * of its event loop.
 */
final class Admission extends ChannelInboundHandlerAdapter {
  /** So many are chosen together, for to choose one takes a look at all. */
  private static final int CHOSEN_AT_ONCE = 64;

  private static final int MOST_ARRIVING = 64;

  private final int limit;
  private final ChannelGroup connections;
  private final ConnectionEvents events;
  private final LongSupplier nanoTime;
  private final Deque<Candidate> candidates = new ArrayDeque<>();
  private int open;

  /** Connections for which another is asked to give way. */
  private int arriving;

  Admission(int limit, ChannelGroup connections, ConnectionEvents events, LongSupplier nanoTime) {
    this.limit = limit;
    this.connections = connections;
    this.events = events;
    this.nanoTime = nanoTime;
  }

  /** A connection that may give way, if it still waits as it did. */
  private record Candidate(Channel channel, ConnectionWatch watch, Waiting waiting) {
    static @Nullable Candidate of(Channel channel) {
      ConnectionWatch watch = channel.attr(ConnectionWatch.KEY).get();
      Waiting waiting = watch == null ? null : watch.waiting();
      return waiting == null ? null : new Candidate(channel, watch, waiting);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel arrived) {
      admit(context, arrived);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void admit(ChannelHandlerContext context, Channel arrived) {
    if (open < limit) {
      letIn(context, arrived);
      return;
    }
    Candidate candidate = arriving < MOST_ARRIVING ? nextCandidate() : null;
    if (candidate == null) {
      events.refused(arrived.remoteAddress());
      arrived.unsafe().closeForcibly();
      return;
    }
    arriving++;
    candidate
        .channel()
        .eventLoop()
        .execute(
            () -> {
              candidate.watch().giveWay(candidate.waiting(), nanoTime.getAsLong());
              // What is closed is counted there before this runs.
              context
                  .executor()
                  .execute(
                      () -> {
                        arriving--;
                        admit(context, arrived);
                      });
            });
  }

  private void letIn(ChannelHandlerContext context, Channel arrived) {
    if (!context.channel().isOpen()) {
      arrived.unsafe().closeForcibly();
      return;
    }
    open++;
    events.accepted();
    arrived.closeFuture().addListener(_ -> context.executor().execute(() -> open--));
    context.fireChannelRead(arrived);
  }

  private @Nullable Candidate nextCandidate() {
    if (candidates.isEmpty()) {
      choose();
    }
    return candidates.poll();
  }

  private void choose() {
    connections.stream()
        .map(Candidate::of)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(Candidate::waiting, Waiting.order()))
        .limit(CHOSEN_AT_ONCE)
        .forEach(candidates::add);
  }
}
