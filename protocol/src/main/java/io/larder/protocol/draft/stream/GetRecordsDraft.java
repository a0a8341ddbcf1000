package io.larder.protocol.draft.stream;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a GetRecords. What its iterator means is known to who made it. */
public final class GetRecordsDraft {
  private static final int MAX_ITERATOR = 2048;

  public @Nullable String shardIterator;
  public @Nullable Integer limit;

  /**
   * The request, with the greatest limit if none was given.
   *
   * @throws ServiceException Validation or LimitExceeded, in the service's words
   */
  public GetRecordsRequest check() {
    var violations = new Violations();
    violations.required(shardIterator, "shardIterator");
    StreamMembers.checkLength(shardIterator, 1, MAX_ITERATOR, "shardIterator", violations);
    if (limit != null) {
      violations.atLeast(limit, 1, "limit");
    }
    violations.throwIfAny();
    if (limit != null && limit > ServiceQuotas.MAX_STREAM_RECORDS) {
      // Not a fault of the request's shape, other than everywhere else.
      throw new ServiceException(
          new ServiceError.LimitExceeded(
              "Limit must not be greater than " + ServiceQuotas.MAX_STREAM_RECORDS));
    }
    return new GetRecordsRequest(
        Objects.requireNonNull(shardIterator),
        limit == null ? ServiceQuotas.MAX_STREAM_RECORDS : limit);
  }
}
