package io.larder.protocol.draft.item;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.operation.WriteReturns;
import org.jspecify.annotations.Nullable;

/**
 * The members that PutItem, UpdateItem and DeleteItem have in common. The condition is given as
 * text, or as a tree and without placeholders.
 */
public final class WriteDraft {
  static final String RETURN_VALUES_REJECTION =
      // The service's own spelling, UPDATE_NEW for UPDATED_NEW included.
      "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD,"
          + " ALL_NEW, UPDATE_NEW, NONE]";
  static final String ONLY_OLD_OR_NONE = "ReturnValues can only be ALL_OLD or NONE";

  public @Nullable String tableName;
  public @Nullable String returnValues;
  public @Nullable String returnConsumedCapacity;
  public @Nullable String returnItemCollectionMetrics;
  public @Nullable String onConditionCheckFailure;
  public @Nullable String conditionExpression;
  public @Nullable Condition conditionTree;
  public final Placeholders placeholders = new Placeholders();
  public final ConditionMap expected;
  public @Nullable String conditionalOperator;

  /** True if the older layer validates the request, see {@link ValidationLayer}. */
  public boolean isReadByOlderLayer;

  private final ValidationLayer layer;

  /** Members of an operation that {@code layer} validates, whatever the request holds. */
  WriteDraft(ValidationLayer layer) {
    this.layer = layer;
    this.isReadByOlderLayer = layer == ValidationLayer.OLDER;
    this.expected = ConditionMap.expected(layer);
  }

  boolean isOfOlderLayer() {
    return layer == ValidationLayer.OLDER;
  }

  /** How faults of this request are worded, as far as they are introduced at all. */
  Envelope envelope() {
    return Envelope.of(isReadByOlderLayer);
  }

  /**
   * The shape of these members as PutItem and DeleteItem check them, beside {@code target}. A
   * request that lacks one of the two goes to the older layer.
   */
  Violations checkShape(@Nullable AttributeMap target, String targetName) {
    boolean isOlder = isOfOlderLayer() || tableName == null || target == null;
    Violations violations = isOlder ? new Violations() : Violations.first();
    ResourceName.checkTableNotEmpty(tableName, violations);
    violations.throwIfAny();
    ResourceName.checkTable(tableName, violations);
    violations.required(target, targetName);
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    if (returnValues != null && !RequestEnums.RETURN_VALUES.contains(returnValues)) {
      violations.add(RETURN_VALUES_REJECTION);
    }
    RequestEnums.checkCollectionMetrics(returnItemCollectionMetrics, violations);
    checkOnConditionCheckFailure(violations);
    return violations;
  }

  void checkOnConditionCheckFailure(Violations violations) {
    violations.memberOf(
        RequestEnums.ON_CONDITION_CHECK_FAILURE,
        onConditionCheckFailure,
        "returnValuesOnConditionCheckFailure");
  }

  /** Rejects faults in the item or key that is written. */
  static void rejectTarget(AttributeMap target, boolean isKey, Envelope envelope) {
    ValueFault fault = target.fault();
    if (fault == null) {
      return;
    }
    throw isKey && fault.kind() == ValueFault.Kind.EMPTY_SET
        ? ServiceException.validation(fault.message())
        : fault.error(envelope);
  }

  /** Which faults in the values of expressions an operation reports by the placeholder's name. */
  enum Naming {
    PUT,
    UPDATE,
    DELETE
  }

  /** Rejects faults in the values of the placeholders. */
  void rejectValues(Naming naming, Envelope envelope) {
    ValueFault fault = placeholders.fault();
    if (fault == null) {
      return;
    }
    boolean older = envelope == Envelope.NONE;
    boolean named =
        switch (fault.kind()) {
          case NO_TYPE -> naming == Naming.DELETE;
          case SEVERAL_TYPES -> naming != Naming.PUT;
          case NUMBER, NULL_FALSE -> older && naming != Naming.PUT;
          case DUPLICATES -> older;
          case EMPTY_SET -> older || naming != Naming.UPDATE;
          case DEEP_NESTING -> true;
          case EMPTY_NAME, LONG_NAME, NESTING -> false;
        };
    throw fault.error(named ? fault.named() : fault.message(), envelope);
  }

  /** Rejects what is wrong with the way in which the parameters of a Put or Delete are given. */
  void checkStyles(Envelope envelope) {
    if (hasStyles()) {
      checkStyles(
          new ParameterStyles()
              .legacy(expected.conditions, "Expected")
              .legacy(conditionalOperator, "ConditionalOperator")
              .expression(conditionExpression, conditionTree, "ConditionExpression"),
          envelope);
    }
  }

  /** False for a plain request, which has nothing that could be given in the wrong way. */
  boolean hasStyles() {
    return !placeholders.isEmpty() || expected.conditions != null || conditionalOperator != null;
  }

  void checkStyles(ParameterStyles styles, Envelope envelope) {
    placeholders.check(styles, "", envelope);
    expected.rejectMisused(conditionalOperator, envelope);
    expected.rejectFault(envelope);
  }

  boolean hasCondition() {
    return conditionExpression != null || conditionTree != null;
  }

  /** The condition of a request that has no other expression; null if it has none. */
  @Nullable ConditionExpression condition(Envelope envelope) {
    if (!hasCondition()) {
      return legacyCondition(envelope);
    }
    return envelope.around(
        () -> {
          ExpressionAttributes attributes = placeholders.toAttributes();
          ConditionExpression condition = condition(attributes);
          attributes.verifyAllUsed();
          return condition;
        });
  }

  /** The condition that is an expression; null if there is none. */
  @Nullable ConditionExpression condition(ExpressionAttributes attributes) {
    if (conditionTree != null) {
      return ConditionExpression.of("ConditionExpression", conditionTree);
    }
    return conditionExpression == null ? null : attributes.condition(conditionExpression);
  }

  @Nullable ConditionExpression legacyCondition(Envelope envelope) {
    return expected.toExpression(conditionalOperator, envelope);
  }

  WriteReturns toReturns() {
    return new WriteReturns(
        RequestEnums.RETURN_VALUES.of(returnValues, ReturnValues.NONE),
        RequestEnums.ON_CONDITION_CHECK_FAILURE.of(
            onConditionCheckFailure, ReturnValuesOnConditionCheckFailure.NONE),
        RequestEnums.consumedCapacity(returnConsumedCapacity),
        RequestEnums.collectionMetrics(returnItemCollectionMetrics));
  }
}
