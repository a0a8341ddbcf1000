/**
 * Tables that are kept by an upstream: Amazon DynamoDB or another server that speaks its protocol.
 * Knows the port, the codec's client half, and nothing of sockets: those are behind {@link
 * io.larder.store.upstream.UpstreamTransport}.
 */
@NullMarked
package io.larder.store.upstream;

import org.jspecify.annotations.NullMarked;
