package io.larder.proxy.call;

import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import org.jspecify.annotations.Nullable;

/** The part of the caches that event loops may ask. */
@FunctionalInterface
public interface ReadCache {
  /** The answer from memory, or null if the store must be asked. Never blocks. */
  @Nullable Response cached(Request.Cacheable<?> request);
}
