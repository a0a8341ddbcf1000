package io.larder.proxy.http;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.store.logging.RareLine;

/**
 * What the connections of one event loop share, from request to request. For that loop's thread.
 */
final class LoopResources {
  static final int SCRATCH_SIZE = 64 * 1024;
  private static final int JSON_CAPACITY = 16 * 1024;
  private static final int MAX_KEPT_JSON = 2 * 1024 * 1024;

  final ReplyWriter replies;
  final RequestMetrics.Recorder metrics;

  /** Holds a small request, or its body, while it is decoded. */
  final byte[] scratch = new byte[SCRATCH_SIZE];

  /** The request that is being read, in {@link #scratch}. */
  final PlainRequest plainRequest = new PlainRequest(scratch);

  /** Tells of connections that failed by a defect. */
  final RareLine failures = new RareLine(System::nanoTime);

  /** Looks after the loop's connections. */
  final Sweep sweep = new Sweep(System::nanoTime);

  private JsonWriter json = new JsonWriter(JSON_CAPACITY);

  LoopResources(ReplyWriter replies, RequestMetrics.Recorder metrics) {
    this.replies = replies;
    this.metrics = metrics;
  }

  /** The loop's writer, empty; one that a huge answer has blown up is not kept. */
  JsonWriter json() {
    if (json.buffer().length > MAX_KEPT_JSON) {
      json = new JsonWriter(JSON_CAPACITY);
    }
    json.clear();
    return json;
  }
}
