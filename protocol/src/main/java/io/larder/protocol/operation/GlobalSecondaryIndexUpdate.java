package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** One index change of an UpdateTable. */
public sealed interface GlobalSecondaryIndexUpdate {
  String indexName();

  /** Adds an index and fills it from the table. */
  record Create(GlobalSecondaryIndex index) implements GlobalSecondaryIndexUpdate {
    @Override
    public String indexName() {
      return index.indexName();
    }
  }

  /** Changes the throughput of an index. */
  record Update(
      String indexName,
      @Nullable ProvisionedThroughput provisionedThroughput,
      @Nullable OnDemandThroughput onDemandThroughput,
      @Nullable WarmThroughput warmThroughput)
      implements GlobalSecondaryIndexUpdate {}

  /** Removes an index. */
  record Delete(String indexName) implements GlobalSecondaryIndexUpdate {}
}
