package io.larder.protocol.operation;

/** A global secondary index as DescribeTable shows it. */
public record GlobalSecondaryIndexDescription(
    GlobalSecondaryIndex index,
    String indexArn,
    IndexStatus indexStatus,
    boolean backfilling,
    long itemCount,
    long indexSizeBytes,
    ThroughputChanges throughputChanges) {

  /** An index whose throughput was never changed. */
  public GlobalSecondaryIndexDescription(
      GlobalSecondaryIndex index,
      String indexArn,
      IndexStatus indexStatus,
      boolean backfilling,
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
