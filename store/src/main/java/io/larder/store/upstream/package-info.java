/**
 * Tables that are kept by an upstream: Amazon DynamoDB or another server that speaks its protocol.
 * Knows the port, the codec's client half, and nothing of sockets: those are behind {@link
 * io.larder.store.upstream.UpstreamTransport}. Start reading at {@link
 * io.larder.store.upstream.UpstreamTableStore}; {@code Upstream} is how a call ends, {@code
 * UpstreamTables} is what may be answered from memory.
 */
@NullMarked
package io.larder.store.upstream;

import org.jspecify.annotations.NullMarked;
