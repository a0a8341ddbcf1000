package io.larder.security.audit;

import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchStatement;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.partiql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Which tables or streams a request on items is about. */
public final class TableNames {
  private TableNames() {}

  /** Their names or ARNs, each once, as the request has them; none of other requests. */
  public static Collection<String> of(Request<?> request) {
    return switch (request) {
      case GetItemRequest get -> List.of(get.tableName());
      case QueryRequest query -> List.of(query.tableName());
      case ScanRequest scan -> List.of(scan.tableName());
      case PutItemRequest put -> List.of(put.tableName());
      case UpdateItemRequest update -> List.of(update.tableName());
      case DeleteItemRequest delete -> List.of(delete.tableName());
      case BatchGetItemRequest batch -> batch.requestItems().keySet();
      case BatchWriteItemRequest batch -> batch.requestItems().keySet();
      case TransactGetItemsRequest(var items, _) ->
          items.stream().map(TransactGetItem::tableName).distinct().toList();
      case TransactWriteItemsRequest transaction ->
          transaction.items().stream().map(TransactWriteItem::tableName).distinct().toList();
      case GetShardIteratorRequest iterator -> List.of(iterator.streamArn());
      case GetRecordsRequest records -> streamOf(records.shardIterator());
      case ExecuteStatementRequest execute -> List.of(execute.statement().tableName());
      case BatchExecuteStatementRequest batch ->
          batch.statements().stream()
              .map(BatchStatement::statement)
              .filter(Objects::nonNull)
              .map(Statement::tableName)
              .distinct()
              .toList();
      case ExecuteTransactionRequest transaction ->
          transaction.statements().stream()
              .map(entry -> entry.statement().tableName())
              .distinct()
              .toList();
      case Request.Describe<?> _,
          Request.Change<?> _,
          ForwardedRequest _,
          DescribeEndpointsRequest _ ->
          List.of();
    };
  }

  /** Iterators begin with the ARN of their stream; of others nobody here knows. */
  private static Collection<String> streamOf(String iterator) {
    int end = iterator.indexOf('|');
    return end < 0 ? List.of() : List.of(iterator.substring(0, end));
  }
}
