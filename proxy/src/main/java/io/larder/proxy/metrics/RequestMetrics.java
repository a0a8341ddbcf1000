package io.larder.proxy.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts and latencies of requests by protocol and operation. Each event loop writes arrays of its
 * own without contention; a reader sums them and may see a request half counted.
 */
public final class RequestMetrics {
  static final long[] BUCKET_NANOS = {
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    1_000_000_000,
    2_500_000_000L
  };
  private static final int BUCKETS = BUCKET_NANOS.length + 1;
  private static final int SUM = Outcome.COUNT + BUCKETS;
  private static final int CELLS = SUM + 1;

  private final List<String> operations;
  private final Map<ClientProtocol, List<Recorder>> recorders = new EnumMap<>(ClientProtocol.class);
  private final ConnectionMetrics connectionMetrics = new ConnectionMetrics();

  /** Metrics of these operations; each is known by its index. */
  public RequestMetrics(List<String> operations) {
    this.operations = List.copyOf(operations);
    for (ClientProtocol protocol : ClientProtocol.values()) {
      recorders.put(protocol, new CopyOnWriteArrayList<>());
    }
  }

  /** The names of the operations, in the order of their indexes. */
  public List<String> operations() {
    return operations;
  }

  /** A new recorder for what one event loop does in that protocol. */
  public Recorder newRecorder(ClientProtocol protocol) {
    var recorder = new Recorder(operations.size(), connectionMetrics);
    recorders(protocol).add(recorder);
    return recorder;
  }

  private List<Recorder> recorders(ClientProtocol protocol) {
    return recorders.getOrDefault(protocol, List.of());
  }

  long count(ClientProtocol protocol, int operation, Outcome outcome) {
    return sum(protocol, operation * CELLS + outcome.index());
  }

  /** Requests in that protocol that ended so. */
  public long count(ClientProtocol protocol, Outcome outcome) {
    long result = 0;
    for (int operation = 0; operation < operations.size(); operation++) {
      result += count(protocol, operation, outcome);
    }
    return result;
  }

  /** All requests in that protocol, however they ended. */
  public long total(ClientProtocol protocol) {
    long result = 0;
    for (int operation = 0; operation < operations.size(); operation++) {
      result += total(protocol, operation);
    }
    return result;
  }

  /** All requests for that operation, however they ended. */
  long total(ClientProtocol protocol, int operation) {
    long result = 0;
    for (Outcome outcome : Outcome.values()) {
      result += count(protocol, operation, outcome);
    }
    return result;
  }

  long latencyCount(ClientProtocol protocol, int operation, int bucket) {
    return sum(protocol, operation * CELLS + Outcome.COUNT + bucket);
  }

  double latencySeconds(ClientProtocol protocol, int operation) {
    return sum(protocol, operation * CELLS + SUM) / 1e9;
  }

  /** Client connections that are open and speak that protocol. */
  public long connections(ClientProtocol protocol) {
    return recorders(protocol).stream()
        .mapToLong(recorder -> recorder.connections.getOpaque(0))
        .sum();
  }

  /** What becomes of the connections that requests come by. */
  public ConnectionMetrics connectionMetrics() {
    return connectionMetrics;
  }

  private long sum(ClientProtocol protocol, int cell) {
    long result = 0;
    for (Recorder recorder : recorders(protocol)) {
      result += recorder.cells.getOpaque(cell);
    }
    return result;
  }

  /** What one event loop writes of one protocol; for that loop's thread only. */
  public static final class Recorder {
    private final AtomicLongArray cells;
    private final AtomicLongArray connections = new AtomicLongArray(1);

    private final ConnectionMetrics connectionMetrics;

    private Recorder(int operations, ConnectionMetrics connectionMetrics) {
      this.connectionMetrics = connectionMetrics;
      this.cells = new AtomicLongArray(operations * CELLS);
    }

    /** Counts a request that took {@code nanos}. */
    public void record(int operation, Outcome outcome, long nanos) {
      int bucket = 0;
      while (bucket < BUCKET_NANOS.length && nanos > BUCKET_NANOS[bucket]) {
        bucket++;
      }
      int base = operation * CELLS;
      add(cells, base + outcome.index(), 1);
      add(cells, base + Outcome.COUNT + bucket, 1);
      add(cells, base + SUM, nanos);
    }

    /** Counts a request that was refused before anything looked at what it asks for. */
    public void refused(ConnectionMetrics.Refusal reason) {
      connectionMetrics.refused(reason);
    }

    public void connectionOpened() {
      add(connections, 0, 1);
    }

    public void connectionClosed() {
      add(connections, 0, -1);
    }

    // One thread writes, so a read-modify-write need not be atomic.
    private static void add(AtomicLongArray array, int cell, long amount) {
      array.setOpaque(cell, array.getPlain(cell) + amount);
    }
  }
}
