package io.larder.protocol.operation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One action of a TransactWriteItems. */
public sealed interface TransactWriteItem {
  String tableName();

  @Nullable ConditionExpression condition();

  ReturnValuesOnConditionCheckFailure onConditionCheckFailure();

  /** Creates or replaces an item. */
  record Put(
      String tableName,
      Item item,
      @Nullable ConditionExpression condition,
      ReturnValuesOnConditionCheckFailure onConditionCheckFailure)
      implements TransactWriteItem {}

  /**
   * Changes or creates an item; or cancels the transaction, if {@code hasTooDeepValue} is true
   * because a value of its expressions is nested beyond the limit.
   */
  record Update(
      String tableName,
      Map<String, AttributeValue> key,
      UpdateExpression update,
      @Nullable ConditionExpression condition,
      ReturnValuesOnConditionCheckFailure onConditionCheckFailure,
      boolean hasTooDeepValue)
      implements TransactWriteItem {}

  /** Deletes an item. */
  record Delete(
      String tableName,
      Map<String, AttributeValue> key,
      @Nullable ConditionExpression condition,
      ReturnValuesOnConditionCheckFailure onConditionCheckFailure)
      implements TransactWriteItem {}

  /** Only checks a condition. */
  record ConditionCheck(
      String tableName,
      Map<String, AttributeValue> key,
      ConditionExpression condition,
      ReturnValuesOnConditionCheckFailure onConditionCheckFailure)
      implements TransactWriteItem {}
}
