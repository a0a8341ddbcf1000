package io.larder.protocol.item;

import java.util.ArrayList;
import java.util.List;

/**
 * The key of a table or index: its partition-key attributes and its sort-key attributes, in order.
 * A table has one and at most one; a global secondary index up to four of each.
 */
public record KeySchema(List<KeyAttribute> partition, List<KeyAttribute> sort) {
  public KeySchema {
    partition = List.copyOf(partition);
    sort = List.copyOf(sort);
  }

  /** An attribute of a key and the type (S, N or B) that its values must have. */
  public record KeyAttribute(String name, AttributeValue.Type type) {}

  public boolean hasSortKey() {
    return !sort.isEmpty();
  }

  /** All key attributes, partition key first. */
  public List<KeyAttribute> attributes() {
    if (sort.isEmpty()) {
      return partition;
    }
    List<KeyAttribute> attributes = new ArrayList<>(partition);
    attributes.addAll(sort);
    return attributes;
  }

  public boolean contains(String attributeName) {
    return contains(partition, attributeName) || contains(sort, attributeName);
  }

  private static boolean contains(List<KeyAttribute> attributes, String name) {
    for (KeyAttribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
