package io.larder.cache.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Who is a member of the cluster, decided at one place by writes that are atomic and conditional.
 * Nothing here blocks. The futures fail where nobody knows whether the write was done; it may then
 * be done later.
 */
public interface LeaseTable {
  /** Who is a member, read consistently. */
  CompletableFuture<Members> read();

  /**
   * Makes this node a member in a new incarnation, in the place of any earlier one of its name.
   *
   * @param address as {@link ClusterOptions#address}
   * @return the members of that moment, among them this one
   */
  CompletableFuture<Members> register(String name, String address);

  /**
   * Shows that this node is there, if it is a member still.
   *
   * @return the members of that moment, or of a later one if this node is none of them
   */
  CompletableFuture<Members> renew(NodeId self);

  /**
   * Takes another node out of the members, if this one is a member still.
   *
   * @return as {@link #renew}; if this node is among them, {@code other} is not
   */
  CompletableFuture<Members> fence(NodeId self, NodeId other);

  /** Takes this node out of the members. */
  CompletableFuture<Members> leave(NodeId self);

  /**
   * The members at one moment, by name.
   *
   * @param latest the last incarnation that was given to a node
   */
  record Members(long latest, Map<String, Member> byName) {
    public Members {
      // In order, so that what follows from it is the same each time.
      byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** True if this life of that node is a member. */
    public boolean includes(NodeId id) {
      Member member = byName.get(id.name());
      return member != null && member.id().equals(id);
    }

    /** True if this life of that node was a member before, and is none any more. */
    public boolean excludes(NodeId id) {
      return id.incarnation() <= latest && !includes(id);
    }
  }

  /**
   * A member as the table has it.
   *
   * @param address as {@link ClusterOptions#address}
   * @param renewals grows with each renewal
   */
  record Member(NodeId id, String address, long renewals) {}
}
