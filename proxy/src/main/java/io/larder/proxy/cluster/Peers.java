package io.larder.proxy.cluster;

import io.larder.cache.cluster.LeaseTable;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes, whose names say where they are. The lease table has the say on who is there; but
 * a node that has just started writes before this one has read the table again, so what a sender
 * says of itself is good for a while. Safe for any number of threads.
 */
final class Peers {
  /** The most nodes that are known from what they say only. */
  static final int MAX_UNLISTED = 64;

  private static final long HEARD = 0;
  private static final long FADING = -1;

  /**
   * A node.
   *
   * @param incarnation the one that the table had; if it had none, {@link #HEARD} or {@link
   *     #FADING}
   */
  record Peer(UUID life, InetSocketAddress place, long incarnation, Outbox outbox) {
    private Peer fading() {
      return new Peer(life, place, FADING, outbox);
    }
  }

  private final Function<UUID, Outbox> outboxes;
  private final Map<String, Peer> byName = new HashMap<>();
  private long latest;

  /** {@code outboxes} makes the outbox to a process. */
  Peers(Function<UUID, Outbox> outboxes) {
    this.outboxes = outboxes;
  }

  /**
   * The life of a process that starts at that time; of two of a node's, the later one is greater.
   *
   * @param random tells it from others of that time
   */
  static UUID newLife(long epochMillis, long random) {
    return new UUID(epochMillis, random);
  }

  private static boolean isLater(UUID life, UUID other) {
    return life.getMostSignificantBits() > other.getMostSignificantBits();
  }

  /** The node of that name; null if it is not known. */
  synchronized @Nullable Peer of(String name) {
    return byName.get(name);
  }

  /** The name of the node whose process that is; null if it is not known, or was an earlier one. */
  synchronized @Nullable String nameOf(UUID life) {
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().life().equals(life))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** All nodes. */
  synchronized Collection<Peer> all() {
    return List.copyOf(byName.values());
  }

  /** Takes over what the table says, unless it is older than what it said before. */
  synchronized void learn(LeaseTable.Members members) {
    if (members.latest() < latest) {
      return;
    }
    latest = members.latest();
    byName
        .entrySet()
        .removeIf(
            known ->
                known.getValue().incarnation() != HEARD
                    && !members.byName().containsKey(known.getKey()));
    byName.replaceAll((_, peer) -> peer.incarnation() == HEARD ? peer.fading() : peer);
    members.byName().forEach(this::learn);
  }

  private void learn(String name, LeaseTable.Member member) {
    Peer known = byName.get(name);
    MemberAddress address = MemberAddress.parse(member.address());
    long incarnation = member.id().incarnation();
    if (address != null && (known == null || incarnation > known.incarnation())) {
      put(name, known, address.life(), incarnation);
    }
  }

  /**
   * Takes over what a sender says of itself.
   *
   * @return true if that is new
   * @throws IllegalArgumentException if that is not how nodes are named
   */
  synchronized boolean hear(String name, UUID life) {
    Peer known = byName.get(name);
    if (known == null ? !hasRoom() : !isLater(life, known.life())) {
      return false;
    }
    put(name, known, life, known == null ? HEARD : known.incarnation());
    return true;
  }

  private boolean hasRoom() {
    return byName.values().stream().filter(peer -> peer.incarnation() <= HEARD).count()
        < MAX_UNLISTED;
  }

  private void put(String name, @Nullable Peer known, UUID life, long incarnation) {
    Outbox outbox =
        known != null && known.life().equals(life) ? known.outbox() : outboxes.apply(life);
    byName.put(name, new Peer(life, Place.parse(name), incarnation, outbox));
  }
}
