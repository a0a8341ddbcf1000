package io.larder.store.upstream;

import org.jspecify.annotations.Nullable;

/** That no answer came from the upstream. */
public final class UpstreamFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean mayHaveArrived;

  /**
   * @param mayHaveArrived false if the upstream cannot have seen the whole call
   */
  public UpstreamFailure(String message, boolean mayHaveArrived, @Nullable Throwable cause) {
    super(message, cause);
    this.mayHaveArrived = mayHaveArrived;
  }

  /** False if the upstream cannot have seen the whole call, so that it may be sent again. */
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }
}
