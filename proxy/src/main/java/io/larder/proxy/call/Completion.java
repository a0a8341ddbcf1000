package io.larder.proxy.call;

import io.larder.protocol.operation.Response;

/**
 * Waits for the outcome of one request. Exactly one method is called, once, on any thread; it must
 * not block.
 */
public interface Completion {
  void succeeded(Response response);

  void failed(Throwable failure);
}
