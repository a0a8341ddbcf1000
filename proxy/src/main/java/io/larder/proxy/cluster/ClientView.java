package io.larder.proxy.cluster;

import io.larder.cache.cluster.ClusterStatus;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The cluster as clients see it. Safe for any number of threads; never blocks. */
public final class ClientView {
  private final MemberAddress own;
  private final Supplier<ClusterStatus> status;

  /** {@code own} is the address of this node, which is told even while it is no member. */
  public ClientView(MemberAddress own, Supplier<ClusterStatus> status) {
    this.own = own;
    this.status = status;
  }

  /**
   * A node that DAX clients are told of.
   *
   * @param id that no other node has
   * @param isLeader true for exactly one of them
   */
  public record DaxNode(long id, InetSocketAddress address, boolean isLeader) {}

  /** The hosts on which members are, the longest there first. */
  public List<String> hosts() {
    List<String> hosts =
        addresses(status.get()).stream()
            .map(member -> member.address().clients())
            .distinct()
            .toList();
    return hosts.isEmpty() ? List.of(own.clients()) : hosts;
  }

  /** All members that DAX clients can reach, likewise; the first one leads. */
  public List<DaxNode> daxNodes() {
    List<DaxNode> nodes = new ArrayList<>();
    for (Named member : addresses(status.get())) {
      add(member, nodes);
    }
    if (nodes.isEmpty()) {
      add(new Named(1, own), nodes);
    }
    return nodes;
  }

  private static void add(Named member, List<DaxNode> nodes) {
    InetSocketAddress dax = member.address().dax();
    if (dax != null) {
      nodes.add(new DaxNode(member.incarnation(), dax, nodes.isEmpty()));
    }
  }

  private record Named(long incarnation, MemberAddress address) {}

  private static List<Named> addresses(ClusterStatus now) {
    List<Named> known = new ArrayList<>();
    for (ClusterStatus.Node member : now.members()) {
      MemberAddress address = MemberAddress.parse(member.address());
      if (address != null) {
        known.add(new Named(member.id().incarnation(), address));
      }
    }
    return known;
  }
}
