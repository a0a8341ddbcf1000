package io.larder.protocol.item;

import java.util.List;
import java.util.stream.Stream;

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
    return Stream.concat(partition.stream(), sort.stream()).toList();
  }

  public boolean contains(String attributeName) {
    return attributes().stream().anyMatch(attribute -> attribute.name().equals(attributeName));
  }
}
