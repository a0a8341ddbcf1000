package io.larder.protocol.json.client;

import io.larder.protocol.item.AttributeValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What DynamoDB Streams answers, as far as it tells which items were changed. */
public sealed interface StreamAnswer {
  /** Streams, and the last of them if there are more. */
  record Streams(List<Stream> streams, @Nullable String lastEvaluatedStreamArn)
      implements StreamAnswer {}

  /** One stream of a table; the label is that of the table's description while it is the latest. */
  record Stream(String streamArn, String tableName, String streamLabel) {}

  /**
   * A stream with its shards, and the last of these if there are more.
   *
   * @param streamStatus ENABLING, ENABLED, DISABLING or DISABLED
   * @param streamViewType what a record shows of an item beside its key
   */
  record Description(
      String streamArn,
      String streamStatus,
      @Nullable String streamViewType,
      List<Shard> shards,
      @Nullable String lastEvaluatedShardId)
      implements StreamAnswer {}

  /** A shard, which is closed once it has an {@code endingSequenceNumber}. */
  record Shard(
      String shardId,
      @Nullable String parentShardId,
      @Nullable String startingSequenceNumber,
      @Nullable String endingSequenceNumber) {}

  /** A place in a shard. */
  record ShardIterator(String shardIterator) implements StreamAnswer {}

  /** Changes in their order, and where to go on; null if the shard is closed and this its end. */
  record Records(List<Change> changes, @Nullable String nextShardIterator)
      implements StreamAnswer {}

  /** What happened to an item. */
  enum EventName {
    INSERT,
    MODIFY,
    REMOVE
  }

  /**
   * One change of an item.
   *
   * @param keys its primary key
   * @param approximateCreationDateTime when it happened, in seconds or finer; null if it is not
   *     told
   * @param isExpiry true if the service deleted it because its time was over; not every upstream
   *     tells
   */
  record Change(
      EventName eventName,
      Map<String, AttributeValue> keys,
      String sequenceNumber,
      @Nullable Instant approximateCreationDateTime,
      boolean isExpiry) {}
}
