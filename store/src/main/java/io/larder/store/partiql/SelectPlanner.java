package io.larder.store.partiql;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.partiql.Statement.Select;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.store.Index;
import io.larder.store.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans a SELECT: where every alternative of its condition names partition keys, by one read for
 * each key or part of a collection; else by a scan.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html">
 *     PartiQL select statements</a>
 */
final class SelectPlanner {
  private final Select select;
  private final Table table;
  private final @Nullable Index index;
  private final KeySchema schema;
  private final ReadOrder order;

  private SelectPlanner(Select select, Table table, @Nullable Index index) {
    this.select = select;
    this.table = table;
    this.index = index;
    this.schema = index == null ? table.keySchema() : index.keySchema();
    this.order = new ReadOrder(select.order(), schema);
  }

  /**
   * @throws ServiceException Validation, in the words for statements
   */
  static SelectPlan plan(Select select, Table table, boolean consistentRead) {
    Index index = index(select, table);
    return new SelectPlanner(select, table, index).plan(consistentRead);
  }

  private static @Nullable Index index(Select select, Table table) {
    if (select.indexName() == null) {
      return null;
    }
    Index index = table.index(select.indexName());
    if (index == null) {
      throw validation("The table does not have the specified index");
    }
    if (index.keySchema().partition().size() > 1 || index.keySchema().sort().size() > 1) {
      throw validation(
          "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or"
              + " multi-attribute RANGE keys.");
    }
    return index;
  }

  private SelectPlan plan(boolean consistentRead) {
    Condition condition = select.condition();
    order.checkTerms(condition != null);
    List<Branch> branches = branches(condition);
    checkTypes(branches);
    List<KeyedRead> reads = reads(branches);
    boolean isForward = true;
    if (!select.order().isEmpty()) {
      isForward = order.isForward();
      reads = order.sorted(reads);
    }
    if (consistentRead && index != null && index.isGlobal()) {
      throw validation("Strongly consistent read is not supported on Global Secondary Indexes");
    }
    checkProjected();
    List<Condition> rest = condition == null ? List.of() : List.of(condition);
    if (reads != null && branches.size() == 1) {
      rest = rest(branches.getFirst());
      checkFilterIsHeld(rest);
    }
    ConditionExpression filter = expression(rest);
    boolean arePoints = index == null && reads != null && arePoints(reads);
    // Of an item that was fetched from the table the store would look at all attributes.
    boolean isPushed =
        missing(filter).isEmpty() && (reads == null || (!arePoints && !mentionsKey(filter)));
    return new SelectPlan(
        select,
        schema,
        reads,
        isForward,
        arePoints,
        reads != null && branches.stream().anyMatch(SelectPlanner::isList),
        isPushed ? filter : null,
        isPushed ? null : rest(filter));
  }

  private SelectPlan.@Nullable Rest rest(@Nullable ConditionExpression filter) {
    if (filter == null) {
      return null;
    }
    Set<String> attributes = new HashSet<>(filter.topLevelNames());
    attributes.removeAll(missing(filter));
    return new SelectPlan.Rest(filter, attributes);
  }

  /**
   * The alternatives; none if there is no condition, or if they are too many for a scan to care.
   */
  private List<Branch> branches(@Nullable Condition condition) {
    if (condition == null) {
      return List.of();
    }
    List<Branch> branches = Branch.of(condition, schema);
    if (branches == null && Branch.areKeyed(condition, schema)) {
      throw tooMany();
    }
    return branches == null ? List.of() : branches;
  }

  private static boolean isList(Branch branch) {
    KeyTerm partition = branch.partition();
    return partition != null && partition.values().size() > 1;
  }

  /** Values of keys are looked at as far as each alternative names one key. */
  private void checkTypes(List<Branch> branches) {
    for (Branch branch : branches) {
      KeyTerm partition = branch.partition();
      if (partition == null || branch.sort().size() > 1) {
        return;
      }
      for (AttributeValue value : partition.values()) {
        KeyTypes.check(schema.partition().getFirst(), value);
      }
      for (KeyTerm term : branch.sort()) {
        for (AttributeValue value : term.values()) {
          KeyTypes.check(schema.sort().getFirst(), value);
        }
      }
    }
  }

  /** The reads that all alternatives come to; null if one of them names no key. */
  private @Nullable List<KeyedRead> reads(List<Branch> branches) {
    if (branches.isEmpty() || branches.stream().anyMatch(branch -> !isReadable(branch))) {
      return null;
    }
    List<KeyedRead> reads = new ArrayList<>();
    for (Branch branch : branches) {
      KeyTerm partition = branch.partition();
      for (AttributeValue value :
          partition == null ? List.<AttributeValue>of() : partition.values()) {
        add(value, branch, reads);
      }
    }
    if (branches.stream().anyMatch(Branch::isOpen)) {
      return merged(reads);
    }
    rejectOverlaps(reads);
    return reads;
  }

  /** Reads that give each item once: where some overlap, all of the collection is read. */
  private static List<KeyedRead> merged(List<KeyedRead> reads) {
    Set<AttributeValue> overlapping = new HashSet<>();
    for (int i = 0; i < reads.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (reads.get(i).overlaps(reads.get(j))) {
          overlapping.add(reads.get(i).partition());
        }
      }
    }
    Set<KeyedRead> merged = new LinkedHashSet<>();
    for (KeyedRead read : reads) {
      boolean isWhole = overlapping.contains(read.partition());
      merged.add(isWhole ? new KeyedRead(read.partition(), null) : read);
    }
    return List.copyOf(merged);
  }

  /** Of keys of another type there is nothing, which a scan finds out. */
  private boolean isReadable(Branch branch) {
    KeyTerm partition = branch.partition();
    return partition != null
        && partition.values().stream()
            .allMatch(value -> value.type() == schema.partition().getFirst().type())
        && branch.sort().stream()
            .flatMap(term -> term.values().stream())
            .allMatch(value -> value.type() == schema.sort().getFirst().type());
  }

  private static void add(AttributeValue partition, Branch branch, List<KeyedRead> reads) {
    KeyTerm sort = branch.sort().size() == 1 ? branch.sort().getFirst() : branch.range();
    if (sort != null && sort.isEquality()) {
      for (AttributeValue value : sort.values()) {
        reads.add(new KeyedRead(partition, new KeyTerm(sort.operator(), List.of(value))));
      }
    } else {
      reads.add(new KeyedRead(partition, sort));
    }
    if (reads.size() > ServiceQuotas.MAX_DECOMPOSED_READS) {
      throw tooMany();
    }
  }

  private static ServiceException tooMany() {
    return validation("Too many decomposed read operations for a given query.");
  }

  private static void rejectOverlaps(List<KeyedRead> reads) {
    for (int i = 0; i < reads.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (reads.get(i).overlaps(reads.get(j))) {
          throw validation(
              "Overlapping conditions with range keys are not supported in where clause");
        }
      }
    }
  }

  private boolean arePoints(List<KeyedRead> reads) {
    return reads.stream().allMatch(read -> read.key(schema) != null);
  }

  /** What is left to filter by of the only alternative. */
  private List<Condition> rest(Branch branch) {
    if (branch.sort().size() < 2) {
      return branch.rest();
    }
    // Of several terms on the sort key at most one is looked for.
    return select.conjuncts();
  }

  private static @Nullable ConditionExpression expression(List<Condition> conditions) {
    return switch (conditions.size()) {
      case 0 -> null;
      case 1 -> ConditionExpression.ofChecked(conditions.getFirst());
      default -> ConditionExpression.ofChecked(new Condition.All(conditions));
    };
  }

  private boolean mentionsKey(@Nullable ConditionExpression filter) {
    return filter != null
        && schema.attributes().stream()
            .anyMatch(attribute -> filter.topLevelNames().contains(attribute.name()));
  }

  // Indexes that do not hold all attributes

  private void checkProjected() {
    if (index == null || !index.isGlobal() || select.fields() == null) {
      return;
    }
    Set<String> missing = new LinkedHashSet<>();
    select.fields().forEach(field -> addIfMissing(field.path().attribute(), index, missing));
    if (!missing.isEmpty()) {
      throw invalidParameter(
          "Global secondary index " + index.name() + " does not project " + missing);
    }
  }

  private void checkFilterIsHeld(List<Condition> rest) {
    // The service asks this of single conditions, not of what is joined.
    Set<String> missing =
        missing(expression(rest.stream().filter(condition -> !isJoined(condition)).toList()));
    if (!missing.isEmpty()) {
      throw invalidParameter(
          "Secondary index "
              + select.indexName()
              + " does not project one or more filter attributes: "
              + missing);
    }
  }

  /** What a filter asks for that the index does not hold. */
  private Set<String> missing(@Nullable ConditionExpression filter) {
    Set<String> missing = new LinkedHashSet<>();
    if (index != null && filter != null) {
      filter.topLevelNames().forEach(name -> addIfMissing(name, index, missing));
    }
    return missing;
  }

  private static boolean isJoined(Condition condition) {
    return switch (condition) {
      case Condition.Not(var negated) -> isJoined(negated);
      case Condition.All _, Condition.Any _ -> true;
      default -> false;
    };
  }

  private void addIfMissing(String attribute, Index held, Set<String> missing) {
    List<String> included = held.projection().nonKeyAttributes();
    boolean isHeld =
        held.projection().projectionType() == ProjectionType.ALL
            || held.keySchema().contains(attribute)
            || table.keySchema().contains(attribute)
            || (included != null && included.contains(attribute));
    if (!isHeld) {
      missing.add(attribute);
    }
  }
}
