package io.larder.cache.cluster;

/** This node of a cluster: what it may do, and what it tells the others and hears from them. */
public interface ClusterNode extends AutoCloseable {
  /** Begins to join, and to join again whenever this node has lost its place; once. */
  void start();

  /** Leaves the cluster, after the last write. */
  @Override
  void close();

  /** Never blocks. */
  ClusterStatus status();
}
