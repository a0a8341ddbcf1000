package io.larder.protocol.draft.stream;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.StreamArn;
import io.larder.protocol.quota.ServiceQuotas;
import org.jspecify.annotations.Nullable;

/**
 * The members that the requests on streams share, by the service's model.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html">
 *     Amazon DynamoDB Streams</a>
 */
final class StreamMembers {
  private static final int MIN_ARN = 37;
  private static final int MAX_ARN = 1024;
  private static final int MIN_SHARD_ID = 28;
  private static final int MAX_SHARD_ID = 65;

  private StreamMembers() {}

  static void checkArn(@Nullable String arn, String path, Violations violations) {
    checkLength(arn, MIN_ARN, MAX_ARN, path, violations);
  }

  static void checkShardId(@Nullable String shardId, String path, Violations violations) {
    checkLength(shardId, MIN_SHARD_ID, MAX_SHARD_ID, path, violations);
  }

  static void checkLength(
      @Nullable String value, int least, int most, String path, Violations violations) {
    if (value == null) {
      return;
    }
    if (value.length() < least) {
      violations.add(value, path, Constraint.lengthAtLeast(least));
    } else if (value.length() > most) {
      violations.add(value, path, Constraint.lengthAtMost(most));
    }
  }

  /** How many streams or shards are listed at most. */
  static void checkLimit(@Nullable Integer limit, Violations violations) {
    if (limit != null) {
      violations.atLeast(limit, 1, "limit");
      violations.atMost(limit, ServiceQuotas.MAX_LISTED_STREAMS, "limit");
    }
  }

  static int limitOrMost(@Nullable Integer limit) {
    return limit == null ? ServiceQuotas.MAX_LISTED_STREAMS : limit;
  }

  /** The ARN, if it is that of a stream. */
  static String requireStream(@Nullable String arn) {
    if (arn == null || StreamArn.of(arn) == null) {
      throw ServiceException.validation("Invalid StreamArn");
    }
    return arn;
  }
}
