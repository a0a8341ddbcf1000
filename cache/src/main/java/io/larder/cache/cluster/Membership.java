package io.larder.cache.cluster;

import io.larder.cache.cluster.ClusterStatus.State;
import io.larder.cache.cluster.LeaseTable.Members;
import io.larder.store.SharedTables;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which life this node is in, and who the other members are as far as it knows. Used in turns only,
 * but for {@link #state} and {@link #lease}.
 *
 * <pre>
 *   OUTSIDE: reads who is there, and tries to reach them
 *      | all that are alive are reached
 *   JOINING: registers; tells all members, who ask it before each write from then on
 *      | all have said so
 *   WARMING: until nothing is under way of which it was not asked
 *      |
 *   SERVING
 * </pre>
 *
 * From each it falls back to OUTSIDE when it learns that it is out, and voids what it has kept.
 */
final class Membership {
  /** Ticks in which a member has to answer; a node that is stopped meanwhile counts none. */
  static final int ANSWER_TICKS = 6;

  /** Ticks in which who joins must be known to all, or begin again. */
  private static final int JOIN_TICKS = 10 * ANSWER_TICKS;

  private static final int RENEWALS_PER_LEASE = 3;
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final ClusterOptions options;
  private final Duration quietTime;
  private final LeaseTable leases;
  private final Turns turns;
  private final ClusterClock clock;
  private final Lease lease;
  private final LeaseCalls calls;
  private final Tally tally;
  private final Post post;
  private final RemoteWrites remote;
  private final OwnWrites own;
  private final Life life;
  private final Map<String, Peer> peers = new LinkedHashMap<>();

  /** Between what is read of a member that counts for its silence. */
  private final Duration spacing;

  private Probing probing;
  private int ticks;
  private int joiningSince;
  private int probeFrom;

  Membership(
      ClusterOptions options,
      Duration quietTime,
      SharedTables tables,
      LeaseTable leases,
      Turns turns,
      ClusterClock clock,
      Tally tally,
      Post post,
      RemoteWrites remote) {
    this.options = options;
    this.quietTime = quietTime;
    this.leases = leases;
    this.turns = turns;
    this.clock = clock;
    this.tally = tally;
    this.post = post;
    this.remote = remote;
    Duration renewalTime = options.lease().dividedBy(RENEWALS_PER_LEASE);
    this.spacing = renewalTime.dividedBy(2);
    this.lease = new Lease(clock, options.lease());
    this.calls = new LeaseCalls(turns, clock, options.lease(), renewalTime);
    this.own = new OwnWrites(turns, clock, lease, tally, peers.values(), post, options);
    this.life = new Life(options.name(), tables);
    this.probing = new Probing(options.name(), spacing, post);
  }

  /** May be asked at any time. */
  State state() {
    return life.state();
  }

  /** May be asked at any time. */
  Lease lease() {
    return lease;
  }

  NodeId self() {
    return life.id();
  }

  boolean isRegistered() {
    return life.isRegistered();
  }

  boolean mayWrite() {
    return life.mayWrite() && lease.isHeld();
  }

  Collection<Peer> peers() {
    return peers.values();
  }

  /** That life of a node if it is a member, otherwise null. */
  @Nullable Peer peer(NodeId id) {
    Peer peer = peers.get(id.name());
    return peer != null && peer.id().equals(id) ? peer : null;
  }

  OwnWrites own() {
    return own;
  }

  // Time

  /** One tick later. */
  void tick() {
    ticks++;
    if (state() == State.CLOSED) {
      return;
    }
    if (state() == State.OUTSIDE) {
      if (calls.isDue() && ticks - probeFrom >= 0) {
        probe();
      }
      return;
    }
    if (calls.isDue()) {
      renew();
    }
    List.copyOf(peers.values()).forEach(this::tick);
    own.tick(ticks, ANSWER_TICKS);
    if (state() == State.JOINING && ticks - joiningSince >= JOIN_TICKS) {
      var _ = sayGoodbye();
      lose("it could not reach all others");
    }
  }

  private void tick(Peer peer) {
    if (peer.owesAnswerSince(ticks - ANSWER_TICKS) || !peer.silence().isBroken()) {
      fence(peer);
    } else if (!peer.asksUs() && (ticks - joiningSince) % ANSWER_TICKS == 0) {
      post.send(peer, new Message.Hello(options.address()));
    }
  }

  // The lease table

  private void probe() {
    if (!calls.isFull()) {
      calls.call(
          leases::read,
          members -> {
            probing.read(members, clock.nanoTime(), ticks);
            registerIfReached();
          },
          () -> {});
    }
  }

  void probed(String node, long token) {
    probing.answered(node, token);
    registerIfReached();
  }

  private void registerIfReached() {
    if (state() == State.OUTSIDE && probing.isDone()) {
      long sentAt = clock.nanoTime();
      joiningSince = ticks;
      life.enter(State.JOINING);
      calls.call(
          () -> leases.register(options.name(), options.address()),
          members -> registered(members, sentAt),
          () -> lose("it could not be registered"));
    }
  }

  private void registered(Members members, long sentAt) {
    LeaseTable.Member member = members.byName().get(options.name());
    if (member == null) {
      lose("it was not registered");
      return;
    }
    life.registered(member.id());
    post.live(member.id().incarnation());
    lease.renewed(sentAt);
    // Who was taken out shortly before may still answer from memory.
    raiseBarrier();
    for (LeaseTable.Member other : members.byName().values()) {
      if (!other.equals(member)) {
        Silence silence = probing.silence(other, clock.nanoTime());
        add(new Peer(other.id(), other.address(), silence, false));
      }
    }
    tally.joined();
    joiningSince = ticks;
    peers.values().forEach(peer -> post.send(peer, new Message.Hello(options.address())));
    warmIfKnown();
  }

  private void renew() {
    if (isRegistered() && !calls.isFull()) {
      long sentAt = clock.nanoTime();
      NodeId self = self();
      calls.call(
          () -> leases.renew(self),
          members -> {
            if (members.includes(self)) {
              lease.renewed(sentAt);
            }
            compare(members);
          },
          () -> {});
    }
  }

  /** Somebody seems to know more of the members. */
  void hurry() {
    if (calls.mayHurry()) {
      renew();
    }
  }

  private void fence(Peer peer) {
    if (!peer.isBeingFenced() && !calls.isFull()) {
      peer.setBeingFenced(true);
      NodeId self = self();
      calls.call(
          () -> leases.fence(self, peer.id()),
          members -> {
            peer.setBeingFenced(false);
            boolean isOut = members.includes(self) && peer(peer.id()) != null;
            compare(members);
            if (isOut) {
              tally.fenced();
              peers.values().forEach(other -> post.send(other, new Message.TookOut()));
            }
          },
          () -> peer.setBeingFenced(false));
    }
  }

  /** Takes over who is a member by the lease table. */
  private void compare(Members members) {
    if (members.excludes(self())) {
      lose("another node took it out");
      return;
    }
    for (Peer peer : List.copyOf(peers.values())) {
      LeaseTable.Member member = members.byName().get(peer.id().name());
      if (members.excludes(peer.id())) {
        takeOut(peer, true);
      } else if (member != null) {
        peer.silence().read(member, clock.nanoTime());
      }
    }
  }

  // Members

  private void add(Peer peer) {
    peers.put(peer.id().name(), peer);
    own.added(peer);
  }

  /** A node has registered, and asks to be asked. */
  void hello(NodeId id, String address) {
    Peer before = peers.get(id.name());
    if (before != null && before.id().incarnation() > id.incarnation()) {
      return;
    }
    if (before != null && !before.id().equals(id)) {
      takeOut(before, true);
      before = null;
    }
    if (before == null) {
      before = new Peer(id, address, new Silence(id, spacing, clock.nanoTime()), true);
      add(before);
    }
    welcome(before);
    post.send(before, new Message.Welcome());
  }

  /** That member asks this node from now on. */
  void welcome(Peer peer) {
    peer.welcomesUs();
    warmIfKnown();
  }

  void suspect(String node) {
    probing.suspect(node);
    Peer peer = peers.get(node);
    if (peer != null) {
      peer.silence().suspect();
    }
  }

  /**
   * A member is none any more.
   *
   * @param mayBeAlive false if it has said itself that it answers nothing from memory any more
   */
  void takeOut(Peer peer, boolean mayBeAlive) {
    peers.remove(peer.id().name());
    if (mayBeAlive) {
      raiseBarrier();
    }
    own.removed(peer);
    remote.abandon(peer, mayBeAlive ? lease.ofOthers() : Duration.ZERO);
    own.proceedAll();
    LOG.atInfo().addKeyValue("node", peer.id().name()).log("A node of the cluster has gone");
    warmIfKnown();
  }

  private void raiseBarrier() {
    lease.raiseBarrier();
    clock.schedule(lease.ofOthers(), () -> turns.take(own::proceedAll));
  }

  // Own life

  private void warmIfKnown() {
    if (state() == State.JOINING
        && isRegistered()
        && peers.values().stream().allMatch(Peer::asksUs)) {
      life.enter(State.WARMING);
      int number = life.number();
      clock.schedule(
          lease.ofOthers().plus(quietTime), () -> turns.take(() -> serveIfStillIn(number)));
    }
  }

  private void serveIfStillIn(int number) {
    if (life.number() == number) {
      life.serve();
    }
  }

  private void lose(String why) {
    LOG.atWarn().addKeyValue("reason", why).log("This node has lost its place in the cluster");
    tally.lost();
    probeFrom = ticks + 2 * ANSWER_TICKS;
    endLife(State.OUTSIDE);
  }

  /** Leaves for good; completes when the lease table knows, or fails. */
  CompletableFuture<?> close() {
    if (state() == State.CLOSED) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<?> left = sayGoodbye();
    endLife(State.CLOSED);
    return left;
  }

  private CompletableFuture<?> sayGoodbye() {
    if (!isRegistered()) {
      return CompletableFuture.completedFuture(null);
    }
    peers.values().forEach(peer -> post.send(peer, new Message.Goodbye()));
    var left = new CompletableFuture<@Nullable Void>();
    NodeId self = self();
    turns.later(
        () -> {
          var _ = leases.leave(self).whenComplete((_, _) -> left.complete(null));
        });
    return left;
  }

  private void endLife(State next) {
    life.end(next);
    lease.drop();
    calls.endLife();
    own.refuseAll();
    List<Peer> left = List.copyOf(peers.values());
    peers.clear();
    left.forEach(peer -> remote.abandon(peer, Duration.ZERO));
    post.live(0);
    probing = new Probing(options.name(), spacing, post);
  }
}
