package io.larder.security.access;

import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import java.util.List;

/**
 * What a request does to the DAX cluster that it is sent to, for which its caller needs permission
 * besides.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html">
 *     DAX access control</a>
 */
public final class DaxAccess {
  /** The actions on items that callers can be given. */
  public static final List<String> ACTIONS =
      List.of(
          "GetItem",
          "BatchGetItem",
          "Query",
          "Scan",
          "PutItem",
          "UpdateItem",
          "DeleteItem",
          "BatchWriteItem",
          "ConditionCheckItem");

  private static final String SERVICE = "dax:";

  private DaxAccess() {}

  public static List<Access> of(Request<?> request, String cluster) {
    return switch (request) {
      case GetItemRequest _ -> one("GetItem", cluster);
      case BatchGetItemRequest _ -> one("BatchGetItem", cluster);
      case QueryRequest _ -> one("Query", cluster);
      case ScanRequest _ -> one("Scan", cluster);
      case PutItemRequest _ -> one("PutItem", cluster);
      case UpdateItemRequest _ -> one("UpdateItem", cluster);
      case DeleteItemRequest _ -> one("DeleteItem", cluster);
      case BatchWriteItemRequest _ -> one("BatchWriteItem", cluster);
      case TransactGetItemsRequest _ ->
          List.of(enclosed("GetItem", cluster, Operation.TRANSACT_GET_ITEMS));
      case TransactWriteItemsRequest transaction ->
          transaction.items().stream()
              .map(DaxAccess::action)
              .distinct()
              .map(action -> enclosed(action, cluster, Operation.TRANSACT_WRITE_ITEMS))
              .toList();
      case Request<?> other -> one(other.getClass().getSimpleName(), cluster);
    };
  }

  /** What is done to the cluster, whatever items it is about. */
  public static Access to(String action, String cluster) {
    return Access.on(SERVICE + action, cluster);
  }

  private static List<Access> one(String action, String cluster) {
    return List.of(to(action, cluster));
  }

  private static String action(TransactWriteItem write) {
    return switch (write) {
      case TransactWriteItem.Put _ -> "PutItem";
      case TransactWriteItem.Update _ -> "UpdateItem";
      case TransactWriteItem.Delete _ -> "DeleteItem";
      case TransactWriteItem.ConditionCheck _ -> "ConditionCheckItem";
    };
  }

  private static Access enclosed(String action, String cluster, Operation operation) {
    return new Access(
        SERVICE + action,
        cluster,
        null,
        null,
        () -> new Mentions().enclosedIn(operation.wireName()));
  }
}
