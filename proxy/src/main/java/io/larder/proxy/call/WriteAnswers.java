package io.larder.proxy.call;

import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteReturns;
import io.larder.protocol.quota.ServiceQuotas;

/** What writes are answered with: room for it is taken before they are done. */
final class WriteAnswers {
  private WriteAnswers() {}

  /** What the items take, at most, that {@code request} may be answered with; else zero. */
  static long mostBytes(Request<?> request) {
    return switch (request) {
      case PutItemRequest put -> mostBytes(put.returns());
      case UpdateItemRequest update -> mostBytes(update.returns());
      case DeleteItemRequest delete -> mostBytes(delete.returns());
      case TransactWriteItemsRequest transaction -> mostBytes(transaction);
      case BatchWriteItemRequest _,
          Request.Read<?> _,
          Request.Describe<?> _,
          Request.Change<?> _,
          ForwardedRequest _,
          DescribeEndpointsRequest _ ->
          0;
    };
  }

  private static long mostBytes(WriteReturns returns) {
    return returns.values() == ReturnValues.NONE
            && returns.onConditionCheckFailure() == ReturnValuesOnConditionCheckFailure.NONE
        ? 0
        : ServiceQuotas.MAX_ITEM_BYTES;
  }

  private static long mostBytes(TransactWriteItemsRequest transaction) {
    long bytes = 0;
    for (TransactWriteItem item : transaction.items()) {
      if (item.onConditionCheckFailure() != ReturnValuesOnConditionCheckFailure.NONE) {
        bytes += ServiceQuotas.MAX_ITEM_BYTES;
      }
    }
    return bytes;
  }
}
