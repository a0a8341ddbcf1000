package io.larder.cache.cluster;

/**
 * One life of a node, from when it joins until it leaves or is taken out.
 *
 * @param name of the node; the same in all its lives, and that of no other node
 * @param incarnation grows with each node that joins the cluster
 */
public record NodeId(String name, long incarnation) {}
