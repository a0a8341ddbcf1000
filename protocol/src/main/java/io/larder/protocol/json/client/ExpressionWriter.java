package io.larder.protocol.json.client;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.KeyClause;
import io.larder.protocol.expression.KeyClause.Operator;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.text.ExpressionPrinter;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.wire.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes expressions that share their placeholders, and then these. */
final class ExpressionWriter {
  private final JsonWriter out;
  private @Nullable ExpressionPrinter printer;

  ExpressionWriter(JsonWriter out) {
    this.out = out;
  }

  private ExpressionPrinter printer() {
    if (printer == null) {
      printer = new ExpressionPrinter();
    }
    return printer;
  }

  ExpressionWriter condition(@Nullable ConditionExpression expression) {
    return condition("ConditionExpression", expression);
  }

  ExpressionWriter condition(String member, @Nullable ConditionExpression expression) {
    if (expression != null) {
      out.name(member).value(printer().condition(expression));
    }
    return this;
  }

  /** Writes a key condition; one that no expression can say, as the KeyConditions that it was. */
  ExpressionWriter keyCondition(KeyConditionExpression expression) {
    List<KeyClause> clauses = expression.clauses();
    if (clauses.stream().anyMatch(clause -> clause.operator() == Operator.NOT_INDEXABLE)) {
      out.name("KeyConditions").beginObject();
      clauses.forEach(this::keyCondition);
      out.endObject();
    } else {
      out.name("KeyConditionExpression").value(printer().keyCondition(expression));
    }
    return this;
  }

  private void keyCondition(KeyClause clause) {
    out.name(clause.attribute()).beginObject();
    out.name("ComparisonOperator").value(legacyOperator(clause));
    out.name("AttributeValueList").beginArray();
    clause.values().forEach(value -> AttributeValueJson.write(value, out));
    out.endArray().endObject();
  }

  /** The operator, or one that takes as many values and is refused as well. */
  private static String legacyOperator(KeyClause clause) {
    if (clause.operator() != Operator.NOT_INDEXABLE) {
      return clause.operator().name();
    }
    return switch (clause.values().size()) {
      case 0 -> "NOT_NULL";
      case 1 -> "NE";
      default -> "IN";
    };
  }

  ExpressionWriter projection(@Nullable ProjectionExpression expression) {
    if (expression != null) {
      out.name("ProjectionExpression").value(printer().projection(expression));
    }
    return this;
  }

  ExpressionWriter update(@Nullable UpdateExpression expression) {
    if (expression != null) {
      out.name("UpdateExpression").value(printer().update(expression));
    }
    return this;
  }

  /** Writes what the expressions' placeholders stand for. */
  void placeholders() {
    if (printer == null) {
      return;
    }
    Map<String, String> names = printer.names();
    if (!names.isEmpty()) {
      out.name("ExpressionAttributeNames").beginObject();
      names.forEach((placeholder, name) -> out.name(placeholder).value(name));
      out.endObject();
    }
    Map<String, AttributeValue> values = printer.values();
    if (!values.isEmpty()) {
      AttributeValueJson.write(values, out.name("ExpressionAttributeValues"));
    }
  }
}
