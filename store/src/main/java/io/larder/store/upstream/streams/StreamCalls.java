package io.larder.store.upstream.streams;

import io.larder.protocol.json.client.StreamAnswer;
import io.larder.protocol.json.client.StreamRequest;

/** Asks DynamoDB Streams. Safe for any number of threads. */
public interface StreamCalls {
  /**
   * Blocks until the answer is there.
   *
   * @throws io.larder.protocol.error.ServiceException what the upstream said, or that it said
   *     nothing
   */
  <R extends StreamAnswer> R call(StreamRequest<R> request);
}
