package io.larder.protocol.json.client;

import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, without what tells only in which words it does: legacy parameters or
 * expressions, whose placeholders, which section of an update comes first.
 */
final class Meaning {
  private static final Bytes NO_FINGERPRINT = Bytes.wrap(new byte[0]);

  private Meaning() {}

  static Request<?> of(Request<?> request) {
    return switch (request) {
      case GetItemRequest get when get.projection() != null ->
          get.withProjection(of(get.projection()));
      case QueryRequest query -> {
        var plain =
            new QueryRequest(
                query.tableName(),
                KeyConditionExpression.ofLegacy(query.keyCondition().clauses()),
                query.scanIndexForward(),
                query.page(),
                query.returnConsumedCapacity());
        yield query.page().projection() == null
            ? plain
            : plain.withProjection(of(query.page().projection()));
      }
      case ScanRequest scan when scan.page().projection() != null ->
          scan.withProjection(of(scan.page().projection()));
      case BatchGetItemRequest batch -> {
        Map<String, KeysAndAttributes> tables = new LinkedHashMap<>();
        batch.requestItems().forEach((table, keys) -> tables.put(table, of(keys)));
        yield new BatchGetItemRequest(tables, batch.returnConsumedCapacity());
      }
      case TransactGetItemsRequest transaction ->
          new TransactGetItemsRequest(
              transaction.items().stream().map(Meaning::of).toList(),
              transaction.returnConsumedCapacity());
      case UpdateItemRequest update ->
          new UpdateItemRequest(
              update.tableName(),
              update.key(),
              of(update.update()),
              update.condition(),
              update.returns());
      case TransactWriteItemsRequest transaction ->
          new TransactWriteItemsRequest(
              transaction.items().stream().map(Meaning::of).toList(),
              transaction.clientRequestToken(),
              NO_FINGERPRINT,
              transaction.returnConsumedCapacity(),
              transaction.returnItemCollectionMetrics());
      default -> request;
    };
  }

  private static KeysAndAttributes of(KeysAndAttributes keys) {
    return new KeysAndAttributes(
        keys.keys(),
        keys.projection() == null ? null : of(keys.projection()),
        keys.consistentRead(),
        null,
        null,
        null);
  }

  private static TransactGetItem of(TransactGetItem get) {
    return get.projection() == null
        ? get
        : new TransactGetItem(get.tableName(), get.key(), of(get.projection()));
  }

  private static TransactWriteItem of(TransactWriteItem action) {
    return action instanceof TransactWriteItem.Update update
        ? new TransactWriteItem.Update(
            update.tableName(),
            update.key(),
            of(update.update()),
            update.condition(),
            update.onConditionCheckFailure(),
            update.hasTooDeepValue())
        : action;
  }

  private static ProjectionExpression of(ProjectionExpression projection) {
    return ProjectionExpression.ofChecked(projection.paths());
  }

  private static @Nullable UpdateExpression of(@Nullable UpdateExpression update) {
    return update == null
        ? null
        : UpdateExpression.ofChecked(
            update.actions().stream()
                .sorted(Comparator.comparing((UpdateAction action) -> action.getClass().getName()))
                .toList());
  }
}
