/**
 * Several nodes before one upstream, none of which ever answers what is stale. Start with {@link
 * io.larder.cache.cluster.ClusteredTableStore}, which stands between the caches and the store of
 * the upstream: it lets a table be answered from memory only while this node holds its lease, and
 * puts what a write touches in flux on all nodes before the write is sent. The rules are in {@link
 * io.larder.cache.cluster.ClusterNode}, which has no threads and no sockets of its own: messages go
 * through {@link io.larder.cache.cluster.Messenger}, who is a member is decided by conditional
 * writes of {@link io.larder.cache.cluster.LeaseTable}, time comes from {@link
 * io.larder.cache.cluster.ClusterClock}.
 */
@NullMarked
package io.larder.cache.cluster;

import org.jspecify.annotations.NullMarked;
