package io.larder.store;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.EmptyKeyValues;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and checks primary keys, in the service's order and words. */
final class KeyReader {
  private static final String SCHEMA_MISMATCH =
      "The provided key element does not match the schema";
  private static final byte[] NO_SORT_KEY = {};

  private KeyReader() {}

  static PrimaryKey primaryKey(Table table, Map<String, AttributeValue> key) {
    KeyAttribute sortKey = table.sortKey();
    if (key.size() != (sortKey == null ? 1 : 2)) {
      throw validation(SCHEMA_MISMATCH);
    }
    byte[] partition = keyValue(table.partitionKey(), key);
    KeyLimits.checkPartitionKey(partition);
    byte[] sort = sortKey == null ? NO_SORT_KEY : keyValue(sortKey, key);
    KeyLimits.checkSortKey(sort);
    return new PrimaryKey(table.id(), table.coherenceId(), partition, sort);
  }

  private static byte[] keyValue(KeyAttribute attribute, Map<String, AttributeValue> key) {
    AttributeValue value = key.get(attribute.name());
    if (value == null || value.type() != attribute.type()) {
      throw validation(SCHEMA_MISMATCH);
    }
    return checked(attribute, value);
  }

  static PrimaryKey primaryKeyOfItem(Table table, Map<String, AttributeValue> item) {
    KeyAttribute sortKey = table.sortKey();
    byte[] partition = itemValue(table.partitionKey(), item);
    KeyLimits.checkPartitionKey(partition);
    byte[] sort = sortKey == null ? NO_SORT_KEY : itemValue(sortKey, item);
    KeyLimits.checkSortKey(sort);
    return new PrimaryKey(table.id(), table.coherenceId(), partition, sort);
  }

  private static byte[] itemValue(KeyAttribute attribute, Map<String, AttributeValue> item) {
    AttributeValue value = item.get(attribute.name());
    if (value == null) {
      throw invalidParameter("Missing the key " + attribute.name() + " in the item");
    }
    if (value.type() != attribute.type()) {
      throw invalidParameter(
          "Type mismatch for key "
              + attribute.name()
              + " expected: "
              + attribute.type()
              + " actual: "
              + value.type());
    }
    return checked(attribute, value);
  }

  private static byte[] checked(KeyAttribute attribute, AttributeValue value) {
    ServiceException empty = EmptyKeyValues.inTableKey(attribute.name(), value);
    if (empty != null) {
      throw empty;
    }
    return KeyBytes.of(value);
  }

  static @Nullable ServiceException emptyKeyValue(
      Table table, Map<String, AttributeValue> attributes) {
    for (KeyAttribute attribute : table.keySchema().attributes()) {
      AttributeValue value = attributes.get(attribute.name());
      if (value != null && value.type() == attribute.type()) {
        ServiceException empty = EmptyKeyValues.inTableKey(attribute.name(), value);
        if (empty != null) {
          return empty;
        }
      }
    }
    return null;
  }
}
