package io.larder.store.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.expression.ValueOrder;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.partiql.Statement.OrderTerm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ORDER BY asks for: reads in the order of partition keys, each in that of sort keys. */
final class ReadOrder {
  private final List<OrderTerm> terms;
  private final KeySchema schema;

  ReadOrder(List<OrderTerm> terms, KeySchema schema) {
    this.terms = terms;
    this.schema = schema;
  }

  /** What is looked at before the values of keys are. */
  void checkTerms(boolean hasCondition) {
    if (!terms.isEmpty() && !hasCondition) {
      throw validation("Must have WHERE clause in the statement when using ORDER BY clause.");
    }
    for (OrderTerm term : terms) {
      if (term.fault() != null) {
        throw validation(term.fault());
      }
      if (!schema.contains(term.attribute())) {
        throw validation(
            "Attribute "
                + term.attribute()
                + " in ORDER BY clause must be part of the primary key");
      }
    }
  }

  /** The reads in order. */
  List<KeyedRead> sorted(@Nullable List<KeyedRead> reads) {
    if (reads == null) {
      throw validation(
          "Must have at least one non-optional hash key condition in WHERE clause when using"
              + " ORDER BY clause.");
    }
    OrderTerm partition = term(schema.partition().getFirst().name());
    boolean areSeveral = reads.stream().map(KeyedRead::partition).distinct().count() > 1;
    if (areSeveral && partition == null) {
      throw validation(
          "Must have hash key in ORDER BY clause when more than one hash key condition specified"
              + " in WHERE clause.");
    }
    Comparator<KeyedRead> byPartition =
        (one, other) -> ValueOrder.compare(one.partition(), other.partition());
    Comparator<KeyedRead> bySort = (one, other) -> one.range().compareTo(other.range());
    List<KeyedRead> sorted = new ArrayList<>(reads);
    sorted.sort(
        (partition != null && partition.isDescending() ? byPartition.reversed() : byPartition)
            .thenComparing(isForward() ? bySort : bySort.reversed()));
    return sorted;
  }

  /** A sort key that is not named is in descending order. */
  boolean isForward() {
    OrderTerm sort = schema.hasSortKey() ? term(schema.sort().getFirst().name()) : null;
    return sort != null && !sort.isDescending();
  }

  private @Nullable OrderTerm term(String attribute) {
    for (OrderTerm term : terms) {
      if (term.attribute().equals(attribute)) {
        return term;
      }
    }
    return null;
  }
}
