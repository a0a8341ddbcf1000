package io.larder.protocol.operation;

import java.util.List;

/** Carries out up to 25 PartiQL statements, each for itself; all read or all write. */
public record BatchExecuteStatementRequest(
    List<BatchStatement> statements, ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Statements<BatchExecuteStatementResponse> {
  public BatchExecuteStatementRequest {
    statements = List.copyOf(statements);
  }

  @Override
  public boolean evaluates() {
    return false;
  }
}
