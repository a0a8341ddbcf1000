package io.larder.protocol.json.client;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads consumed capacity and item collection metrics. */
final class CapacityReader {
  private static final int READ_BLOCK = 4096;

  private CapacityReader() {}

  static ConsumedCapacity capacity(AnswerReader in) {
    var units = new Units();
    String tableName = "";
    Capacity table = null;
    Map<String, Capacity> localIndexes = null;
    Map<String, Capacity> globalIndexes = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "TableName" -> tableName = in.string();
        case "Table" -> table = units(in);
        case "LocalSecondaryIndexes" -> localIndexes = indexes(in);
        case "GlobalSecondaryIndexes" -> globalIndexes = indexes(in);
        default -> units.read(in);
      }
    }
    boolean isOfIndexes = table != null || localIndexes != null || globalIndexes != null;
    return new ConsumedCapacity(
        tableName,
        units.toCapacity(),
        table,
        localIndexes == null && isOfIndexes ? Map.of() : localIndexes,
        globalIndexes == null && isOfIndexes ? Map.of() : globalIndexes);
  }

  static List<ConsumedCapacity> capacities(AnswerReader in) {
    return in.all(CapacityReader::capacity);
  }

  private static Map<String, Capacity> indexes(AnswerReader in) {
    Map<String, Capacity> indexes = new LinkedHashMap<>();
    in.beginObject();
    while (in.nextMember()) {
      String index = in.name();
      indexes.put(index, units(in));
    }
    return indexes;
  }

  private static Capacity units(AnswerReader in) {
    var units = new Units();
    in.beginObject();
    while (in.nextMember()) {
      units.read(in);
    }
    return units.toCapacity();
  }

  /** The members of a capacity. */
  private static final class Units {
    private double all;
    private @Nullable Double read;
    private @Nullable Double write;

    void read(AnswerReader in) {
      switch (in.name()) {
        case "CapacityUnits" -> all = in.number();
        case "ReadCapacityUnits" -> read = in.number();
        case "WriteCapacityUnits" -> write = in.number();
        default -> in.skip();
      }
    }

    Capacity toCapacity() {
      return new Capacity(all, read, write);
    }
  }

  static ItemCollectionMetrics metrics(AnswerReader in) {
    Map<String, AttributeValue> key = Map.of();
    double lower = 0;
    double upper = 0;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "ItemCollectionKey" -> key = in.attributes();
        case "SizeEstimateRangeGB" -> {
          in.beginArray();
          for (int i = 0; in.nextElement(); i++) {
            double bound = in.number();
            lower = i == 0 ? bound : lower;
            upper = bound;
          }
        }
        default -> in.skip();
      }
    }
    return new ItemCollectionMetrics(key, lower, upper);
  }

  static Map<String, List<ItemCollectionMetrics>> metricsByTable(AnswerReader in) {
    Map<String, List<ItemCollectionMetrics>> byTable = new LinkedHashMap<>();
    in.beginObject();
    while (in.nextMember()) {
      String table = in.name();
      byTable.put(table, in.all(CapacityReader::metrics));
    }
    return byTable;
  }

  /**
   * What a page must have cost for the upstream to charge so much: whoever charges for it again,
   * consistently read or not, comes to the same units. If the upstream did not say, no more is
   * known than how large the items are.
   */
  static PageCost cost(
      @Nullable ConsumedCapacity consumed, PageRequest page, @Nullable List<Item> items) {
    if (consumed == null) {
      long bytes = 0;
      for (Item item : items == null ? List.<Item>of() : items) {
        bytes += item.size();
      }
      return new PageCost(bytes, 0);
    }
    double total = consumed.total().capacityUnits();
    Capacity table = consumed.table();
    double fetched = page.indexName() == null || table == null ? 0 : table.capacityUnits();
    double unitsOfBlock = page.consistentRead() ? 1 : 0.5;
    return new PageCost(
        Math.round((total - fetched) / unitsOfBlock) * READ_BLOCK,
        Math.round(fetched / unitsOfBlock));
  }
}
