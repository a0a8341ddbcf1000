package io.larder.protocol.json.response;

import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.wire.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes consumed capacity and item collection metrics. */
final class CapacityEncoder {
  private CapacityEncoder() {}

  static void encodeMember(@Nullable ConsumedCapacity capacity, JsonWriter out) {
    if (capacity != null) {
      out.name("ConsumedCapacity");
      encode(capacity, out);
    }
  }

  static void encodeMember(@Nullable List<ConsumedCapacity> capacities, JsonWriter out) {
    if (capacities != null) {
      out.name("ConsumedCapacity").beginArray();
      for (ConsumedCapacity capacity : capacities) {
        encode(capacity, out);
      }
      out.endArray();
    }
  }

  private static void encode(ConsumedCapacity capacity, JsonWriter out) {
    out.beginObject().name("TableName").value(capacity.tableName());
    encodeUnits(capacity.total(), out);
    if (capacity.table() != null) {
      out.name("Table").beginObject();
      encodeUnits(capacity.table(), out);
      out.endObject();
    }
    encodeIndexes("LocalSecondaryIndexes", capacity.localSecondaryIndexes(), out);
    encodeIndexes("GlobalSecondaryIndexes", capacity.globalSecondaryIndexes(), out);
    out.endObject();
  }

  private static void encodeUnits(Capacity capacity, JsonWriter out) {
    out.name("CapacityUnits").value(capacity.capacityUnits());
    if (capacity.readUnits() != null) {
      out.name("ReadCapacityUnits").value(capacity.readUnits());
    }
    if (capacity.writeUnits() != null) {
      out.name("WriteCapacityUnits").value(capacity.writeUnits());
    }
  }

  private static void encodeIndexes(
      String member, @Nullable Map<String, Capacity> indexes, JsonWriter out) {
    if (indexes == null || indexes.isEmpty()) {
      return;
    }
    out.name(member).beginObject();
    for (Map.Entry<String, Capacity> index : indexes.entrySet()) {
      out.name(index.getKey()).beginObject();
      encodeUnits(index.getValue(), out);
      out.endObject();
    }
    out.endObject();
  }

  static void encodeMember(@Nullable ItemCollectionMetrics metrics, JsonWriter out) {
    if (metrics != null) {
      out.name("ItemCollectionMetrics");
      encode(metrics, out);
    }
  }

  static void encodeMember(
      @Nullable Map<String, List<ItemCollectionMetrics>> metricsByTable, JsonWriter out) {
    if (metricsByTable == null) {
      return;
    }
    out.name("ItemCollectionMetrics").beginObject();
    for (Map.Entry<String, List<ItemCollectionMetrics>> table : metricsByTable.entrySet()) {
      out.name(table.getKey()).beginArray();
      for (ItemCollectionMetrics metrics : table.getValue()) {
        encode(metrics, out);
      }
      out.endArray();
    }
    out.endObject();
  }

  private static void encode(ItemCollectionMetrics metrics, JsonWriter out) {
    out.beginObject().name("ItemCollectionKey");
    AttributeValueJson.write(metrics.itemCollectionKey(), out);
    out.name("SizeEstimateRangeGB")
        .beginArray()
        .value(metrics.sizeEstimateLowerGb())
        .value(metrics.sizeEstimateUpperGb())
        .endArray()
        .endObject();
  }
}
