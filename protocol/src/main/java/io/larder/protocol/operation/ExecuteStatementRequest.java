package io.larder.protocol.operation;

import io.larder.protocol.item.Bytes;
import io.larder.protocol.partiql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one PartiQL statement. {@code fingerprint} is a SHA-256 of its text and its
 * parameters: a {@code nextToken} goes with these only. {@code limit} counts evaluated items.
 */
public record ExecuteStatementRequest(
    String text,
    Statement statement,
    Bytes fingerprint,
    boolean consistentRead,
    @Nullable Integer limit,
    @Nullable String nextToken,
    ReturnConsumedCapacity returnConsumedCapacity,
    ReturnValuesOnConditionCheckFailure onConditionCheckFailure)
    implements Request.Statements<ExecuteStatementResponse> {
  @Override
  public boolean evaluates() {
    return statement instanceof Statement.Select select && select.evaluates();
  }
}
