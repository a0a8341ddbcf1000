package io.larder.protocol.draft.stream;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ListStreamsRequest;
import org.jspecify.annotations.Nullable;

/** The members of a ListStreams. */
public final class ListStreamsDraft {
  public @Nullable String tableName;
  public @Nullable String exclusiveStartStreamArn;
  public @Nullable Integer limit;

  /**
   * The request, with the greatest limit if none was given.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public ListStreamsRequest check() {
    var violations = new Violations();
    if (tableName != null && !ResourceName.isTableArn(tableName)) {
      ResourceName.checkAll(tableName, "tableName", violations);
    }
    StreamMembers.checkArn(exclusiveStartStreamArn, "exclusiveStartStreamArn", violations);
    StreamMembers.checkLimit(limit, violations);
    violations.throwIfAny();
    return new ListStreamsRequest(
        tableName == null ? null : ResourceName.ofTable(tableName),
        exclusiveStartStreamArn == null
            ? null
            : StreamMembers.requireStream(exclusiveStartStreamArn),
        StreamMembers.limitOrMost(limit));
  }
}
