package io.larder.proxy.net;

import java.util.Comparator;

/**
 * That nothing is done for a connection because its client lets it wait, and since when (as told by
 * {@link System#nanoTime}). Such a connection may give way to another.
 */
record Waiting(For what, long since) {
  /** In the order in which connections give way. */
  enum For {
    /** The rest of a handshake or a head, of which clients as a rule send all at once. */
    HEADER,
    /** A request. */
    REQUEST,
    /** A body that stands still, or that a standing answer is taken. */
    MOVEMENT
  }

  /** Those first that give way first; of the same kind those that have waited longest. */
  static Comparator<Waiting> order() {
    return Comparator.comparing(Waiting::what)
        .thenComparing((one, other) -> Long.signum(one.since - other.since));
  }
}
