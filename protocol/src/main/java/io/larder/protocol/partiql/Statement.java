package io.larder.protocol.partiql;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its parameters in their places: valid in itself, not yet held against a table.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html">
 *     PartiQL for DynamoDB</a>
 */
public sealed interface Statement {
  /** The table by name or ARN, as the statement spells it. */
  String tableName();

  /** True if it only looks at items. */
  default boolean reads() {
    return this instanceof Select;
  }

  /** The condition of its WHERE clause; null if it has none. */
  @Nullable Condition condition();

  /**
   * Reads items.
   *
   * @param indexName null for the table itself
   * @param fields null for all attributes
   * @param order empty unless an order was asked for
   */
  record Select(
      String tableName,
      @Nullable String indexName,
      @Nullable List<Field> fields,
      @Nullable Condition condition,
      List<OrderTerm> order)
      implements Statement {
    public Select {
      order = List.copyOf(order);
    }

    /** True if it filters, so that it may look at many items for few. */
    public boolean evaluates() {
      return conjuncts().stream()
          .anyMatch(
              condition ->
                  !(condition instanceof Condition.Compare compare)
                      || compare.comparison() != Comparison.EQ);
    }
  }

  /**
   * What a SELECT returns of an item.
   *
   * @param name under which it is returned: the last one of the path, with the indexes behind it
   */
  record Field(DocumentPath path, String name) {
    /** A field under the name that the service gives it. */
    public static Field of(DocumentPath path) {
      String name = path.attribute();
      for (DocumentPath.Step step : path.steps()) {
        name =
            switch (step) {
              case DocumentPath.Member(var member) -> member;
              case DocumentPath.Element element -> name + element;
            };
      }
      return new Field(path, name);
    }
  }

  /**
   * A term of ORDER BY.
   *
   * @param fault what is told of it, once its table is found, if it is no name of an attribute
   */
  record OrderTerm(String attribute, boolean isDescending, @Nullable String fault) {}

  /** Adds an item that is not there. */
  record Insert(String tableName, Map<String, AttributeValue> item) implements Statement {
    public Insert {
      item = Collections.unmodifiableMap(new LinkedHashMap<>(item));
    }

    @Override
    public @Nullable Condition condition() {
      return null;
    }
  }

  /** Changes an item that is there. */
  record Update(
      String tableName,
      UpdateExpression update,
      @Nullable Condition condition,
      @Nullable Returning returning)
      implements Statement {}

  /** Deletes an item. */
  record Delete(String tableName, @Nullable Condition condition, boolean returnsOld)
      implements Statement {}

  /** {@code EXISTS (SELECT …)}: asks in a transaction that writes whether an item is as it says. */
  record Exists(Select select) implements Statement {
    /** The refusal of one elsewhere. */
    public static final String ONLY_IN_TRANSACTIONS =
        "EXISTS can only be used in ExecuteTransaction write requests.";

    @Override
    public String tableName() {
      return select.tableName();
    }

    @Override
    public @Nullable Condition condition() {
      return select.condition();
    }
  }

  /** What an UPDATE returns. */
  enum Returning {
    ALL_OLD,
    ALL_NEW,
    MODIFIED_OLD,
    MODIFIED_NEW
  }

  /** What all of must hold for the condition of the statement to hold. */
  default List<Condition> conjuncts() {
    return switch (condition()) {
      case null -> List.of();
      case Condition.All(var conditions) -> conditions;
      case Condition other -> List.of(other);
    };
  }
}
