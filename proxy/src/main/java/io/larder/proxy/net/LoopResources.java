package io.larder.proxy.net;

import io.larder.proxy.metrics.RequestMetrics;
import io.larder.store.logging.RareLine;

/**
 * What the connections of one event loop share, whatever their protocol. For that loop's thread.
 */
public final class LoopResources {
  public static final int SCRATCH_SIZE = 64 * 1024;

  private final RequestMetrics.Recorder metrics;
  private final byte[] scratch = new byte[SCRATCH_SIZE];
  private final RareLine failures = new RareLine(System::nanoTime);
  private final Sweep sweep = new Sweep(System::nanoTime);

  public LoopResources(RequestMetrics.Recorder metrics) {
    this.metrics = metrics;
  }

  /** Where the loop's requests are counted. */
  public RequestMetrics.Recorder metrics() {
    return metrics;
  }

  /** Holds a small request, or its body, while it is decoded. */
  public byte[] scratch() {
    return scratch;
  }

  /** Tells of connections that failed by a defect. */
  public RareLine failures() {
    return failures;
  }

  /** Looks after the loop's connections. */
  Sweep sweep() {
    return sweep;
  }
}
