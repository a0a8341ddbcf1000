package io.larder.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets new connections in. At the limit the one gives way whose client has let it wait longest; one
 * with work under way never does. Stands in the pipelines of all listening channels of a server,
 * which share the limit.
 */
@Sharable
final class Admission extends ChannelInboundHandlerAdapter {
  /** So many are chosen together, for to choose one takes a look at all. */
  private static final int CHOSEN_AT_ONCE = 64;

  private static final int MAX_ARRIVING = 64;

  private final int limit;
  private final ChannelGroup connections;
  private final ConnectionEvents events;
  private final LongSupplier nanoTime;
  private final Deque<Candidate> candidates = new ArrayDeque<>();
  private final AtomicInteger open = new AtomicInteger();

  /** Connections for which another is asked to give way. */
  private final AtomicInteger arriving = new AtomicInteger();

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
    if (isCounted(open, limit)) {
      letIn(context, arrived);
    } else if (isCounted(arriving, MAX_ARRIVING)) {
      letAnotherGiveWay(context, arrived);
    } else {
      refuse(arrived);
    }
  }

  /** Counts one more, unless there are as many as there may be. */
  private static boolean isCounted(AtomicInteger count, int most) {
    return count.getAndUpdate(before -> Math.min(before + 1, most)) < most;
  }

  private void letIn(ChannelHandlerContext context, Channel arrived) {
    if (!context.channel().isOpen()) {
      open.decrementAndGet();
      arrived.unsafe().closeForcibly();
      return;
    }
    events.accepted();
    arrived.closeFuture().addListener(_ -> open.decrementAndGet());
    context.fireChannelRead(arrived);
  }

  private void letAnotherGiveWay(ChannelHandlerContext context, Channel arrived) {
    Candidate candidate = nextCandidate();
    if (candidate == null) {
      arriving.decrementAndGet();
      refuse(arrived);
      return;
    }
    candidate
        .channel()
        .eventLoop()
        .execute(
            () -> {
              // Once it is closed it is no longer counted.
              candidate.watch().giveWay(candidate.waiting(), nanoTime.getAsLong());
              arriving.decrementAndGet();
              context.executor().execute(() -> admit(context, arrived));
            });
  }

  private void refuse(Channel arrived) {
    events.refused(arrived.remoteAddress());
    arrived.unsafe().closeForcibly();
  }

  private synchronized @Nullable Candidate nextCandidate() {
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
