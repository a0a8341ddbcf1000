package io.larder.protocol.expression;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.KeyClause.Operator;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.item.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a condition apart into one clause for each key attribute: the service reads a key condition
 * like any condition and then rejects what a key condition cannot be.
 */
final class KeyClauses {
  static final String PARAMETER = "KeyConditionExpression";

  private final Map<String, KeyClause> clauses = new LinkedHashMap<>(4);

  private KeyClauses() {}

  static List<KeyClause> of(Condition condition) {
    var clauses = new KeyClauses();
    clauses.add(condition);
    return List.copyOf(clauses.clauses.values());
  }

  private void add(Condition condition) {
    switch (condition) {
      case Condition.All(var conditions) -> conditions.forEach(this::add);
      case Condition.Compare compare -> addComparison(compare);
      case Condition.Between between -> addBetween(between);
      case Condition.BeginsWith beginsWith -> addBeginsWith(beginsWith);
      case Condition.Any _ -> throw invalidOperator("OR");
      case Condition.Not _ -> throw invalidOperator("NOT");
      case Condition.In _ -> throw invalidOperator("IN");
      case Condition.AttributeExists _ -> throw invalidOperator("attribute_exists");
      case Condition.AttributeNotExists _ -> throw invalidOperator("attribute_not_exists");
      case Condition.AttributeType _ -> throw invalidOperator("attribute_type");
      case Condition.Contains _ -> throw invalidOperator("contains");
    }
  }

  private void addComparison(Condition.Compare compare) {
    Comparison comparison = compare.comparison();
    if (comparison == Comparison.NE) {
      throw invalidOperator("<>");
    }
    String attribute = onlyAttribute(List.of(compare.left(), compare.right()));
    boolean isMirrored = compare.right() instanceof DocumentPath;
    Operand value = isMirrored ? compare.left() : compare.right();
    put(attribute, operator(isMirrored ? comparison.mirrored() : comparison), List.of(value));
  }

  private static Operator operator(Comparison comparison) {
    return switch (comparison) {
      case EQ -> Operator.EQ;
      case LT -> Operator.LT;
      case LE -> Operator.LE;
      case GT -> Operator.GT;
      case GE -> Operator.GE;
      case NE -> Operator.NOT_INDEXABLE;
    };
  }

  private void addBetween(Condition.Between between) {
    requireFirst(between.operand(), "BETWEEN");
    String attribute = onlyAttribute(List.of(between.operand(), between.lower(), between.upper()));
    put(attribute, Operator.BETWEEN, List.of(between.lower(), between.upper()));
  }

  private void addBeginsWith(Condition.BeginsWith beginsWith) {
    requireFirst(beginsWith.operand(), "begins_with");
    String attribute = onlyAttribute(List.of(beginsWith.operand(), beginsWith.prefix()));
    put(attribute, Operator.BEGINS_WITH, List.of(beginsWith.prefix()));
  }

  private static void requireFirst(Operand operand, String operator) {
    if (!(operand instanceof DocumentPath)) {
      throw invalid(
          "Invalid condition in KeyConditionExpression: "
              + operator
              + " operator must have the key attribute as its first operand");
    }
  }

  private static String onlyAttribute(List<Operand> operands) {
    String attribute = null;
    for (Operand operand : operands) {
      switch (operand) {
        case Literal _ -> {}
        case Operand.Size _ ->
            throw invalid("KeyConditionExpressions cannot contain nested operations");
        case DocumentPath path -> attribute = only(path, attribute);
      }
    }
    if (attribute == null) {
      throw invalid("Invalid condition in KeyConditionExpression: No key attribute specified");
    }
    return attribute;
  }

  private static String only(DocumentPath path, @Nullable String other) {
    if (other != null) {
      throw invalid(
          "Invalid condition in KeyConditionExpression: Multiple attribute names used in one"
              + " condition");
    }
    if (!path.isTopLevel()) {
      throw invalid("KeyConditionExpressions cannot have conditions on nested attributes");
    }
    return path.attribute();
  }

  private void put(String attribute, Operator operator, List<Operand> operands) {
    List<AttributeValue> values = new ArrayList<>(operands.size());
    for (Operand operand : operands) {
      if (operand instanceof Literal(var value)) {
        values.add(value);
      }
    }
    if (clauses.putIfAbsent(attribute, new KeyClause(attribute, operator, values)) != null) {
      throw invalid("KeyConditionExpressions must only contain one condition per key");
    }
  }

  private static ServiceException invalidOperator(String operator) {
    return invalid("Invalid operator used in KeyConditionExpression: " + operator);
  }

  private static ServiceException invalid(String message) {
    return InvalidExpression.of(PARAMETER, message);
  }
}
