/**
 * Calls to the upstream: {@link io.larder.proxy.upstream.NettyUpstreamTransport} is what the store
 * knows, and where to start. {@code CallEncoder} writes and signs a call on the thread of its
 * caller; {@code ConnectionPool}, one for each event loop, finds an {@code UpstreamConnection} for
 * it. Knows the net, and nothing of what calls mean.
 */
@NullMarked
package io.larder.proxy.upstream;

import org.jspecify.annotations.NullMarked;
