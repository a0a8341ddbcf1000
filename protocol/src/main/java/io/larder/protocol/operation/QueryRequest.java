package io.larder.protocol.operation;

import io.larder.protocol.expression.KeyConditionExpression;

/** Reads one item collection in sort-key order. */
public record QueryRequest(
    String tableName,
    KeyConditionExpression keyCondition,
    boolean scanIndexForward,
    PageRequest page,
    ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Cacheable<QueryResponse> {
  @Override
  public boolean evaluates() {
    return page.evaluates();
  }
}
