package io.larder.protocol.dax.response;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.value.ItemEncoder;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the responses of batches and transactions. */
final class BatchResponses {
  private BatchResponses() {}

  /** The capacities come after the array of the other two, and are not in it. */
  static void encode(
      DaxRequest request,
      BatchGetItemRequest asked,
      BatchGetItemResponse response,
      ItemWriter items,
      CborWriter out) {
    out.beginArray(2).beginMap(asked.requestItems().size());
    int table = 0;
    for (String name : asked.requestItems().keySet()) {
      out.writeText(name);
      encode(
          response.responses().getOrDefault(name, List.of()),
          request.keySchemas().get(table),
          request.projections().get(table),
          items,
          out);
      table++;
    }
    encodeUnprocessed(request, asked, response.unprocessedKeys(), out);
    CapacityEncoder.encodePlain(response.consumedCapacity(), out);
  }

  /** Keys and items in turns; or what the projection has of each item. */
  private static void encode(
      List<Item> found,
      KeySchema keys,
      @Nullable ProjectionExpression projection,
      ItemWriter items,
      CborWriter out) {
    out.beginArray(projection == null ? 2 * found.size() : found.size());
    for (Item item : found) {
      if (projection == null) {
        items.keyAndValues(item, keys);
      } else {
        ItemEncoder.writeProjected(item, projection, out);
      }
    }
  }

  /** Has every table that was asked for, because one client does not look whether it is there. */
  private static void encodeUnprocessed(
      DaxRequest request,
      BatchGetItemRequest asked,
      Map<String, KeysAndAttributes> unprocessed,
      CborWriter out) {
    out.beginMap(asked.requestItems().size());
    int table = 0;
    for (String name : asked.requestItems().keySet()) {
      KeySchema keys = request.keySchemas().get(table);
      KeysAndAttributes left = unprocessed.get(name);
      out.writeText(name).beginArray(left == null ? 0 : left.keys().size());
      if (left != null) {
        for (Map<String, AttributeValue> key : left.keys()) {
          ItemEncoder.writeKey(key, keys, out);
        }
      }
      table++;
    }
  }

  /**
   * Writes are never told to be unprocessed: clients lose them, or fail. A store that cannot do all
   * has to refuse all.
   */
  static void encode(BatchWriteItemResponse response, CborWriter out) {
    if (!response.unprocessedItems().isEmpty()) {
      throw new IllegalStateException("unprocessed writes");
    }
    out.beginMap(0);
    CapacityEncoder.encodePlain(response.consumedCapacity(), out);
    CapacityEncoder.encode(response.itemCollectionMetrics(), out);
  }

  static void encode(
      DaxRequest request, TransactGetItemsResponse response, ItemWriter items, CborWriter out) {
    out.beginArray(2).beginArray(response.items().size());
    for (int i = 0; i < response.items().size(); i++) {
      Item item = response.items().get(i);
      if (item == null) {
        out.writeNull();
      } else {
        items.item(item, request.keySchemas().get(i), request.projections().get(i));
      }
    }
    CapacityEncoder.encodeExtended(response.consumedCapacity(), out);
  }

  /** Begins with the returned values, which are none. */
  static void encode(TransactWriteItemsResponse response, CborWriter out) {
    out.beginArray(3).beginArray(0);
    CapacityEncoder.encodeExtended(response.consumedCapacity(), out);
    CapacityEncoder.encode(response.itemCollectionMetrics(), out);
  }
}
