package io.larder.store;

import static io.larder.protocol.error.ServiceException.invalidParameter;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.EmptyKeyValues;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.ProjectionType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where an item stands in a secondary index, and what the index holds of it. */
public final class IndexKeys {
  private IndexKeys() {}

  /**
   * The item's primary key in the index, or null if the item is not in it (an attribute is missing,
   * or, in an index made later than the item, of another type or too long).
   */
  public static @Nullable PrimaryKey of(Index index, Map<String, AttributeValue> item) {
    List<AttributeValue> partition = values(index.keySchema().partition(), item);
    List<AttributeValue> sort = partition == null ? null : values(index.keySchema().sort(), item);
    return partition == null || sort == null || KeyLimits.exceeded(partition, sort) != null
        ? null
        : new PrimaryKey(
            index.id(), index.coherenceId(), KeyBytes.partition(partition), KeyBytes.sort(sort));
  }

  private static @Nullable List<AttributeValue> values(
      List<KeyAttribute> attributes, Map<String, AttributeValue> item) {
    List<AttributeValue> values = new ArrayList<>(attributes.size());
    for (KeyAttribute attribute : attributes) {
      AttributeValue value = item.get(attribute.name());
      if (value == null || value.type() != attribute.type() || EmptyKeyValues.isEmpty(value)) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /** The attributes of {@code item} that the index holds. */
  public static Map<String, AttributeValue> project(
      Table table, Index index, Map<String, AttributeValue> item) {
    if (index.projection().projectionType() == ProjectionType.ALL) {
      return item;
    }
    List<String> included =
        Objects.requireNonNullElse(index.projection().nonKeyAttributes(), List.of());
    Map<String, AttributeValue> projected = new LinkedHashMap<>();
    item.forEach(
        (name, value) -> {
          if (table.keySchema().contains(name)
              || index.keySchema().contains(name)
              || included.contains(name)) {
            projected.put(name, value);
          }
        });
    return projected;
  }

  /**
   * Checks the index key attributes of an item that is to be stored; names the first offending
   * index by name, as the service does.
   *
   * @param before the image that an UpdateItem changes, whose unchanged attributes are not judged
   *     again; null for a put
   * @throws io.larder.protocol.error.ServiceException Validation or EmptyKeyValue
   */
  public static void check(
      Table table, @Nullable Map<String, AttributeValue> before, Map<String, AttributeValue> item) {
    for (Index index : table.indexesByName()) {
      boolean isAffected = false;
      for (KeyAttribute attribute : index.keySchema().attributes()) {
        AttributeValue value = item.get(attribute.name());
        if (value != null && (before == null || !value.equals(before.get(attribute.name())))) {
          isAffected = true;
          check(index, attribute, value, before != null);
        }
      }
      if (isAffected) {
        checkSize(index, item);
      }
    }
  }

  private static void checkSize(Index index, Map<String, AttributeValue> item) {
    List<AttributeValue> partition = values(index.keySchema().partition(), item);
    List<AttributeValue> sort = values(index.keySchema().sort(), item);
    ServiceException exceeded =
        KeyLimits.exceeded(
            Objects.requireNonNullElse(partition, List.of()),
            Objects.requireNonNullElse(sort, List.of()));
    if (exceeded != null) {
      throw exceeded;
    }
  }

  private static void check(
      Index index, KeyAttribute attribute, AttributeValue value, boolean isUpdate) {
    if (value.type() != attribute.type()) {
      throw invalidParameter(
          Messages.indexKeyMismatch(
              attribute.name(), attribute.type(), value.type(), index.name()));
    }
    ServiceException empty =
        isUpdate
            ? EmptyKeyValues.updatedInIndexKey(value)
            : EmptyKeyValues.inIndexKey(index.name(), attribute.name(), value);
    if (empty != null) {
      throw empty;
    }
  }

  static List<Index> byName(Map<String, Index> indexes) {
    return indexes.values().stream().sorted(Comparator.comparing(Index::name)).toList();
  }
}
