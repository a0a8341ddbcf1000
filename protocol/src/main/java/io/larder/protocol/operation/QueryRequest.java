package io.larder.protocol.operation;

import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;

/** Reads one item collection in sort-key order. */
public record QueryRequest(
    String tableName,
    KeyConditionExpression keyCondition,
    boolean scanIndexForward,
    PageRequest page,
    ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Cacheable<QueryResponse> {
  /** This request with another projection. */
  public QueryRequest withProjection(ProjectionExpression other) {
    return new QueryRequest(
        tableName,
        keyCondition,
        scanIndexForward,
        page.withProjection(other),
        returnConsumedCapacity);
  }

  @Override
  public boolean evaluates() {
    return page.evaluates();
  }
}
