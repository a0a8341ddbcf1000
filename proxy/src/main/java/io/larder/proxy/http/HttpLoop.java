package io.larder.proxy.http;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.call.Defects;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.net.LoopResources;
import io.larder.store.logging.RareLine;

/**
 * What the HTTP connections of one event loop share, from request to request. For that loop's
 * thread.
 */
final class HttpLoop {
  private static final int JSON_CAPACITY = 16 * 1024;
  private static final int MAX_KEPT_JSON = 2 * 1024 * 1024;

  final ReplyWriter replies;
  final RequestMetrics.Recorder metrics;
  final RareLine failures;
  final Defects defects;
  final byte[] scratch;

  /** The request that is being read, in {@link #scratch}. */
  final PlainRequest plainRequest;

  private JsonWriter json = new JsonWriter(JSON_CAPACITY);

  HttpLoop(LoopResources loop, Defects defects, ReplyWriter replies) {
    this.replies = replies;
    this.metrics = loop.metrics(ClientProtocol.HTTP);
    this.failures = loop.failures();
    this.defects = defects;
    this.scratch = loop.scratch();
    this.plainRequest = new PlainRequest(scratch);
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
