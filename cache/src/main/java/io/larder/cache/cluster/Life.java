package io.larder.cache.cluster;

import io.larder.cache.cluster.ClusterStatus.State;
import io.larder.store.SharedTables;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node is at the moment, and what follows for what it has kept. Used in turns only, but
 * for {@link #state}.
 */
final class Life {
  private static final Logger LOG = LoggerFactory.getLogger(Life.class);

  private final String name;
  private final SharedTables tables;
  private volatile State state = State.OUTSIDE;
  private NodeId id;

  /** Of all tables, while nothing is answered from memory; null while it is. */
  private SharedTables.@Nullable Hold hold;

  private int number;

  Life(String name, SharedTables tables) {
    this.name = name;
    this.tables = tables;
    this.id = new NodeId(name, 0);
    this.hold = tables.hold(null);
  }

  /** May be asked at any time. */
  State state() {
    return state;
  }

  /** Of the incarnation 0 while the node is not registered. */
  NodeId id() {
    return id;
  }

  /** Which life it is; the next one has another number. */
  int number() {
    return number;
  }

  boolean isRegistered() {
    return id.incarnation() != 0;
  }

  boolean mayWrite() {
    return state == State.WARMING || state == State.SERVING;
  }

  void registered(NodeId as) {
    id = as;
  }

  void enter(State next) {
    state = next;
    LOG.atInfo()
        .addKeyValue("state", next)
        .addKeyValue("incarnation", id.incarnation())
        .log("This node's place in the cluster has changed");
  }

  /** From now on the node answers from memory. */
  void serve() {
    if (hold != null) {
      hold.release();
      hold = null;
    }
    enter(State.SERVING);
  }

  /** From now on the node is no member, and all that it has kept is void. */
  void end(State next) {
    number++;
    // First, so that nothing is answered from memory when the others hear of it.
    enter(next);
    if (hold == null) {
      hold = tables.hold(null);
    }
    id = new NodeId(name, 0);
  }
}
