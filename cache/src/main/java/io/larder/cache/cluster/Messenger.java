package io.larder.cache.cluster;

/**
 * Carries messages between the nodes of a cluster. A message arrives once or not at all; several
 * may arrive in any order. Nobody but nodes of the cluster can send any. Safe for any number of
 * threads.
 */
public interface Messenger extends AutoCloseable {
  /** No message has more bytes: the keys of a transaction, or the images of a write, take less. */
  int MAX_MESSAGE_BYTES = 4 << 20;

  /** Tells {@code receiver} of what arrives from now on; called once. */
  void start(Receiver receiver);

  /**
   * Sends a message, and never blocks. It is lost without a word if {@code node} is not there or
   * too much is on the way to it.
   *
   * @param node the name of another node
   * @param message of at most {@link #MAX_MESSAGE_BYTES}, not to be changed from now on
   */
  void send(String node, byte[] message);

  /** Lets nothing arrive from now on. */
  @Override
  void close();

  /** Hears what arrives, on threads of the messenger, of which it takes little time. */
  interface Receiver {
    /**
     * @param message not to be changed from now on
     */
    void received(String from, byte[] message);

    /**
     * A hint that a node cannot be reached or is dead, which may be wrong and may not come: what
     * follows is decided by the lease table.
     */
    void suspected(String node);
  }
}
