package io.larder.store.lmdb.layout;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.ProjectionType;
import io.larder.store.Index;
import io.larder.store.IndexKeys;
import io.larder.store.PagePlan;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a Query or Scan reads: a table, or one of its indexes. */
public record Source(Table table, @Nullable Index index) {

  public static Source of(PagePlan plan) {
    return new Source(plan.table(), plan.index());
  }

  int id() {
    return index == null ? table.id() : index.id();
  }

  public KeySchema keySchema() {
    return index == null ? table.keySchema() : index.keySchema();
  }

  /** True if no two entries have the same partition key, so that a Query finds one at most. */
  public boolean hasOneEntryPerPartition() {
    return index == null && table.sortKey() == null;
  }

  /** True if every entry has all attributes of its item. */
  public boolean holdsEverything() {
    return index == null || index.projection().projectionType() == ProjectionType.ALL;
  }

  public boolean holds(String attribute) {
    return index == null
        || holdsEverything()
        || table.keySchema().contains(attribute)
        || index.keySchema().contains(attribute)
        || Objects.requireNonNullElse(index.projection().nonKeyAttributes(), List.<String>of())
            .contains(attribute);
  }

  /** Place of an entry that has these key attributes; null if no entry can have them. */
  public @Nullable RecordKey at(KeyLayout layout, Map<String, AttributeValue> key) {
    if (index == null) {
      return layout.ofItem(table.primaryKey(key));
    }
    PrimaryKey indexKey = IndexKeys.of(index, key);
    return indexKey == null
        ? null
        : layout.ofEntry(index, indexKey, table.primaryKey(only(table.keySchema(), key)));
  }

  /** The key attributes of an entry, by which a later page can start after it. */
  public Map<String, AttributeValue> keyOf(Map<String, AttributeValue> entry) {
    Map<String, AttributeValue> key = only(keySchema(), entry);
    if (index != null) {
      key.putAll(only(table.keySchema(), entry));
    }
    return key;
  }

  public static Map<String, AttributeValue> only(
      KeySchema schema, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (KeyAttribute attribute : schema.attributes()) {
      AttributeValue value = attributes.get(attribute.name());
      if (value != null) {
        key.put(attribute.name(), value);
      }
    }
    return key;
  }
}
