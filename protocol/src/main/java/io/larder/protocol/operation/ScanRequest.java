package io.larder.protocol.operation;

import io.larder.protocol.expression.ProjectionExpression;
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
  /** This request with another projection. */
  public ScanRequest withProjection(ProjectionExpression other) {
    return new ScanRequest(
        tableName, segment, page.withProjection(other), returnConsumedCapacity, layer);
  }

  @Override
  public boolean evaluates() {
    return page.evaluates();
  }
}
