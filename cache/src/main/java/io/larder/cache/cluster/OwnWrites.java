package io.larder.cache.cluster;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.WriteScope;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * The writes of this node of which the other members must know before they are sent. One is let
 * begin when every member of that moment has it in flux, the lease is held, and nobody who was
 * taken out can answer from memory any more. Used in turns only, but for the scopes.
 */
final class OwnWrites {
  /** How often a write waits for a member to be taken out before it is given up. */
  private static final int PATIENCE = 3;

  private final Turns turns;
  private final ClusterClock clock;
  private final Lease lease;
  private final Tally tally;
  private final Collection<Peer> peers;
  private final Post post;
  private final long patience;
  private final long timeToBegin;

  /** Those that have not begun. */
  private final Map<Long, OwnWrite> waiting = new LinkedHashMap<>();

  private long next = 1;
  private int tick;

  /**
   * @param peers the members of each moment, which others change
   */
  OwnWrites(
      Turns turns,
      ClusterClock clock,
      Lease lease,
      Tally tally,
      Collection<Peer> peers,
      Post post,
      ClusterOptions options) {
    this.turns = turns;
    this.clock = clock;
    this.lease = lease;
    this.tally = tally;
    this.peers = peers;
    this.post = post;
    this.timeToBegin = options.lease().toNanos();
    this.patience = options.answerTime().plus(options.lease()).multipliedBy(PATIENCE).toNanos();
  }

  CompletableFuture<WriteScope> begin(List<NamedTouched> items) {
    return begin(number -> new Message.Flux(number, items));
  }

  CompletableFuture<WriteScope> beginTables(List<String> tableNames) {
    return begin(number -> new Message.TablesFlux(number, tableNames));
  }

  private CompletableFuture<WriteScope> begin(LongFunction<Message> message) {
    long number = next++;
    var write = new OwnWrite(message.apply(number), number, clock.nanoTime());
    waiting.put(number, write);
    peers.forEach(peer -> ask(peer, write));
    proceed(write);
    return write.begun();
  }

  private void ask(Peer peer, OwnWrite write) {
    write.unanswered().add(peer);
    peer.tell(write, tick);
    post.send(peer, write.message());
  }

  /** A member has come; whatever has not begun may not begin without it. */
  void added(Peer peer) {
    waiting.values().forEach(write -> ask(peer, write));
  }

  /** A member has gone, and is waited for no more. */
  void removed(Peer peer) {
    for (Peer.Told told : peer.told()) {
      told.write().unanswered().remove(peer);
    }
  }

  void answered(Peer peer, long number) {
    Peer.Told told = peer.told(number);
    if (told != null) {
      told.answered();
      told.write().unanswered().remove(peer);
      proceed(told.write());
    }
  }

  /** Lets begin what may begin now. */
  void proceedAll() {
    List.copyOf(waiting.values()).forEach(this::proceed);
  }

  private void proceed(OwnWrite write) {
    if (!write.unanswered().isEmpty() || !waiting.containsKey(write.number())) {
      return;
    }
    if (!lease.isHeld()) {
      refuse(write);
    } else if (lease.hasPassedBarrier()) {
      waiting.remove(write.number());
      tally.fluxed(clock.nanoTime() - write.since());
      long deadline = clock.nanoTime() + timeToBegin;
      turns.later(() -> write.begun().complete(new Scope(write, deadline)));
    }
  }

  /** They could not begin any more before a lease is held again. */
  void refuseAll() {
    List.copyOf(waiting.values()).forEach(this::refuse);
  }

  private void refuse(OwnWrite write) {
    waiting.remove(write.number());
    tally.refused();
    settle(write, Message.End.ABORTED, List.of());
    turns.later(() -> write.begun().completeExceptionally(refusal()));
  }

  static ServiceException refusal() {
    return new ServiceException(
        new ServiceError.ServiceUnavailable(
            "This node may not write now: it is cut off from the other nodes of its cluster, or"
                + " from the table that says which they are"));
  }

  private void settle(OwnWrite write, Message.End end, List<Message.Image> images) {
    for (Peer peer : peers) {
      Peer.Told told = peer.told(write.number());
      if (told != null) {
        told.ended(end, tick);
        post.send(peer, new Message.Settle(write.number(), end, images));
      }
    }
  }

  void settled(Peer peer, long number) {
    Peer.Told told = peer.told(number);
    if (told != null && told.end() != null) {
      peer.knowsEnd(number);
    }
  }

  /** The next tick: tells again what has not been heard, and gives up what has waited too long. */
  void tick(int ticks, int repeatAfter) {
    tick = ticks;
    for (Peer peer : peers) {
      for (Peer.Told told : peer.told()) {
        Message.End end = told.end();
        if (end != null && tick - told.tick() >= repeatAfter) {
          told.ended(end, tick);
          // Without the images, which need not be kept so long.
          post.send(peer, new Message.Settle(told.write().number(), end, List.of()));
        }
      }
    }
    if (!lease.isHeld()) {
      refuseAll();
    }
    Iterator<OwnWrite> oldest = waiting.values().iterator();
    while (oldest.hasNext() && clock.nanoTime() - oldest.next().since() > patience) {
      refuse(waiting.values().iterator().next());
      oldest = waiting.values().iterator();
    }
  }

  /** A write that has begun. */
  private final class Scope implements WriteScope {
    private final OwnWrite write;
    private final long deadline;

    Scope(OwnWrite write, long deadline) {
      this.write = write;
      this.deadline = deadline;
    }

    /**
     * If this node was stopped meanwhile, others have taken it out, and of its writes those come
     * after their quiet time that are sent now.
     */
    @Override
    public boolean mayBegin() {
      return deadline - clock.nanoTime() > 0;
    }

    @Override
    public void committed(List<ItemChange> known) {
      end(
          Message.End.COMMITTED,
          write.message() instanceof Message.Flux flux
              ? Images.of(flux.items(), known)
              : List.of());
    }

    @Override
    public void aborted() {
      end(Message.End.ABORTED, List.of());
    }

    @Override
    public void unknown() {
      end(Message.End.UNKNOWN, List.of());
    }

    private void end(Message.End end, List<Message.Image> images) {
      turns.take(() -> settle(write, end, images));
    }
  }
}
