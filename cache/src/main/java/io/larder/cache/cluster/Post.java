package io.larder.cache.cluster;

/** Sends messages in the name of this node, with what stands on each. Used in turns only. */
final class Post {
  private final Turns turns;
  private final Messenger messenger;
  private long incarnation;

  Post(Turns turns, Messenger messenger) {
    this.turns = turns;
    this.messenger = messenger;
  }

  /** This node is in that life from now on; in none if it is 0. */
  void live(long newIncarnation) {
    incarnation = newIncarnation;
  }

  void send(Peer to, Message message) {
    send(to.id(), to.horizon(), message);
  }

  /** To somebody who need not be a member. */
  void send(NodeId to, Message message) {
    send(to, 0, message);
  }

  private void send(NodeId to, long horizon, Message message) {
    var envelope = new Envelope(incarnation, to.incarnation(), horizon);
    turns.later(() -> messenger.send(to.name(), MessageWriter.write(envelope, message)));
  }
}
