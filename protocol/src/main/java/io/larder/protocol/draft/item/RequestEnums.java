package io.larder.protocol.draft.item;

import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The enumerations of the item operations, in the order in which the service lists them. */
public final class RequestEnums {
  private static final EnumText<ReturnConsumedCapacity> CONSUMED_CAPACITY =
      EnumText.listedAs(
          List.of(
              ReturnConsumedCapacity.INDEXES,
              ReturnConsumedCapacity.TOTAL,
              ReturnConsumedCapacity.NONE));
  private static final EnumText<ReturnItemCollectionMetrics> COLLECTION_METRICS =
      EnumText.listedAs(
          List.of(ReturnItemCollectionMetrics.SIZE, ReturnItemCollectionMetrics.NONE));
  static final EnumText<ReturnValues> RETURN_VALUES =
      EnumText.listedAs(
          List.of(
              ReturnValues.ALL_NEW,
              ReturnValues.UPDATED_OLD,
              ReturnValues.ALL_OLD,
              ReturnValues.NONE,
              ReturnValues.UPDATED_NEW));
  public static final EnumText<ReturnValuesOnConditionCheckFailure> ON_CONDITION_CHECK_FAILURE =
      EnumText.listedAs(
          List.of(
              ReturnValuesOnConditionCheckFailure.ALL_OLD,
              ReturnValuesOnConditionCheckFailure.NONE));
  static final EnumText<Select> SELECT =
      EnumText.listedAs(
          List.of(
              Select.SPECIFIC_ATTRIBUTES,
              Select.COUNT,
              Select.ALL_ATTRIBUTES,
              Select.ALL_PROJECTED_ATTRIBUTES));

  private RequestEnums() {}

  public static void checkConsumedCapacity(@Nullable String text, Violations violations) {
    violations.memberOf(CONSUMED_CAPACITY, text, "returnConsumedCapacity");
  }

  static void checkCollectionMetrics(@Nullable String text, Violations violations) {
    violations.memberOf(COLLECTION_METRICS, text, "returnItemCollectionMetrics");
  }

  static ReturnItemCollectionMetrics collectionMetrics(@Nullable String text) {
    return COLLECTION_METRICS.of(text, ReturnItemCollectionMetrics.NONE);
  }

  public static ReturnConsumedCapacity consumedCapacity(@Nullable String text) {
    return CONSUMED_CAPACITY.of(text, ReturnConsumedCapacity.NONE);
  }
}
