package io.larder.proxy.call;

/** Where work is done beside the event loops: by so many at once, while so much waits. */
public interface Work {
  /**
   * Runs {@code work}. {@code completion} is told only if the work fails or has waited for too
   * long.
   *
   * @throws io.larder.protocol.error.ServiceException if too much is waiting already
   */
  void run(Runnable work, Completion completion);

  /** Work that runs or waits now. */
  int inFlight();
}
