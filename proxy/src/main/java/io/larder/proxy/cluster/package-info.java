/**
 * The node among the other nodes before one upstream: {@link
 * io.larder.proxy.cluster.JGroupsMessenger} carries the messages of {@code io.larder.cache.cluster}
 * and notices whom it does not reach any more. Knows JGroups, which nothing else does, and no
 * protocol of clients.
 */
@NullMarked
package io.larder.proxy.cluster;

import org.jspecify.annotations.NullMarked;
