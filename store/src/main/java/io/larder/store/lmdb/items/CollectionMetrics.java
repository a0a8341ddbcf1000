package io.larder.store.lmdb.items;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.store.Index;
import io.larder.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports the item collections that writes changed, for tables with local secondary indexes. */
final class CollectionMetrics {
  // Collections are not measured: the estimate is the smallest range that the service reports.
  private static final double LOWER_GB = 0;
  private static final double UPPER_GB = 1;

  private CollectionMetrics() {}

  /** The answer's member, or null if not asked for or if the table has no item collections. */
  static @Nullable ItemCollectionMetrics of(
      ReturnItemCollectionMetrics asked, Table table, Map<String, AttributeValue> key) {
    if (asked == ReturnItemCollectionMetrics.NONE || !hasCollections(table)) {
      return null;
    }
    String partitionKey = table.partitionKey().name();
    AttributeValue value = key.get(partitionKey);
    return value == null
        ? null
        : new ItemCollectionMetrics(Map.of(partitionKey, value), LOWER_GB, UPPER_GB);
  }

  private static boolean hasCollections(Table table) {
    for (Index index : table.indexesByName()) {
      if (!index.isGlobal()) {
        return true;
      }
    }
    return false;
  }

  /** Adds the collection of one of several writes, once, under the request's name of the table. */
  static void add(
      Map<String, List<ItemCollectionMetrics>> metrics,
      ReturnItemCollectionMetrics asked,
      String tableName,
      Table table,
      Map<String, AttributeValue> key) {
    ItemCollectionMetrics collection = of(asked, table, key);
    if (collection != null) {
      var ofTable = metrics.computeIfAbsent(tableName, _ -> new ArrayList<>());
      if (!ofTable.contains(collection)) {
        ofTable.add(collection);
      }
    }
  }
}
