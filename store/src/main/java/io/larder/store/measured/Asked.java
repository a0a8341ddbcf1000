package io.larder.store.measured;

import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import java.util.Collection;
import java.util.List;

/**
 * What a request asks for, and of which tables.
 *
 * @param tableNames names or ARNs; of a transaction one for each of its actions, in their order
 */
public record Asked(Operation operation, Collection<String> tableNames) {

  public static Asked of(Request.Read<?> request) {
    return switch (request) {
      case GetItemRequest get -> new Asked(Operation.GET_ITEM, List.of(get.tableName()));
      case QueryRequest query -> new Asked(Operation.QUERY, List.of(query.tableName()));
      case ScanRequest scan -> new Asked(Operation.SCAN, List.of(scan.tableName()));
      case BatchGetItemRequest batch ->
          new Asked(Operation.BATCH_GET_ITEM, batch.requestItems().keySet());
      case TransactGetItemsRequest transaction ->
          new Asked(
              Operation.TRANSACT_GET_ITEMS,
              transaction.items().stream().map(TransactGetItem::tableName).toList());
    };
  }

  public static Asked of(Request.Write<?> request) {
    return switch (request) {
      case PutItemRequest put -> new Asked(Operation.PUT_ITEM, List.of(put.tableName()));
      case UpdateItemRequest update ->
          new Asked(Operation.UPDATE_ITEM, List.of(update.tableName()));
      case DeleteItemRequest delete ->
          new Asked(Operation.DELETE_ITEM, List.of(delete.tableName()));
      case BatchWriteItemRequest batch ->
          new Asked(Operation.BATCH_WRITE_ITEM, batch.requestItems().keySet());
      case TransactWriteItemsRequest transaction ->
          new Asked(
              Operation.TRANSACT_WRITE_ITEMS,
              transaction.items().stream().map(TransactWriteItem::tableName).toList());
    };
  }
}
