package io.larder.cache.cluster;

import java.time.Duration;

/**
 * What a node of a cluster is told when it starts; all nodes have the same lease.
 *
 * @param name of this node, that of no other node of the cluster; as {@link Messenger} knows it
 * @param address what the nodes tell clients of this one, in a form of the nodes' own; at most
 *     {@value #MAX_ADDRESS_LENGTH} characters
 * @param lease how long a node may answer from memory after it has renewed its lease
 * @param answerTime how long a member may take to answer before it is taken out
 */
public record ClusterOptions(String name, String address, Duration lease, Duration answerTime) {
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(1);
  public static final Duration DEFAULT_ANSWER_TIME = Duration.ofMillis(300);
  public static final int MAX_NAME_LENGTH = 255;
  public static final int MAX_ADDRESS_LENGTH = 1024;

  public ClusterOptions {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException("a name has 1 to " + MAX_NAME_LENGTH + " characters");
    }
    if (address.length() > MAX_ADDRESS_LENGTH) {
      throw new IllegalArgumentException("an address has " + MAX_ADDRESS_LENGTH + " characters");
    }
    if (!lease.isPositive() || !answerTime.isPositive()) {
      throw new IllegalArgumentException("times must be positive");
    }
  }

  public ClusterOptions(String name, String address) {
    this(name, address, DEFAULT_LEASE, DEFAULT_ANSWER_TIME);
  }
}
