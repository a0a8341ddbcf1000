package io.larder.proxy.upstream;

import io.larder.store.StoreGauge;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the connections to the upstream, over all event loops. */
final class UpstreamCounts {
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder notOpened = new LongAdder();

  void opened() {
    opened.increment();
  }

  void closed() {
    closed.increment();
  }

  void notOpened() {
    notOpened.increment();
  }

  List<StoreGauge> gauges() {
    return List.of(
        new StoreGauge(
            "upstream_connections",
            "Connections to the upstream that are open.",
            false,
            () -> opened.sum() - closed.sum()),
        new StoreGauge(
            "upstream_connections_opened",
            "Connections to the upstream that were opened.",
            true,
            opened::sum),
        new StoreGauge(
            "upstream_connections_failed",
            "Connections to the upstream that could not be opened.",
            true,
            notOpened::sum));
  }
}
