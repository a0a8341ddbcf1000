package io.larder.proxy.call;

import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.Request;

/** The part of the caches that event loops may ask. */
@FunctionalInterface
public interface ReadCache {
  /** The answer from memory, or the read that is left to do. Never blocks. */
  Lookup look(Request.Cacheable<?> request);
}
