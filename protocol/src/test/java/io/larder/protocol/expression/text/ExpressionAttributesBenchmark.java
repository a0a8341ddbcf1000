package io.larder.protocol.expression.text;

import static io.larder.protocol.expression.Values.attributes;
import static io.larder.protocol.expression.Values.n;
import static io.larder.protocol.expression.Values.s;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.TenAttributes;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Parsing expressions, and evaluating them on an item whose attributes are parsed already. */
@State(Scope.Thread)
public class ExpressionAttributesBenchmark {
  private static final String CONDITION = "attribute_exists(pk) AND n >= :zero";
  private static final String UPDATE = "SET n = n + :one, #o = :o REMOVE place.zip";
  private static final String PROJECTION = "pk, sk, price, place.city, #o";
  private static final String FILTER =
      "(price BETWEEN :zero AND :high OR contains(tags, :tag)) AND NOT begins_with(#o, :o)";

  private final Map<String, String> names = Map.of("#o", "owner");
  private final Map<String, AttributeValue> values =
      attributes(
          ":zero",
          n("0"),
          ":one",
          n("1"),
          ":high",
          n("1000"),
          ":tag",
          s("beta"),
          ":o",
          s("nobody"));
  private final Map<String, AttributeValue> item = TenAttributes.item().attributes();
  private final ConditionExpression condition = parseCondition();
  private final UpdateExpression update = parseUpdate();
  private final ProjectionExpression projection = parseProjection();
  private final ConditionExpression filter = parseFilter();

  private ExpressionAttributes placeholders() {
    return new ExpressionAttributes(names, values);
  }

  @Benchmark
  public final ConditionExpression parseCondition() {
    return placeholders().condition(CONDITION);
  }

  @Benchmark
  public final UpdateExpression parseUpdate() {
    return placeholders().update(UPDATE);
  }

  @Benchmark
  public final ProjectionExpression parseProjection() {
    return placeholders().projection(PROJECTION);
  }

  @Benchmark
  public final ConditionExpression parseFilter() {
    return placeholders().filter(FILTER);
  }

  @Benchmark
  public boolean evaluateCondition() {
    return condition.matches(item);
  }

  @Benchmark
  public Map<String, AttributeValue> evaluateUpdate() {
    return update.apply(item);
  }

  @Benchmark
  public Map<String, AttributeValue> evaluateProjection() {
    return projection.project(item);
  }

  @Benchmark
  public boolean evaluateFilter() {
    return filter.matches(item);
  }
}
