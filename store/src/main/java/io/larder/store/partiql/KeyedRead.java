package io.larder.store.partiql;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One read of an item collection that a statement comes to.
 *
 * @param sort which part of the collection; null for all of it
 */
record KeyedRead(AttributeValue partition, @Nullable KeyTerm sort) {
  SortRange range() {
    return SortRange.of(sort);
  }

  boolean overlaps(KeyedRead other) {
    return partition.equals(other.partition) && range().overlaps(other.range());
  }

  /** The key of the one item that is read; null if there may be several. */
  @Nullable Map<String, AttributeValue> key(KeySchema schema) {
    Map<String, AttributeValue> key = new LinkedHashMap<>(4);
    key.put(schema.partition().getFirst().name(), partition);
    if (schema.hasSortKey()) {
      if (sort == null || !sort.isEquality()) {
        return null;
      }
      key.put(schema.sort().getFirst().name(), sort.values().getFirst());
    }
    return key;
  }

  KeyConditionExpression condition(KeySchema schema) {
    Condition ofPartition = compare(schema.partition().getFirst().name(), Comparison.EQ, partition);
    return KeyConditionExpression.of(
        ConditionExpression.ofChecked(
            sort == null
                ? ofPartition
                : new Condition.All(
                    List.of(ofPartition, condition(schema.sort().getFirst().name(), sort)))));
  }

  private static Condition condition(String attribute, KeyTerm term) {
    AttributeValue first = term.values().getFirst();
    return switch (term.operator()) {
      case EQ -> compare(attribute, Comparison.EQ, first);
      case LT -> compare(attribute, Comparison.LT, first);
      case LE -> compare(attribute, Comparison.LE, first);
      case GT -> compare(attribute, Comparison.GT, first);
      case GE -> compare(attribute, Comparison.GE, first);
      case BETWEEN ->
          new Condition.Between(
              DocumentPath.ofAttribute(attribute),
              new Operand.Literal(first),
              new Operand.Literal(term.values().get(1)));
      case BEGINS_WITH ->
          new Condition.BeginsWith(DocumentPath.ofAttribute(attribute), new Operand.Literal(first));
      case NOT_INDEXABLE -> throw new IllegalArgumentException("no read looks for " + term);
    };
  }

  private static Condition compare(String attribute, Comparison comparison, AttributeValue value) {
    return new Condition.Compare(
        DocumentPath.ofAttribute(attribute), comparison, new Operand.Literal(value));
  }
}
