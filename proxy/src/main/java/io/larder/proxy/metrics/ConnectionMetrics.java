package io.larder.proxy.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of connections and of requests that get no further than their head. */
public final class ConnectionMetrics {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder forbidden = new LongAdder();
  private final LongAdder failedHandshakes = new LongAdder();
  private final Map<Closing, LongAdder> closings = new ConcurrentHashMap<>();
  private final Map<Refusal, LongAdder> refusals = new ConcurrentHashMap<>();

  /** Why the server closed a connection that its client had not ended. */
  public enum Closing {
    /** It gave way to a new one at the limit. */
    LIMIT,
    IDLE,
    HANDSHAKE,
    HEADER,
    BODY,
    WRITE
  }

  /** Why a request was refused before anything looked at what it asks for. */
  public enum Refusal {
    MALFORMED,
    ORIGIN,
    TOO_LARGE,
    NO_MEMORY
  }

  /** Counts a connection that was let in. */
  public void accepted() {
    accepted.increment();
  }

  /** Counts a connection that was not let in, because the limit was reached. */
  public void refused() {
    refused.increment();
  }

  /** Counts a connection that was not let in, because its client may not connect. */
  public void forbidden() {
    forbidden.increment();
  }

  /** Counts a connection that was let in and did not get through the handshake of TLS. */
  public void handshakeFailed() {
    failedHandshakes.increment();
  }

  /** Counts a connection that the server closed. */
  public void closed(Closing reason) {
    increment(closings, reason);
  }

  /** Counts a request that was refused. */
  public void refused(Refusal reason) {
    increment(refusals, reason);
  }

  private static <E> void increment(Map<E, LongAdder> adders, E reason) {
    adders.computeIfAbsent(reason, _ -> new LongAdder()).increment();
  }

  /** Connections that were let in. */
  public long acceptedCount() {
    return accepted.sum();
  }

  long refusedCount() {
    return refused.sum();
  }

  /** Connections that were not let in, because their clients may not connect. */
  public long forbiddenCount() {
    return forbidden.sum();
  }

  /** Connections that did not get through the handshake of TLS. */
  public long failedHandshakeCount() {
    return failedHandshakes.sum();
  }

  /** Connections that the server closed for that reason. */
  public long count(Closing reason) {
    return sum(closings, reason);
  }

  long count(Refusal reason) {
    return sum(refusals, reason);
  }

  private static <E> long sum(Map<E, LongAdder> adders, E reason) {
    LongAdder adder = adders.get(reason);
    return adder == null ? 0 : adder.sum();
  }
}
