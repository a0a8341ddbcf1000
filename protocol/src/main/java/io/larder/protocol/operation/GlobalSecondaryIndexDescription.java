package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * A global secondary index as DescribeTable shows it. {@code backfilling} tells of an index that
 * was added to a table whether its filling has begun; null if there is nothing to fill.
 */
public record GlobalSecondaryIndexDescription(
    GlobalSecondaryIndex index,
    String indexArn,
    IndexStatus indexStatus,
    @Nullable Boolean backfilling,
    long itemCount,
    long indexSizeBytes,
    ThroughputChanges throughputChanges) {

  /** An index whose throughput was never changed. */
  public GlobalSecondaryIndexDescription(
      GlobalSecondaryIndex index,
      String indexArn,
      IndexStatus indexStatus,
      @Nullable Boolean backfilling,
      long itemCount,
      long indexSizeBytes) {
    this(
        index,
        indexArn,
        indexStatus,
        backfilling,
        itemCount,
        indexSizeBytes,
        ThroughputChanges.NONE);
  }
}
