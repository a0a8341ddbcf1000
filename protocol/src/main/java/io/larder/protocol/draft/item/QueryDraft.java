package io.larder.protocol.draft.item;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.legacy.LegacyConditions;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ValidationLayer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a Query. */
public final class QueryDraft {
  public final PageDraft page;
  public final ConditionMap keyConditions;
  public @Nullable String keyConditionExpression;
  public @Nullable Condition keyConditionTree;
  public boolean scanIndexForward = true;

  public QueryDraft(ValidationLayer layer) {
    page = new PageDraft(layer);
    keyConditions = ConditionMap.filter(layer);
  }

  public QueryRequest check() {
    checkShape();
    page.rejectEmptyNames();
    checkStyles();
    page.filter.rejectMisused(page.conditionalOperator, Envelope.NONE);
    page.rejectUnknownSelect();
    page.filter.rejectFault(Envelope.NONE);
    keyConditions.rejectFault(Envelope.NONE);
    page.rejectValues(true);
    ConditionExpression filter = page.legacyFilter();
    KeyConditionExpression keyCondition = legacyKeyCondition();
    page.projection.rejectNames();
    page.rejectStartKey(false);
    rejectNoCondition();
    ExpressionAttributes attributes = page.placeholders.toAttributes();
    if (page.filterTree != null) {
      filter = ConditionExpression.of("FilterExpression", page.filterTree);
    } else if (page.filterExpression != null) {
      filter = attributes.filter(page.filterExpression);
    }
    page.rejectContradictingSelect(page.envelope());
    if (keyConditionTree != null) {
      keyCondition =
          KeyConditionExpression.of(
              ConditionExpression.of("KeyConditionExpression", keyConditionTree));
    } else if (keyConditionExpression != null) {
      keyCondition = attributes.keyCondition(keyConditionExpression);
    }
    ProjectionExpression projection = page.projection.parse(attributes);
    attributes.verifyAllUsed();
    return new QueryRequest(
        Objects.requireNonNull(page.tableName),
        Objects.requireNonNull(keyCondition),
        scanIndexForward,
        page.toPage(filter, projection),
        RequestEnums.consumedCapacity(page.returnConsumedCapacity));
  }

  private @Nullable KeyConditionExpression legacyKeyCondition() {
    return keyConditions.conditions == null
        ? null
        : LegacyConditions.keyConditions(keyConditions.conditions);
  }

  private void rejectNoCondition() {
    var conditions = keyConditions.conditions;
    if (!hasKeyConditionExpression() && (conditions == null || conditions.isEmpty())) {
      throw ServiceException.validation(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
    if (keyConditionExpression != null && keyConditionExpression.isEmpty()) {
      throw ServiceException.validation(
          "Invalid KeyConditionExpression: The expression can not be empty;");
    }
  }

  private boolean hasKeyConditionExpression() {
    return keyConditionExpression != null || keyConditionTree != null;
  }

  private void checkStyles() {
    if (page.hasStyles() || keyConditions.conditions != null) {
      // KeyConditions go with other expressions, but not with the one that replaced them.
      page.placeholders.check(
          page.styles("QueryFilter")
              .legacy(
                  hasKeyConditionExpression() ? keyConditions.conditions : null, "KeyConditions")
              .expression(keyConditionExpression, keyConditionTree, "KeyConditionExpression"),
          ": FilterExpression is null and KeyConditionExpression is null",
          Envelope.NONE);
    }
  }

  /** A request without a table name, or with an integer out of range, goes to the older layer. */
  private void checkShape() {
    var violations = new Violations();
    if (page.hasOlderShape()) {
      page.checkSelect(violations);
      RequestEnums.checkConsumedCapacity(page.returnConsumedCapacity, violations);
      ResourceName.checkTablePresent(page.tableName, violations);
      checkOperators(violations);
      page.checkLimit(violations);
      violations.throwIfAny();
    }
    page.checkLimitWithoutValue(violations);
    ResourceName.checkTableNotEmpty(page.tableName, violations);
    violations.throwIfAny();
    page.checkNames(violations);
    RequestEnums.checkConsumedCapacity(page.returnConsumedCapacity, violations);
    checkOperators(violations);
    page.projection.checkShape(violations);
    violations.throwIfAny();
  }

  private void checkOperators(Violations violations) {
    keyConditions.checkOperators("keyConditions", violations);
    page.filter.checkOperators("queryFilter", violations);
  }
}
