package io.larder.protocol.dax.response;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.value.ItemEncoder;
import io.larder.protocol.dax.value.ValueEncoder;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the responses of operations on one item and of Query and Scan: maps from numbers to what
 * there is. They are of indefinite length, since one client loses what is in others, and what there
 * is none of is left out, since null is not taken for it.
 */
final class ItemResponses {
  private static final int ITEM = 0;
  private static final int CONSUMED_CAPACITY = 1;
  private static final int ATTRIBUTES = 2;
  private static final int ITEM_COLLECTION_METRICS = 3;
  private static final int ITEMS = 7;
  private static final int COUNT = 8;
  private static final int LAST_EVALUATED_KEY = 9;
  private static final int SCANNED_COUNT = 10;

  private ItemResponses() {}

  static void encode(
      DaxRequest request, GetItemResponse response, ItemWriter items, CborWriter out) {
    out.beginIndefiniteMap();
    if (response.item() != null) {
      out.writeInt(ITEM);
      items.item(
          response.item(), request.keySchemas().getFirst(), request.projections().getFirst());
    }
    encode(response.consumedCapacity(), out);
    out.endIndefinite();
  }

  static void encodeWrite(
      DaxRequest request,
      @Nullable Item attributes,
      @Nullable ConsumedCapacity capacity,
      @Nullable ItemCollectionMetrics metrics,
      ItemWriter items,
      CborWriter out) {
    if (attributes == null && capacity == null && metrics == null) {
      out.writeNull();
      return;
    }
    out.beginIndefiniteMap();
    if (attributes != null) {
      out.writeInt(ATTRIBUTES);
      if (isUpdated(request.request())) {
        items.attributes(attributes);
      } else {
        items.values(attributes, request.keySchemas().getFirst());
      }
    }
    encode(capacity, out);
    if (metrics != null) {
      out.writeInt(ITEM_COLLECTION_METRICS);
      CapacityEncoder.encode(metrics, out);
    }
    out.endIndefinite();
  }

  /** True if the touched attributes are returned and not a whole item. */
  private static boolean isUpdated(Request<?> request) {
    if (!(request instanceof UpdateItemRequest update)) {
      return false;
    }
    ReturnValues asked = update.returns().values();
    return asked == ReturnValues.UPDATED_OLD || asked == ReturnValues.UPDATED_NEW;
  }

  static void encodePage(
      DaxRequest request,
      ItemPage page,
      @Nullable ConsumedCapacity capacity,
      ItemWriter items,
      CborWriter out) {
    KeySchema keys = request.keySchemas().getFirst();
    out.beginIndefiniteMap();
    List<Item> found = page.items();
    if (found != null) {
      ProjectionExpression projection = request.projections().getFirst();
      out.writeInt(ITEMS).beginIndefiniteArray();
      for (int i = 0; i < found.size(); i++) {
        Item item = found.get(i);
        if (projection == null) {
          out.beginArray(2);
          items.keyAndValues(item, keys);
        } else {
          ItemEncoder.writeProjected(item, projection, out);
        }
      }
      out.endIndefinite();
    }
    out.writeInt(COUNT).writeInt(page.count());
    out.writeInt(SCANNED_COUNT).writeInt(page.scannedCount());
    if (page.lastEvaluatedKey() != null) {
      out.writeInt(LAST_EVALUATED_KEY);
      encodeStartKey(request.request(), page.lastEvaluatedKey(), keys, out);
    }
    encode(capacity, out);
    out.endIndefinite();
  }

  /** The key of an index has no form of its own: it is the attributes by name. */
  private static void encodeStartKey(
      Request<?> request, Map<String, AttributeValue> key, KeySchema keys, CborWriter out) {
    if (!isOfIndex(request)) {
      ItemEncoder.writeKey(key, keys, out);
      return;
    }
    int begun = out.beginBytes();
    out.beginIndefiniteMap();
    key.forEach(
        (name, value) -> {
          out.writeText(name);
          ValueEncoder.write(value, out);
        });
    out.endIndefinite().endBytes(begun);
  }

  private static boolean isOfIndex(Request<?> request) {
    return switch (request) {
      case QueryRequest query -> query.page().indexName() != null;
      case ScanRequest scan -> scan.page().indexName() != null;
      default -> false;
    };
  }

  private static void encode(@Nullable ConsumedCapacity capacity, CborWriter out) {
    if (capacity != null) {
      out.writeInt(CONSUMED_CAPACITY);
      CapacityEncoder.encodePlain(capacity, out);
    }
  }
}
