package io.larder.protocol.draft.stream;

import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.ShardIteratorType;
import io.larder.protocol.operation.ShardPosition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a GetShardIterator. */
public final class GetShardIteratorDraft {
  private static final EnumText<ShardIteratorType> TYPE =
      EnumText.listedAs(
          List.of(
              ShardIteratorType.AFTER_SEQUENCE_NUMBER,
              ShardIteratorType.LATEST,
              ShardIteratorType.AT_SEQUENCE_NUMBER,
              ShardIteratorType.TRIM_HORIZON));
  private static final int MIN_SEQUENCE_NUMBER = 21;
  private static final int MAX_SEQUENCE_NUMBER = 40;

  public @Nullable String streamArn;
  public @Nullable String shardId;
  public @Nullable String shardIteratorType;
  public @Nullable String sequenceNumber;

  /**
   * The request, valid as far as it can be without the stream.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public GetShardIteratorRequest check() {
    var violations = new Violations();
    violations.required(streamArn, "streamArn");
    StreamMembers.checkArn(streamArn, "streamArn", violations);
    violations.required(shardId, "shardId");
    StreamMembers.checkShardId(shardId, "shardId", violations);
    violations.required(shardIteratorType, "shardIteratorType");
    violations.memberOf(TYPE, shardIteratorType, "shardIteratorType");
    StreamMembers.checkLength(
        sequenceNumber, MIN_SEQUENCE_NUMBER, MAX_SEQUENCE_NUMBER, "sequenceNumber", violations);
    violations.throwIfAny();
    return new GetShardIteratorRequest(
        StreamMembers.requireStream(streamArn),
        Objects.requireNonNull(shardId),
        position(TYPE.of(shardIteratorType, ShardIteratorType.LATEST)));
  }

  private ShardPosition position(ShardIteratorType type) {
    if (type.takesSequenceNumber() && sequenceNumber == null) {
      throw ServiceException.invalidParameter("SequenceNumber cannot be null");
    }
    if (!type.takesSequenceNumber() && sequenceNumber != null) {
      throw ServiceException.invalidParameter(
          "SequenceNumber should not be passed for this iterator type");
    }
    if (sequenceNumber != null && !sequenceNumber.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw ServiceException.validation("Invalid SequenceNumber");
    }
    return new ShardPosition(type, sequenceNumber);
  }
}
