package io.larder.proxy.iam;

import java.io.IOException;

/**
 * One thing that is to be changed.
 *
 * @param text a line for people; begins with {@code +}, {@code ~} or {@code -}
 */
record Step(String text, Change change) {
  /** Calls that make a change. */
  @FunctionalInterface
  interface Change {
    void make(IamClient iam) throws IOException, InterruptedException, IamClient.RefusedException;

    /** This and then another. */
    default Change then(Change next) {
      return iam -> {
        make(iam);
        next.make(iam);
      };
    }

    /** One call. */
    static Change call(String action, Form form) {
      return iam -> {
        var _ = iam.call(action, form);
      };
    }

    /** None. */
    static Change none() {
      return iam -> {};
    }
  }
}
