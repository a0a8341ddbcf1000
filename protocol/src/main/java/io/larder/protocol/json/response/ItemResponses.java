package io.larder.protocol.json.response;

import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.wire.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the responses of operations on one item and of Query and Scan. */
final class ItemResponses {
  private ItemResponses() {}

  static void encode(GetItemResponse response, JsonWriter out) {
    out.beginObject();
    if (response.item() != null) {
      out.name("Item").value(response.item());
    }
    CapacityEncoder.encodeMember(response.consumedCapacity(), out);
    out.endObject();
  }

  static void encodeWrite(
      @Nullable Item attributes,
      @Nullable ConsumedCapacity capacity,
      @Nullable ItemCollectionMetrics metrics,
      JsonWriter out) {
    out.beginObject();
    if (attributes != null) {
      out.name("Attributes").value(attributes);
    }
    CapacityEncoder.encodeMember(capacity, out);
    CapacityEncoder.encodeMember(metrics, out);
    out.endObject();
  }

  static void encodePage(ItemPage page, @Nullable ConsumedCapacity capacity, JsonWriter out) {
    out.beginObject();
    List<Item> items = page.items();
    if (items != null) {
      out.name("Items").beginArray();
      for (int i = 0; i < items.size(); i++) {
        out.value(items.get(i));
      }
      out.endArray();
    }
    out.name("Count").value(page.count()).name("ScannedCount").value(page.scannedCount());
    if (page.lastEvaluatedKey() != null) {
      out.name("LastEvaluatedKey");
      AttributeValueJson.write(page.lastEvaluatedKey(), out);
    }
    CapacityEncoder.encodeMember(capacity, out);
    out.endObject();
  }
}
