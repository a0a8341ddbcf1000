package io.larder.store.upstream;

import io.larder.protocol.wire.RenderedJson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Carries calls to the upstream and answers back: connections, signatures and checksums are its
 * matter, what a call means is not. Safe for any number of threads.
 */
public interface UpstreamTransport extends AutoCloseable {
  /** Sends one call, whenever that is possible within its time. */
  default CompletableFuture<UpstreamAnswer> send(
      String target, RenderedJson body, Duration timeout) {
    return send(target, body, timeout, () -> true);
  }

  /**
   * Sends one call, and never blocks. What cannot have arrived as a whole is sent again, within
   * limits and the time of the call.
   *
   * @param target the value of the header {@code X-Amz-Target}
   * @param timeout from now to the end of the answer
   * @param mayBeSent asked at the last moment before the system is given the call, by the thread
   *     that gives it; if it says no, the call fails as one that cannot have arrived. Does not
   *     block
   * @return the answer, whatever its status; or fails with an {@link UpstreamFailure}
   */
  CompletableFuture<UpstreamAnswer> send(
      String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent);

  @Override
  void close();
}
