package io.larder.protocol.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream with its shards in the order of their ids, and the last of these if there are more.
 *
 * @param streamViewType null only of an upstream that does not say it; the same for the time
 */
public record StreamDescription(
    String streamArn,
    String streamLabel,
    StreamStatus streamStatus,
    @Nullable StreamViewType streamViewType,
    @Nullable Instant creationRequestDateTime,
    String tableName,
    List<KeySchemaElement> keySchema,
    List<Shard> shards,
    @Nullable String lastEvaluatedShardId) {}
