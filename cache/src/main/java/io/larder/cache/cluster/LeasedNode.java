package io.larder.cache.cluster;

import io.larder.cache.cluster.ClusterStatus.State;
import io.larder.store.NamedTouched;
import io.larder.store.SharedTables;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A node by the rules that let none answer what is stale, while messages are lost, nodes are
 * stopped and clocks run at rates that differ by less than one percent. L is the lease, Q the
 * store's quiet time: nothing that was sent to the upstream is seen there later than Q after that.
 *
 * <ol>
 *   <li>A node answers from memory, and begins writes, only until L after it has sent the last
 *       renewal that the lease table accepted.
 *   <li>A write begins only when all members of that moment have what it touches in flux, where
 *       nothing of it is answered from memory or kept. There it stays so until the writer tells the
 *       end.
 *   <li>A member that does not answer is taken out in the lease table, where it cannot renew any
 *       more. Whoever learns that a member is out begins no write for L from then, in which the
 *       other one stops to answer from memory; what that one has in flux stays so for L, in which
 *       it may still begin, and Q.
 *   <li>Who joins registers, begins no write for L, makes itself known to all members, and answers
 *       from memory L and Q later: then nothing is under way of which it was not asked.
 *   <li>Messages of a life that is no member are refused, and so are those meant for another life
 *       of the receiver.
 *   <li>Who is out voids all that it has kept.
 * </ol>
 */
final class LeasedNode implements ClusterNode, Messenger.Receiver {
  private final ClusterOptions options;
  private final SharedTables tables;
  private final Messenger messenger;
  private final ClusterClock clock;
  private final Turns turns = new Turns();
  private final Tally tally;
  private final Post post;
  private final RemoteWrites remote;
  private final Membership membership;

  /**
   * @param quietTime of the store
   */
  LeasedNode(
      ClusterOptions options,
      Duration quietTime,
      SharedTables tables,
      LeaseTable leases,
      Messenger messenger,
      ClusterClock clock) {
    this.options = options;
    this.tables = tables;
    this.messenger = messenger;
    this.clock = clock;
    this.tally = new Tally(options.answerTime());
    this.post = new Post(turns, messenger);
    this.remote = new RemoteWrites(turns, clock, tables, quietTime, post);
    this.membership =
        new Membership(options, quietTime, tables, leases, turns, clock, tally, post, remote);
  }

  @Override
  public void start() {
    messenger.start(this);
    tick();
  }

  private void tick() {
    try {
      turns.take(membership::tick);
    } finally {
      // A node whose time stood still for one fault would never come back.
      if (membership.state() != State.CLOSED) {
        clock.schedule(options.answerTime().dividedBy(Membership.ANSWER_TICKS), this::tick);
      }
    }
  }

  @Override
  public void close() {
    CompletableFuture<?> left = turns.take(membership::close);
    try {
      var _ = left.get(options.lease().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException _) {
      // Then the others find out that it is silent.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    messenger.close();
  }

  @Override
  public ClusterStatus status() {
    return turns.take(
        () -> {
          var self = new ClusterStatus.Node(membership.self(), options.address());
          List<ClusterStatus.Node> members = new ArrayList<>();
          if (membership.isRegistered()) {
            members.add(self);
          }
          membership
              .peers()
              .forEach(peer -> members.add(new ClusterStatus.Node(peer.id(), peer.address())));
          members.sort(Comparator.comparingLong(peer -> peer.id().incarnation()));
          return new ClusterStatus(
              self, membership.state(), membership.lease().left(), members, tally.counts());
        });
  }

  // What the store asks

  /** True if what is in memory is what the upstream has; never blocks. */
  boolean mayAnswerFromMemory() {
    return membership.state() == State.SERVING && membership.lease().isHeld();
  }

  /** Lets {@code observer} hear of the writes of others. */
  void tellRemoteWrites(WriteObserver observer) {
    remote.tell(observer);
  }

  /** Begins a write of this node, as a {@link WriteObserver} does. */
  CompletableFuture<WriteScope> begin(List<NamedTouched> items) {
    return begin(() -> membership.own().begin(items));
  }

  /** Begins a write of whatever is in these tables, or in all if there are none. */
  CompletableFuture<WriteScope> beginTables(List<String> tableNames) {
    return begin(() -> membership.own().beginTables(tableNames));
  }

  private CompletableFuture<WriteScope> begin(Supplier<CompletableFuture<WriteScope>> write) {
    return turns.take(
        () -> {
          if (membership.mayWrite()) {
            return write.get();
          }
          tally.refused();
          return CompletableFuture.failedFuture(OwnWrites.refusal());
        });
  }

  // Messages

  @Override
  public void suspected(String node) {
    turns.take(() -> membership.suspect(node));
  }

  @Override
  public void received(String from, byte[] message) {
    MessageReader.Received received = MessageReader.read(message, tables);
    turns.take(
        () -> {
          if (received == null) {
            tally.malformed();
          } else if (membership.state() != State.CLOSED) {
            receive(
                new NodeId(from, received.envelope().sender()),
                received.envelope(),
                received.message());
          }
        });
  }

  private void receive(NodeId sender, Envelope envelope, Message message) {
    boolean isForThisLife =
        membership.isRegistered() && envelope.receiver() == membership.self().incarnation();
    var peer = isForThisLife ? membership.peer(sender) : null;
    switch (message) {
      case Message.Probe(var token) -> post.send(sender, new Message.Probed(token));
      case Message.Probed(var token) -> membership.probed(sender.name(), token);
      case Message.Hello(var address) when isForThisLife -> membership.hello(sender, address);
      case Message.Hello _ -> {}
      case Message _ when peer != null -> {
        remote.passed(peer, envelope.horizon());
        receive(peer, message);
      }
      case Message.Flux(var write, _) -> post.send(sender, new Message.Answer(write, false));
      case Message.TablesFlux(var write, _) -> post.send(sender, new Message.Answer(write, false));
      case Message _ -> {}
    }
  }

  private void receive(Peer peer, Message message) {
    switch (message) {
      case Message.Welcome() -> membership.welcome(peer);
      case Message.Flux flux -> remote.begin(peer, flux);
      case Message.TablesFlux flux -> remote.begin(peer, flux);
      case Message.Answer(var write, var accepted) -> {
        if (accepted) {
          membership.own().answered(peer, write);
        } else {
          membership.hurry();
        }
      }
      case Message.Settle settle -> remote.end(peer, settle);
      case Message.Settled(var write) -> membership.own().settled(peer, write);
      case Message.TookOut() -> membership.hurry();
      case Message.Goodbye() -> membership.takeOut(peer, false);
      case Message.Probe _, Message.Probed _, Message.Hello _ ->
          throw new IllegalStateException("is for who need not be a member: " + message);
    }
  }
}
