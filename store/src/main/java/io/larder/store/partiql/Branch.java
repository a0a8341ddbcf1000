package io.larder.store.partiql;

import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.KeyClause.Operator;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the alternatives of a condition: what of it must hold together. A condition is taken apart
 * into such only where an alternative says something of the key; others are left whole, as filters.
 */
final class Branch {
  /** More alternatives than any statement may read. */
  private static final int MAX_BRANCHES = 1000;

  private final List<KeyTerm> partition = new ArrayList<>(1);
  private final List<KeyTerm> sort = new ArrayList<>(1);
  private final List<Condition> rest = new ArrayList<>();
  private boolean isOpen;

  private Branch(List<Condition> conditions, KeySchema schema) {
    String partitionKey = schema.partition().getFirst().name();
    String sortKey = sortKey(schema);
    for (Condition condition : conditions) {
      KeyTerm ofPartition = KeyTerm.of(condition, partitionKey);
      KeyTerm ofSort = sortKey == null ? null : KeyTerm.of(condition, sortKey);
      if (ofPartition != null && ofPartition.isEquality()) {
        addDistinct(ofPartition, partition);
      } else if (ofSort != null && ofSort.isIndexable()) {
        addDistinct(ofSort, sort);
      } else {
        isOpen |= ofSort != null;
        rest.add(condition);
      }
    }
  }

  private static @Nullable String sortKey(KeySchema schema) {
    return schema.hasSortKey() ? schema.sort().getFirst().name() : null;
  }

  private static void addDistinct(KeyTerm term, List<KeyTerm> terms) {
    if (terms.stream().noneMatch(term::means)) {
      terms.add(term);
    }
  }

  /** The alternatives of a condition; null if they are too many to be looked at. */
  static @Nullable List<Branch> of(Condition condition, KeySchema schema) {
    List<List<Condition>> alternatives = alternatives(condition, schema);
    if (alternatives == null) {
      return null;
    }
    return alternatives.stream().map(conditions -> new Branch(conditions, schema)).toList();
  }

  private static @Nullable List<List<Condition>> alternatives(
      Condition condition, KeySchema schema) {
    return switch (condition) {
      case Condition.All(var conditions) -> product(conditions, schema);
      case Condition.Any(var conditions) when mentionsKey(condition, schema) ->
          union(conditions, schema);
      default -> List.of(List.of(condition));
    };
  }

  private static @Nullable List<List<Condition>> union(
      List<Condition> conditions, KeySchema schema) {
    List<List<Condition>> all = new ArrayList<>();
    for (Condition condition : conditions) {
      List<List<Condition>> some = alternatives(condition, schema);
      if (some == null || all.size() + some.size() > MAX_BRANCHES) {
        return null;
      }
      all.addAll(some);
    }
    return all;
  }

  private static @Nullable List<List<Condition>> product(
      List<Condition> conditions, KeySchema schema) {
    List<List<Condition>> all = List.of(List.of());
    for (Condition condition : conditions) {
      List<List<Condition>> some = alternatives(condition, schema);
      if (some == null || (long) all.size() * some.size() > MAX_BRANCHES) {
        return null;
      }
      List<List<Condition>> joined = new ArrayList<>(all.size() * some.size());
      for (List<Condition> one : all) {
        for (List<Condition> other : some) {
          List<Condition> both = new ArrayList<>(one);
          both.addAll(other);
          joined.add(both);
        }
      }
      all = joined;
    }
    return all;
  }

  private static boolean mentionsKey(Condition condition, KeySchema schema) {
    return switch (condition) {
      case Condition.All(var conditions) ->
          conditions.stream().anyMatch(part -> mentionsKey(part, schema));
      case Condition.Any(var conditions) ->
          conditions.stream().anyMatch(part -> mentionsKey(part, schema));
      default -> {
        for (KeyAttribute attribute : schema.attributes()) {
          KeyTerm term = KeyTerm.of(condition, attribute.name());
          if (term != null && (term.isIndexable() || schema.sort().contains(attribute))) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  /** True if every alternative names partition keys. */
  static boolean areKeyed(Condition condition, KeySchema schema) {
    return switch (condition) {
      case Condition.All(var conditions) ->
          conditions.stream().anyMatch(part -> areKeyed(part, schema));
      case Condition.Any(var conditions) ->
          conditions.stream().allMatch(part -> areKeyed(part, schema));
      default -> {
        KeyTerm term = KeyTerm.of(condition, schema.partition().getFirst().name());
        yield term != null && term.isEquality();
      }
    };
  }

  /** What it says of the partition key; null unless that is one thing. */
  @Nullable KeyTerm partition() {
    return partition.size() == 1 ? partition.getFirst() : null;
  }

  /** What it says of the sort key by which a read can look for it. */
  List<KeyTerm> sort() {
    return sort;
  }

  /** What is left when the key is looked for; it may still be about the key. */
  List<Condition> rest() {
    return rest;
  }

  /** True if it says of the sort key what no read can look for, or several things. */
  boolean isOpen() {
    return isOpen || sort.size() > 1;
  }

  /** The one range that all terms of the sort key bound, null if they do not make one. */
  @Nullable KeyTerm range() {
    if (sort.size() != 2) {
      return null;
    }
    KeyTerm one = sort.getFirst();
    KeyTerm other = sort.getLast();
    KeyTerm lower = isLower(one) ? one : other;
    KeyTerm upper = isLower(one) ? other : one;
    boolean isRange =
        isLower(lower)
            && (upper.operator() == Operator.LT || upper.operator() == Operator.LE)
            && SortRange.isOrdered(lower.values().getFirst(), upper.values().getFirst());
    return isRange
        ? new KeyTerm(
            Operator.BETWEEN, List.of(lower.values().getFirst(), upper.values().getFirst()))
        : null;
  }

  private static boolean isLower(KeyTerm term) {
    return term.operator() == Operator.GT || term.operator() == Operator.GE;
  }
}
