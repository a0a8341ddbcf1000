package io.larder.store.upstream;

import io.larder.protocol.wire.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer of the upstream, whose checksum was right if it had one.
 *
 * @param status of HTTP
 * @param requestId by which the upstream knows the call, if it said one
 */
public record UpstreamAnswer(int status, @Nullable String requestId, JsonBytes body) {}
