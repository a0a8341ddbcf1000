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
    StoredSize size,
    ThroughputChanges throughputChanges) {

  /** An empty index whose throughput was never changed. */
  public GlobalSecondaryIndexDescription(
      GlobalSecondaryIndex index,
      String indexArn,
      IndexStatus indexStatus,
      @Nullable Boolean backfilling) {
    this(index, indexArn, indexStatus, backfilling, StoredSize.EMPTY, ThroughputChanges.NONE);
  }

  public GlobalSecondaryIndexDescription withStatus(
      IndexStatus status, @Nullable Boolean nowBackfilling) {
    return new GlobalSecondaryIndexDescription(
        index, indexArn, status, nowBackfilling, size, throughputChanges);
  }

  public GlobalSecondaryIndexDescription withSize(StoredSize now) {
    return new GlobalSecondaryIndexDescription(
        index, indexArn, indexStatus, backfilling, now, throughputChanges);
  }

  /** The same with other throughput, which {@code changes} tell the history of. */
  public GlobalSecondaryIndexDescription withThroughput(
      @Nullable ProvisionedThroughput provisioned,
      @Nullable OnDemandThroughput onDemand,
      @Nullable WarmThroughput warm,
      ThroughputChanges changes) {
    return new GlobalSecondaryIndexDescription(
        new GlobalSecondaryIndex(
            index.indexName(), index.keySchema(), index.projection(), provisioned, onDemand, warm),
        indexArn,
        indexStatus,
        backfilling,
        size,
        changes);
  }
}
