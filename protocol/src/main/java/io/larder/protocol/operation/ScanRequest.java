package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Reads a table or index in the order of its partitions; {@code segment} is null unless the scan is
 * parallel. {@code layer} words what is wrong with its start key.
 */
public record ScanRequest(
    String tableName,
    @Nullable ScanSegment segment,
    PageRequest page,
    ReturnConsumedCapacity returnConsumedCapacity,
    ValidationLayer layer)
    implements Request.Cacheable<ScanResponse> {
  @Override
  public boolean evaluates() {
    return page.evaluates();
  }
}
