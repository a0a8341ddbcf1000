package io.larder.proxy.dax;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.proxy.call.Defects;
import io.larder.proxy.call.RequestIds;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.net.LoopResources;
import io.larder.store.logging.RareLine;

/**
 * What the DAX connections of one event loop share, from request to request. For that loop's
 * thread.
 */
final class DaxLoop {
  private static final int CAPACITY = 16 * 1024;
  private static final int MAX_KEPT = 2 * 1024 * 1024;

  final RequestMetrics.Recorder metrics;
  final RareLine failures;
  final Defects defects;
  final RequestIds ids;
  final byte[] scratch;

  private CborWriter out = new CborWriter(CAPACITY);

  DaxLoop(LoopResources loop, Defects defects, RequestIds ids) {
    this.metrics = loop.metrics(ClientProtocol.DAX);
    this.failures = loop.failures();
    this.scratch = loop.scratch();
    this.defects = defects;
    this.ids = ids;
  }

  /** The loop's writer, empty; one that a huge answer has blown up is not kept. */
  CborWriter out() {
    if (out.buffer().length > MAX_KEPT) {
      out = new CborWriter(CAPACITY);
    }
    out.clear();
    return out;
  }

  /** The id of the next answer that has one. */
  String nextRequestId() {
    ids.next();
    return ids.toString();
  }
}
