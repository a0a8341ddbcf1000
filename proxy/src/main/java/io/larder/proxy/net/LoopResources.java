package io.larder.proxy.net;

import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.ConnectionMetrics;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.store.logging.RareLine;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the connections of one event loop share, whatever their protocol. For that loop's thread.
 */
public final class LoopResources {
  public static final int SCRATCH_SIZE = 64 * 1024;

  private final Map<ClientProtocol, RequestMetrics.Recorder> metrics =
      new EnumMap<>(ClientProtocol.class);
  private final ConnectionMetrics connectionMetrics;
  private final byte[] scratch = new byte[SCRATCH_SIZE];
  private final RareLine failures = new RareLine(System::nanoTime);
  private final Sweep sweep = new Sweep(System::nanoTime);

  /** A loop whose requests {@code metrics} counts. */
  public LoopResources(RequestMetrics metrics) {
    this.connectionMetrics = metrics.connectionMetrics();
    for (ClientProtocol protocol : ClientProtocol.values()) {
      this.metrics.put(protocol, metrics.newRecorder(protocol));
    }
  }

  /** Where the loop's requests in that protocol are counted. */
  public RequestMetrics.Recorder metrics(ClientProtocol protocol) {
    return Objects.requireNonNull(metrics.get(protocol));
  }

  /** Where what becomes of connections is counted. */
  public ConnectionMetrics connectionMetrics() {
    return connectionMetrics;
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
