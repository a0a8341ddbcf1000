package io.larder.protocol.expression.text;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The placeholders of one request, and the way to parse its expressions: each method reads one
 * parameter, throws a Validation error in the service's words if it is wrong, and remembers which
 * placeholders it used. The form of the placeholders themselves is checked where they are read.
 */
public final class ExpressionAttributes {
  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private final Set<String> used = new HashSet<>();

  public ExpressionAttributes(
      @Nullable Map<String, String> names, @Nullable Map<String, AttributeValue> values) {
    this.names = names == null ? Map.of() : names;
    this.values = values == null ? Map.of() : values;
  }

  /** Parses a ConditionExpression. */
  public ConditionExpression condition(String text) {
    return ConditionParser.parse("ConditionExpression", text, this);
  }

  /** Parses a ConditionExpression of a transaction, which is told its size if it is too long. */
  public ConditionExpression conditionInTransaction(String text) {
    Tokens.rejectTooLongBySize("ConditionExpression", text);
    return condition(text);
  }

  /** Parses the FilterExpression of a Scan, which is told its size if it is too long. */
  public ConditionExpression filterOfScan(String text) {
    Tokens.rejectTooLongBySize("FilterExpression", text);
    return filter(text);
  }

  /** Parses a FilterExpression. */
  public ConditionExpression filter(String text) {
    return ConditionParser.parse("FilterExpression", text, this);
  }

  /** Parses a KeyConditionExpression. */
  public KeyConditionExpression keyCondition(String text) {
    return KeyConditionExpression.of(ConditionParser.parse("KeyConditionExpression", text, this));
  }

  /** Parses a ProjectionExpression. */
  public ProjectionExpression projection(String text) {
    return ProjectionParser.parse(text, this);
  }

  /** Parses an UpdateExpression. */
  public UpdateExpression update(String text) {
    return UpdateParser.parse(text, this);
  }

  /** Rejects placeholders that no expression parsed so far has used. */
  public void verifyAllUsed() {
    if (used.size() < names.size() + values.size()) {
      verifyAllUsed(names.keySet(), "ExpressionAttributeNames");
      verifyAllUsed(values.keySet(), "ExpressionAttributeValues");
    }
  }

  private void verifyAllUsed(Set<String> placeholders, String parameter) {
    if (!used.containsAll(placeholders)) {
      throw validation(
          "Value provided in "
              + parameter
              + " unused in expressions: keys: "
              + placeholders.stream()
                  .filter(placeholder -> !used.contains(placeholder))
                  .sorted()
                  .collect(Collectors.joining(", ", "{", "}")));
    }
  }

  /** The attribute name that a placeholder stands for, null if it is not defined. */
  @Nullable String name(String placeholder) {
    String name = names.get(placeholder);
    if (name != null) {
      used.add(placeholder);
    }
    return name;
  }

  /** The value that a placeholder stands for, null if it is not defined. */
  @Nullable AttributeValue value(String placeholder) {
    AttributeValue value = values.get(placeholder);
    if (value != null) {
      used.add(placeholder);
    }
    return value;
  }
}
