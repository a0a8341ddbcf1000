package io.larder.store.upstream.streams;

import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;

/** Asks DynamoDB Streams. Safe for any number of threads. */
public interface StreamCalls {
  /**
   * Blocks until the answer is there.
   *
   * @throws io.larder.protocol.error.ServiceException what the upstream said, or that it said
   *     nothing
   */
  <R extends Response> R call(Request.OfStream<R> request);
}
