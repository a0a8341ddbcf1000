package io.larder.protocol.expression.legacy;

import static io.larder.protocol.error.ServiceException.invalidParameter;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.KeyClause;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.expression.SetValue;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that expressions replaced, turned into the same expressions: each method validates
 * its parameter in the service's words and throws a Validation error if it is wrong.
 */
public final class LegacyConditions {
  private LegacyConditions() {}

  /** Expected with its ConditionalOperator (AND if it is not given). */
  public static ConditionExpression expected(
      Map<String, LegacyCondition> expected, @Nullable String conditionalOperator) {
    expected.forEach(LegacyConditions::checkExpected);
    List<Condition> conditions = new ArrayList<>(expected.size());
    expected.forEach((attribute, given) -> conditions.add(expectation(attribute, given)));
    return joined(conditions, conditionalOperator);
  }

  private static Condition expectation(String attribute, LegacyCondition given) {
    if (given.comparisonOperator() != null) {
      return LegacyOperator.parse(given.comparisonOperator()).condition(attribute, values(given));
    }
    DocumentPath path = DocumentPath.ofAttribute(attribute);
    return given.value() == null
        ? new Condition.AttributeNotExists(path)
        : new Condition.Compare(path, Comparison.EQ, new Literal(given.value()));
  }

  private static List<AttributeValue> values(LegacyCondition given) {
    if (given.attributeValueList() != null) {
      return given.attributeValueList();
    }
    return given.value() == null ? List.of() : List.of(given.value());
  }

  private static void checkExpected(String attribute, LegacyCondition given) {
    String operator = given.comparisonOperator();
    if (given.exists() != null && operator != null) {
      throw invalid("Exists and ComparisonOperator cannot be used together", attribute);
    }
    if (given.value() != null && given.attributeValueList() != null) {
      throw invalid("Value and AttributeValueList cannot be used together", attribute);
    }
    if (operator != null) {
      checkOperator(attribute, given, LegacyOperator.parse(operator));
    } else if (given.attributeValueList() != null) {
      throw invalid("AttributeValueList can only be used with a ComparisonOperator", attribute);
    } else {
      checkExists(attribute, given);
    }
  }

  private static void checkOperator(
      String attribute, LegacyCondition given, LegacyOperator operator) {
    boolean hasValues = given.value() != null || given.attributeValueList() != null;
    if (!hasValues && !operator.takesNoValue()) {
      throw invalid(
          "Value or AttributeValueList must be used with ComparisonOperator: " + operator,
          attribute);
    }
    operator.check(values(given));
  }

  private static void checkExists(String attribute, LegacyCondition given) {
    Boolean exists = given.exists();
    if (given.value() == null && !Objects.equals(exists, false)) {
      throw invalid("Value must be provided when Exists is " + exists, attribute);
    }
    if (given.value() != null && Objects.equals(exists, false)) {
      throw invalid("Value cannot be used when Exists is false", attribute);
    }
  }

  /** QueryFilter or ScanFilter with its ConditionalOperator (AND if it is not given). */
  public static ConditionExpression filter(
      Map<String, LegacyCondition> filter, @Nullable String conditionalOperator) {
    List<Condition> conditions = new ArrayList<>(filter.size());
    filter.forEach(
        (attribute, given) ->
            conditions.add(checkedOperator(given).condition(attribute, values(given))));
    return joined(conditions, conditionalOperator);
  }

  private static LegacyOperator checkedOperator(LegacyCondition given) {
    LegacyOperator operator =
        LegacyOperator.parse(Objects.requireNonNullElse(given.comparisonOperator(), ""));
    operator.check(values(given));
    return operator;
  }

  private static ConditionExpression joined(
      List<Condition> conditions, @Nullable String conditionalOperator) {
    Condition joined =
        conditions.size() == 1
            ? conditions.getFirst()
            : Objects.equals(conditionalOperator, "OR")
                ? new Condition.Any(conditions)
                : new Condition.All(conditions);
    return ConditionExpression.ofLegacy(joined);
  }

  /** KeyConditions of a Query. */
  public static KeyConditionExpression keyConditions(Map<String, LegacyCondition> conditions) {
    List<KeyClause> clauses = new ArrayList<>(conditions.size());
    conditions.forEach(
        (attribute, given) ->
            clauses.add(new KeyClause(attribute, checkedOperator(given).onKey(), values(given))));
    return KeyConditionExpression.ofLegacy(clauses);
  }

  /** AttributeUpdates of an UpdateItem; the actions are known to be valid. */
  public static UpdateExpression attributeUpdates(Map<String, LegacyAttributeUpdate> updates) {
    updates.values().forEach(LegacyConditions::checkUpdate);
    List<UpdateAction> actions = new ArrayList<>(updates.size());
    updates.forEach((attribute, update) -> actions.add(action(attribute, update)));
    return UpdateExpression.ofLegacy(actions);
  }

  private static UpdateAction action(String attribute, LegacyAttributeUpdate update) {
    DocumentPath target = DocumentPath.ofAttribute(attribute);
    AttributeValue value = update.value();
    if (value == null) {
      return new UpdateAction.Remove(target);
    }
    return switch (actionOf(update)) {
      case "ADD" -> new UpdateAction.Add(target, value);
      case "DELETE" -> new UpdateAction.Delete(target, value);
      default -> new UpdateAction.Set(target, new SetValue.Constant(value));
    };
  }

  private static String actionOf(LegacyAttributeUpdate update) {
    return Objects.requireNonNullElse(update.action(), "PUT");
  }

  private static void checkUpdate(LegacyAttributeUpdate update) {
    String action = actionOf(update);
    if (update.value() == null) {
      if (!action.equals("DELETE")) {
        throw invalid("Only DELETE action is allowed when no attribute value is specified");
      }
      return;
    }
    AttributeValue.Type type = update.value().type();
    if (action.equals("DELETE") && !type.isSet()) {
      throw invalid("DELETE action with value is not supported for the type " + type);
    }
    if (action.equals("ADD")
        && !type.isSet()
        && type != AttributeValue.Type.N
        && type != AttributeValue.Type.L) {
      throw invalid("ADD action is not supported for the type " + type);
    }
  }

  private static ServiceException invalid(String message, String attribute) {
    return invalid(message + " for Attribute: " + attribute);
  }

  private static ServiceException invalid(String message) {
    return invalidParameter(message);
  }
}
