package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes in their order, and where to go on; null if the shard is closed and this its end. There
 * may be more behind a page that is empty.
 */
public record GetRecordsResponse(List<StreamRecord> records, @Nullable String nextShardIterator)
    implements Response {
  @Override
  public long itemBytes() {
    long bytes = 0;
    for (StreamRecord record : records) {
      bytes += record.itemBytes();
    }
    return bytes;
  }
}
