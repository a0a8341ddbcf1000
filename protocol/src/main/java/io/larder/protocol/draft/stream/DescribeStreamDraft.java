package io.larder.protocol.draft.stream;

import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DescribeStreamRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a DescribeStream. */
public final class DescribeStreamDraft {
  private static final EnumText<FilterType> FILTER_TYPE =
      EnumText.listedAs(List.of(FilterType.CHILD_SHARDS));

  public @Nullable String streamArn;
  public @Nullable String exclusiveStartShardId;
  public @Nullable ShardFilter shardFilter;
  public @Nullable Integer limit;

  private enum FilterType {
    CHILD_SHARDS
  }

  /** Which shards are wanted. */
  public record ShardFilter(@Nullable String type, @Nullable String shardId) {}

  /**
   * The request, with the greatest limit if none was given.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public DescribeStreamRequest check() {
    var violations = new Violations();
    violations.required(streamArn, "streamArn");
    StreamMembers.checkArn(streamArn, "streamArn", violations);
    StreamMembers.checkShardId(exclusiveStartShardId, "exclusiveStartShardId", violations);
    if (shardFilter != null) {
      violations.required(shardFilter.type, "shardFilter.type");
      violations.memberOf(FILTER_TYPE, shardFilter.type, "shardFilter.type");
      violations.required(shardFilter.shardId, "shardFilter.shardId");
      StreamMembers.checkShardId(shardFilter.shardId, "shardFilter.shardId", violations);
    }
    StreamMembers.checkLimit(limit, violations);
    violations.throwIfAny();
    return new DescribeStreamRequest(
        StreamMembers.requireStream(streamArn),
        exclusiveStartShardId,
        shardFilter == null ? null : shardFilter.shardId,
        StreamMembers.limitOrMost(limit));
  }
}
