package io.larder.protocol.dax.response;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.value.ValueEncoder;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes consumed capacity, which transactions give in another form than all else, and item
 * collection metrics. Arrays and maps are empty where there is nothing to tell: not every client
 * takes null for them or in them.
 */
final class CapacityEncoder {
  private static final int UNITS = 1;
  private static final int READ_UNITS = 2;
  private static final int WRITE_UNITS = 3;
  private static final int TABLE_NAME = 4;
  private static final int TABLE = 5;
  private static final int GLOBAL_INDEXES = 6;
  private static final int LOCAL_INDEXES = 7;

  private CapacityEncoder() {}

  static void encodePlain(@Nullable List<ConsumedCapacity> capacities, CborWriter out) {
    if (capacities == null) {
      out.beginArray(0);
      return;
    }
    out.beginArray(capacities.size());
    for (ConsumedCapacity capacity : capacities) {
      encodePlain(capacity, out);
    }
  }

  static void encodePlain(ConsumedCapacity capacity, CborWriter out) {
    int begun = out.beginBytes();
    out.writeText(capacity.tableName()).writeDouble(capacity.total().capacityUnits());
    if (capacity.table() == null) {
      out.writeNull();
    } else {
      out.writeDouble(capacity.table().capacityUnits());
    }
    encodePlainIndexes(capacity.globalSecondaryIndexes(), out);
    encodePlainIndexes(capacity.localSecondaryIndexes(), out);
    out.endBytes(begun);
  }

  private static void encodePlainIndexes(@Nullable Map<String, Capacity> indexes, CborWriter out) {
    if (indexes == null || indexes.isEmpty()) {
      out.writeNull();
      return;
    }
    out.beginMap(indexes.size());
    indexes.forEach((name, capacity) -> out.writeText(name).writeDouble(capacity.capacityUnits()));
  }

  static void encodeExtended(@Nullable List<ConsumedCapacity> capacities, CborWriter out) {
    if (capacities == null) {
      out.beginArray(0);
      return;
    }
    out.beginArray(capacities.size());
    for (ConsumedCapacity capacity : capacities) {
      encodeExtended(capacity, out);
    }
  }

  private static void encodeExtended(ConsumedCapacity capacity, CborWriter out) {
    out.beginIndefiniteMap().writeInt(TABLE_NAME).writeText(capacity.tableName());
    encodeUnits(capacity.total(), out);
    if (capacity.table() != null) {
      out.writeInt(TABLE).beginIndefiniteMap();
      encodeUnits(capacity.table(), out);
      out.endIndefinite();
    }
    encodeExtendedIndexes(GLOBAL_INDEXES, capacity.globalSecondaryIndexes(), out);
    encodeExtendedIndexes(LOCAL_INDEXES, capacity.localSecondaryIndexes(), out);
    out.endIndefinite();
  }

  private static void encodeExtendedIndexes(
      int key, @Nullable Map<String, Capacity> indexes, CborWriter out) {
    if (indexes == null || indexes.isEmpty()) {
      return;
    }
    out.writeInt(key).beginMap(indexes.size());
    indexes.forEach(
        (name, capacity) -> {
          out.writeText(name).beginIndefiniteMap();
          encodeUnits(capacity, out);
          out.endIndefinite();
        });
  }

  private static void encodeUnits(Capacity capacity, CborWriter out) {
    out.writeInt(UNITS).writeDouble(capacity.capacityUnits());
    if (capacity.readUnits() != null) {
      out.writeInt(READ_UNITS).writeDouble(capacity.readUnits());
    }
    if (capacity.writeUnits() != null) {
      out.writeInt(WRITE_UNITS).writeDouble(capacity.writeUnits());
    }
  }

  static void encode(
      @Nullable Map<String, List<ItemCollectionMetrics>> metricsByTable, CborWriter out) {
    if (metricsByTable == null) {
      out.beginMap(0);
      return;
    }
    out.beginMap(metricsByTable.size());
    metricsByTable.forEach(
        (table, ofTable) -> {
          out.writeText(table).beginArray(ofTable.size());
          for (ItemCollectionMetrics metrics : ofTable) {
            encode(metrics, out);
          }
        });
  }

  static void encode(ItemCollectionMetrics metrics, CborWriter out) {
    int begun = out.beginBytes();
    for (AttributeValue partitionKey : metrics.itemCollectionKey().values()) {
      ValueEncoder.write(partitionKey, out);
    }
    out.writeDouble(metrics.sizeEstimateLowerGb()).writeDouble(metrics.sizeEstimateUpperGb());
    out.endBytes(begun);
  }
}
