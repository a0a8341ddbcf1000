package io.larder.protocol.dax.request;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same requests in JSON. */
final class JsonRequests {
  private JsonRequests() {}

  /** A body with single quotes for legibility. */
  static Request<?> quoted(Operation operation, String body) {
    return decode(operation, body.replace('\'', '"'));
  }

  static Request<?> decode(Operation operation, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return RequestDecoder.decode(operation, bytes, 0, bytes.length, ValidationReport.ALL);
  }

  static List<@Nullable ProjectionExpression> projections(Request<?> request) {
    return switch (request) {
      case GetItemRequest get -> Collections.singletonList(get.projection());
      case QueryRequest query -> Collections.singletonList(query.page().projection());
      case ScanRequest scan -> Collections.singletonList(scan.page().projection());
      case BatchGetItemRequest batch -> {
        List<@Nullable ProjectionExpression> projections = new ArrayList<>();
        batch.requestItems().values().forEach(table -> projections.add(table.projection()));
        yield projections;
      }
      case TransactGetItemsRequest transaction -> {
        List<@Nullable ProjectionExpression> projections = new ArrayList<>();
        transaction.items().forEach(get -> projections.add(get.projection()));
        yield projections;
      }
      default -> Collections.nCopies(parts(request), null);
    };
  }

  private static int parts(Request<?> request) {
    return switch (request) {
      case BatchWriteItemRequest batch -> batch.requestItems().size();
      case TransactWriteItemsRequest all -> all.items().size();
      default -> 1;
    };
  }

  /** The request as DAX's clients have it done: for whole attributes. */
  static Request<?> whole(Request<?> request) {
    return switch (request) {
      case GetItemRequest get when get.projection() != null ->
          get.withProjection(get.projection().toWholeAttributes());
      case QueryRequest query when query.page().projection() != null ->
          query.withProjection(query.page().projection().toWholeAttributes());
      case ScanRequest scan when scan.page().projection() != null ->
          scan.withProjection(scan.page().projection().toWholeAttributes());
      case BatchGetItemRequest batch -> {
        Map<String, KeysAndAttributes> tables = new LinkedHashMap<>();
        batch
            .requestItems()
            .forEach(
                (name, table) ->
                    tables.put(
                        name,
                        new KeysAndAttributes(
                            table.keys(),
                            whole(table.projection()),
                            table.consistentRead(),
                            null,
                            null,
                            null)));
        yield new BatchGetItemRequest(tables, batch.returnConsumedCapacity());
      }
      case TransactGetItemsRequest transaction ->
          new TransactGetItemsRequest(
              transaction.items().stream()
                  .map(
                      get ->
                          new TransactGetItem(get.tableName(), get.key(), whole(get.projection())))
                  .toList(),
              transaction.returnConsumedCapacity());
      default -> request;
    };
  }

  private static @Nullable ProjectionExpression whole(@Nullable ProjectionExpression projection) {
    return projection == null ? null : projection.toWholeAttributes();
  }
}
