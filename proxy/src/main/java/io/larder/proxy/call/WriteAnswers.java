package io.larder.proxy.call;

import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.BatchStatement;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactStatement;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteReturns;
import io.larder.protocol.partiql.Statement;
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
      case ExecuteStatementRequest execute ->
          mostBytes(execute.statement(), execute.onConditionCheckFailure());
      case BatchExecuteStatementRequest batch -> {
        long bytes = 0;
        for (BatchStatement entry : batch.statements()) {
          Statement statement = entry.statement();
          bytes += statement == null ? 0 : mostBytes(statement, entry.onConditionCheckFailure());
        }
        yield bytes;
      }
      case ExecuteTransactionRequest transaction -> {
        long bytes = 0;
        for (TransactStatement entry : transaction.statements()) {
          bytes += mostBytes(entry.statement(), entry.onConditionCheckFailure());
        }
        yield bytes;
      }
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

  private static long mostBytes(
      Statement statement, ReturnValuesOnConditionCheckFailure onFailure) {
    boolean returns =
        switch (statement) {
          case Statement.Update update -> update.returning() != null;
          case Statement.Delete delete -> delete.returnsOld();
          case Statement.Insert _, Statement.Select _, Statement.Exists _ -> false;
        };
    boolean isTold = onFailure != ReturnValuesOnConditionCheckFailure.NONE && !statement.reads();
    return returns || isTold ? ServiceQuotas.MAX_ITEM_BYTES : 0;
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
