package io.larder.store.measured;

import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.StreamRecord;
import java.util.concurrent.atomic.LongAdder;

/** What was counted of GetRecords of one stream. Safe for any number of threads. */
public final class StreamFigures {
  private final OperationFigures requests = new OperationFigures();
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  StreamFigures() {}

  void succeeded(long tookNanos, GetRecordsResponse response) {
    requests.succeeded(tookNanos);
    records.add(response.records().size());
    bytes.add(response.records().stream().mapToLong(StreamRecord::sizeBytes).sum());
  }

  public OperationFigures requests() {
    return requests;
  }

  /** Records in the pages that were answered. */
  public long returnedRecords() {
    return records.sum();
  }

  /** The sizes of those. */
  public long returnedBytes() {
    return bytes.sum();
  }
}
