package io.larder.proxy;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what must happen: long enough for a machine that is busy otherwise. */
public final class Patience {
  private Patience() {}

  /** As Awaitility's, with more time. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }
}
