package io.larder.protocol.expression.text;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.KeyClause;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.List;
import java.util.Map;

/**
 * Prints the expressions of one request as text, with one placeholder for each value, and for each
 * name that is longer than that or not allowed as it stands. Parsing gives equal expressions again,
 * but for an update whose actions come in other than the order of sections: it means the same.
 *
 * <p>Nothing is checked here: a tree that the service refuses is printed as a text that it refuses.
 * What was parsed becomes no longer by printing, so that it stays within the 4 KB that the service
 * reads, unless its request has more than 63 names or values; other trees may be too large.
 *
 * <p>Legacy parameters are printed as what means the same. Nothing does for more than 300
 * conditions, for operators that no key condition has ({@link KeyClause.Operator#NOT_INDEXABLE}),
 * and for the words in which AttributeUpdates refuse a stored value of a wrong type.
 */
public final class ExpressionPrinter {
  private final Placeholders<String> names = new Placeholders<>('#');
  private final Placeholders<AttributeValue> values = new Placeholders<>(':');

  /** The text of a ConditionExpression or FilterExpression. */
  public String condition(ConditionExpression expression) {
    Condition condition = expression.condition();
    return print(expression.isLegacy() ? LegacyTrees.expressible(condition) : condition);
  }

  /**
   * The text of a KeyConditionExpression.
   *
   * @throws IllegalArgumentException if it has an operator that only KeyConditions can have
   */
  public String keyCondition(KeyConditionExpression expression) {
    List<Condition> conditions =
        expression.clauses().stream().map(ExpressionPrinter::condition).toList();
    return print(conditions.size() == 1 ? conditions.getFirst() : new Condition.All(conditions));
  }

  private static Condition condition(KeyClause clause) {
    DocumentPath key = DocumentPath.ofAttribute(clause.attribute());
    List<Literal> values = clause.values().stream().map(Literal::new).toList();
    return switch (clause.operator()) {
      case EQ -> new Condition.Compare(key, Comparison.EQ, values.getFirst());
      case LT -> new Condition.Compare(key, Comparison.LT, values.getFirst());
      case LE -> new Condition.Compare(key, Comparison.LE, values.getFirst());
      case GT -> new Condition.Compare(key, Comparison.GT, values.getFirst());
      case GE -> new Condition.Compare(key, Comparison.GE, values.getFirst());
      case BETWEEN -> new Condition.Between(key, values.getFirst(), values.getLast());
      case BEGINS_WITH -> new Condition.BeginsWith(key, values.getFirst());
      case NOT_INDEXABLE -> throw new IllegalArgumentException("no key condition: " + clause);
    };
  }

  private String print(Condition condition) {
    PrintedText text = text();
    new ConditionPrinter(text).print(condition);
    return text.toString();
  }

  /** The text of a ProjectionExpression. */
  public String projection(ProjectionExpression expression) {
    PrintedText text = text();
    return text.addAll(expression.paths(), ",", text::add).toString();
  }

  /** The text of an UpdateExpression. */
  public String update(UpdateExpression expression) {
    PrintedText text = text();
    List<UpdateAction> actions = expression.actions();
    new UpdatePrinter(text)
        .print(
            expression.isLegacy()
                ? actions.stream().map(LegacyTrees::expressible).toList()
                : actions);
    return text.toString();
  }

  private PrintedText text() {
    return new PrintedText(names, values);
  }

  /** ExpressionAttributeNames of what was printed so far, which may be none. */
  public Map<String, String> names() {
    return names.meanings();
  }

  /** ExpressionAttributeValues of what was printed so far, which may be none. */
  public Map<String, AttributeValue> values() {
    return values.meanings();
  }
}
