package io.larder.store.partiql;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.partiql.Statement.Field;
import io.larder.protocol.partiql.Statement.Select;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a SELECT is carried out on one definition of its table.
 *
 * @param schema of the table or of the index that is read
 * @param reads those that look for keys, in their order; null for a scan
 * @param isForward false if each read goes from the last sort key to the first
 * @param arePoints true if each is for one item of the table
 * @param isOfList true if partition keys stand after IN, so that answers are short
 * @param filter what the store filters by; null for nothing
 * @param rest what is filtered by here, because no Query takes it; null for nothing
 */
record SelectPlan(
    Select select,
    KeySchema schema,
    @Nullable List<KeyedRead> reads,
    boolean isForward,
    boolean arePoints,
    boolean isOfList,
    @Nullable ConditionExpression filter,
    @Nullable Rest rest) {

  /**
   * What is filtered by here.
   *
   * @param attributes that it asks for and that are there; of others it finds none
   */
  record Rest(ConditionExpression condition, Set<String> attributes) {
    Rest {
      attributes = Set.copyOf(attributes);
    }

    boolean matches(Item item) {
      if (attributes.containsAll(condition.topLevelNames())) {
        return condition.matches(item.attributes());
      }
      Map<String, AttributeValue> seen = new HashMap<>(item.attributes());
      seen.keySet().retainAll(attributes);
      return condition.matches(seen);
    }
  }

  /** The attributes that the store is asked for, null for all. */
  @Nullable ProjectionExpression projection() {
    if (select.fields() == null) {
      return null;
    }
    Set<String> names = new LinkedHashSet<>();
    select.fields().forEach(field -> names.add(field.path().attribute()));
    if (rest != null) {
      names.addAll(rest.attributes());
    }
    return ProjectionExpression.ofChecked(names.stream().map(DocumentPath::ofAttribute).toList());
  }

  /** What the statement returns of an item that was read; null if it filters it out. */
  @Nullable Item selected(Item item) {
    if (rest != null && !rest.matches(item)) {
      return null;
    }
    return isPlain() ? item : projected(select.fields(), item);
  }

  /** True if what the store gives is what the statement returns, apart from the filter. */
  boolean isPlain() {
    List<Field> fields = select.fields();
    return fields == null
        || (!arePoints
            && rest == null
            && fields.stream().allMatch(field -> field.path().isTopLevel()));
  }

  /** The fields of an item, null for all of it. */
  static Item projected(@Nullable List<Field> fields, Item item) {
    if (fields == null) {
      return item;
    }
    Map<String, AttributeValue> attributes = item.attributes();
    Map<String, AttributeValue> selected = new LinkedHashMap<>();
    for (Field field : fields) {
      AttributeValue value = field.path().value(attributes);
      if (value != null) {
        selected.put(field.name(), value);
      }
    }
    return Item.of(selected);
  }
}
