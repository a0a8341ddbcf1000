package io.larder.protocol.expression;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.KeyCondition.SortRange;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.EmptyKeyValues;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The key condition of a Query before the table's or index's key schema is known. */
public final class KeyConditionExpression {
  private final List<KeyClause> clauses;
  private final boolean isLegacy;

  private KeyConditionExpression(List<KeyClause> clauses, boolean isLegacy) {
    this.clauses = List.copyOf(clauses);
    this.isLegacy = isLegacy;
  }

  /**
   * A condition as a key condition.
   *
   * @throws ServiceException Validation, if the condition is of a form that no key condition has
   */
  public static KeyConditionExpression of(ConditionExpression condition) {
    return new KeyConditionExpression(KeyClauses.of(condition.condition()), false);
  }

  /** KeyConditions, which have checks of their own. */
  public static KeyConditionExpression ofLegacy(List<KeyClause> clauses) {
    return new KeyConditionExpression(clauses, true);
  }

  /** The conditions on attributes of the key, in their order. */
  public List<KeyClause> clauses() {
    return clauses;
  }

  /**
   * The condition against {@code schema}.
   *
   * @param indexName the index that the schema is of, null for a table
   * @throws ServiceException Validation, if it does not fit the schema; EmptyKeyValue
   */
  public KeyCondition resolve(KeySchema schema, @Nullable String indexName) {
    checkCount(schema);
    checkPresent(schema);
    if (isLegacy) {
      checkIndexable();
      checkTypes(schema);
    }
    checkPartitionIsFixed(schema);
    KeyCondition resolved = resolveSort(schema);
    checkTypes(schema);
    checkNotEmpty(indexName);
    return resolved;
  }

  private void checkCount(KeySchema schema) {
    int attributes = schema.partition().size() + schema.sort().size();
    if (clauses.size() > attributes) {
      throw validation(
          "The number of query conditions ("
              + clauses.size()
              + ") exceeds the number of key attributes defined in the schema ("
              + attributes
              + ")");
    }
  }

  private @Nullable KeyClause clause(KeyAttribute attribute) {
    for (KeyClause clause : clauses) {
      if (clause.attribute().equals(attribute.name())) {
        return clause;
      }
    }
    return null;
  }

  private boolean isFixed(KeyAttribute attribute) {
    KeyClause clause = clause(attribute);
    return clause != null && clause.isEquality();
  }

  private String namesNotFixed(List<KeyAttribute> attributes) {
    return attributes.stream()
        .filter(attribute -> !isFixed(attribute))
        .map(KeyAttribute::name)
        .collect(Collectors.joining(", "));
  }

  /** Checks that conditions are on attributes of the key, and all of the partition key has one. */
  private void checkPresent(KeySchema schema) {
    for (KeyAttribute attribute : schema.partition()) {
      if (clause(attribute) == null) {
        throw partitionNotFixed(schema);
      }
    }
    for (KeyClause clause : clauses) {
      if (!schema.contains(clause.attribute())) {
        // There are no more conditions than key attributes, so some sort-key attribute goes
        // without.
        throw missed(
            schema.sort().stream()
                .filter(attribute -> clause(attribute) == null)
                .map(KeyAttribute::name)
                .findFirst()
                .orElse(""));
      }
    }
  }

  private void checkPartitionIsFixed(KeySchema schema) {
    for (KeyAttribute attribute : schema.partition()) {
      if (!isFixed(attribute)) {
        throw partitionNotFixed(schema);
      }
    }
  }

  private ServiceException partitionNotFixed(KeySchema schema) {
    String missing = namesNotFixed(schema.partition());
    if (schema.partition().size() > 1 || schema.sort().size() > 1) {
      return validation(
          "HASH key attributes "
              + missing
              + " must have equality conditions specified in the query");
    }
    return clause(schema.partition().getFirst()) == null
        ? missed(missing)
        : validation("Query key condition not supported");
  }

  private static ServiceException missed(String attribute) {
    return validation("Query condition missed key schema element: " + attribute);
  }

  private KeyCondition resolveSort(KeySchema schema) {
    List<AttributeValue> partition = new ArrayList<>(schema.partition().size());
    for (KeyAttribute attribute : schema.partition()) {
      KeyClause clause = clause(attribute);
      if (clause != null) {
        partition.add(clause.values().getFirst());
      }
    }
    List<KeyAttribute> sort = schema.sort();
    int last = sort.size() - 1;
    while (last >= 0 && clause(sort.get(last)) == null) {
      last--;
    }
    if (last < 0) {
      return new KeyCondition(partition, List.of(), null);
    }
    String missing = namesNotFixed(sort.subList(0, last));
    if (!missing.isEmpty()) {
      throw validation(
          "RANGE key attributes "
              + missing
              + " must have equality conditions specified in the query because a condition is"
              + " present on key attribute "
              + sort.get(last).name());
    }
    List<AttributeValue> sortEquals = new ArrayList<>(last + 1);
    SortRange range = null;
    for (KeyAttribute attribute : sort.subList(0, last + 1)) {
      KeyClause clause = clause(attribute);
      if (clause == null) {
        continue;
      }
      if (clause.isEquality()) {
        sortEquals.add(clause.values().getFirst());
      } else {
        range = range(clause);
      }
    }
    return new KeyCondition(partition, sortEquals, range);
  }

  private static SortRange range(KeyClause clause) {
    AttributeValue first = clause.values().getFirst();
    return switch (clause.operator()) {
      case LT -> new SortRange.LessThan(first, false);
      case LE -> new SortRange.LessThan(first, true);
      case GT -> new SortRange.GreaterThan(first, false);
      case GE -> new SortRange.GreaterThan(first, true);
      case BETWEEN -> new SortRange.Between(first, clause.values().getLast());
      case BEGINS_WITH -> new SortRange.BeginsWith(first);
      case EQ, NOT_INDEXABLE -> throw new IllegalStateException("no range: " + clause);
    };
  }

  private void checkTypes(KeySchema schema) {
    for (KeyAttribute attribute : schema.attributes()) {
      KeyClause clause = clause(attribute);
      if (clause != null) {
        for (AttributeValue value : clause.values()) {
          if (value.type() != attribute.type()) {
            throw invalidParameter("Condition parameter type does not match schema type");
          }
        }
      }
    }
  }

  private void checkIndexable() {
    for (KeyClause clause : clauses) {
      if (clause.operator() == KeyClause.Operator.NOT_INDEXABLE) {
        throw validation("Attempted conditional constraint is not an indexable operation");
      }
    }
  }

  private void checkNotEmpty(@Nullable String indexName) {
    for (KeyClause clause : clauses) {
      for (AttributeValue value : clause.values()) {
        ServiceException empty =
            indexName == null
                ? EmptyKeyValues.inTableKey(clause.attribute(), value)
                : EmptyKeyValues.inIndexKey(indexName, clause.attribute(), value);
        if (empty != null) {
          throw empty;
        }
      }
    }
  }

  /** The attributes that the expression mentions. */
  public Set<String> topLevelNames() {
    Set<String> names = new LinkedHashSet<>();
    for (KeyClause clause : clauses) {
      names.add(clause.attribute());
    }
    return Collections.unmodifiableSet(names);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyConditionExpression that
        && clauses.equals(that.clauses)
        && isLegacy == that.isLegacy;
  }

  @Override
  public int hashCode() {
    return clauses.hashCode();
  }

  @Override
  public String toString() {
    return clauses.toString();
  }
}
