package io.larder.store.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one item that a statement names by its condition, and what else that says of it.
 *
 * @param key has the key attributes that are fixed, all of them unless something is missing
 */
record ItemTarget(Map<String, AttributeValue> key, List<Condition> rest) {
  ItemTarget {
    rest = List.copyOf(rest);
  }

  /**
   * The item of a write: every key attribute must equal one value.
   *
   * @throws ServiceException Validation
   */
  static ItemTarget ofWrite(List<Condition> conjuncts, KeySchema schema) {
    Map<String, Set<AttributeValue>> values = new LinkedHashMap<>();
    List<Condition> rest = new ArrayList<>();
    for (Condition condition : conjuncts) {
      if (!addEquality(condition, schema, false, values)) {
        rest.add(condition);
      }
    }
    for (KeyAttribute attribute : schema.attributes()) {
      if (!values.containsKey(attribute.name())) {
        throw validation(
            "Where clause does not contain a mandatory equality on all key attributes");
      }
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>(4);
    for (KeyAttribute attribute : schema.attributes()) {
      Set<AttributeValue> given = values.getOrDefault(attribute.name(), Set.of());
      if (given.size() > 1) {
        throw validation(
            "Multiple conditions on same key "
                + attribute.name()
                + ". Only single item Update/Insert/Delete are supported");
      }
      key.put(attribute.name(), given.iterator().next());
    }
    return new ItemTarget(key, rest);
  }

  /** The item that a SELECT of a batch or transaction names; null unless it names just one. */
  static @Nullable ItemTarget ofRead(List<Condition> conjuncts, KeySchema schema) {
    Map<String, Set<AttributeValue>> values = new LinkedHashMap<>();
    List<Condition> rest = new ArrayList<>();
    for (Condition condition : conjuncts) {
      if (!addEquality(condition, schema, true, values)) {
        rest.add(condition);
      }
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>(4);
    for (KeyAttribute attribute : schema.attributes()) {
      Set<AttributeValue> given = values.getOrDefault(attribute.name(), Set.of());
      if (given.size() != 1) {
        return null;
      }
      key.put(attribute.name(), given.iterator().next());
    }
    return new ItemTarget(key, rest);
  }

  /** Adds what the condition fixes; false if that is nothing of the key. */
  private static boolean addEquality(
      Condition condition,
      KeySchema schema,
      boolean takesLists,
      Map<String, Set<AttributeValue>> values) {
    boolean isEquality =
        condition instanceof Condition.Compare compare && compare.comparison() == Comparison.EQ;
    if (!isEquality && !(takesLists && condition instanceof Condition.In)) {
      return false;
    }
    for (KeyAttribute attribute : schema.attributes()) {
      KeyTerm term = KeyTerm.of(condition, attribute.name());
      if (term != null && term.values().size() == 1) {
        values.computeIfAbsent(attribute.name(), _ -> new LinkedHashSet<>()).addAll(term.values());
        return true;
      }
    }
    return false;
  }

  /** Refuses values that the key cannot have, in the words for statements. */
  void checkTypes(KeySchema schema) {
    for (KeyAttribute attribute : schema.attributes()) {
      AttributeValue value = key.get(attribute.name());
      if (value != null) {
        KeyTypes.check(attribute, value);
      }
    }
  }
}
