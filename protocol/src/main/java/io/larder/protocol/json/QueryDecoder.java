package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.ParameterStyles;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.error.ServiceException;
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
final class QueryDecoder {
  private final PageMembers page = new PageMembers();
  private final ConditionMap keyConditions = ConditionMap.filter();
  private @Nullable String keyConditionExpression;
  private boolean scanIndexForward = true;

  static QueryRequest decode(RequestReader in) {
    var query = new QueryDecoder();
    while (in.nextMember()) {
      query.readMember(in);
    }
    return query.toRequest(in);
  }

  private void readMember(RequestReader in) {
    switch (in.memberName()) {
      case "KeyConditionExpression" -> keyConditionExpression = in.string();
      case "ScanIndexForward" -> scanIndexForward = in.bool();
      case "KeyConditions" -> keyConditions.read(in);
      case "QueryFilter" -> page.filter.read(in);
      default -> {
        if (!page.read(in)) {
          in.skip();
        }
      }
    }
  }

  private QueryRequest toRequest(RequestReader in) {
    checkShape(in);
    page.rejectEmptyNames();
    checkStyles();
    page.filter.rejectMisused(page.conditionalOperator, Envelope.NONE);
    page.rejectUnknownSelect();
    page.filter.rejectProblem(Envelope.NONE);
    keyConditions.rejectProblem(Envelope.NONE);
    page.rejectValues(true, in);
    ConditionExpression filter = page.filter.toExpression(page.conditionalOperator, Envelope.NONE);
    KeyConditionExpression keyCondition =
        keyConditions.conditions() == null
            ? null
            : LegacyConditions.keyConditions(keyConditions.conditions());
    page.projection.rejectNames();
    page.rejectStartKey(false);
    rejectNoCondition();
    ExpressionAttributes attributes = page.expressions.toAttributes();
    if (page.filterExpression != null) {
      filter = attributes.filter(page.filterExpression);
    }
    page.rejectContradictingSelect(Envelope.of(in.isReadByOlderLayer()));
    if (keyConditionExpression != null) {
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

  private void rejectNoCondition() {
    var conditions = keyConditions.conditions();
    if (keyConditionExpression == null && (conditions == null || conditions.isEmpty())) {
      throw ServiceException.validation(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
              + " request.");
    }
    if (keyConditionExpression != null && keyConditionExpression.isEmpty()) {
      throw ServiceException.validation(
          "Invalid KeyConditionExpression: The expression can not be empty;");
    }
  }

  private void checkStyles() {
    if (page.conditionalOperator == null
        && page.filter.conditions() == null
        && keyConditions.conditions() == null
        && page.projection.attributesToGet == null
        && page.expressions.names == null
        && page.expressions.values == null) {
      return;
    }
    // KeyConditions go with other expressions, but not with the one that replaced them.
    page.expressions.check(
        new ParameterStyles()
            .legacy(page.projection.attributesToGet, "AttributesToGet")
            .legacy(page.filter.conditions(), "QueryFilter")
            .legacy(page.conditionalOperator, "ConditionalOperator")
            .legacy(
                keyConditionExpression == null ? null : keyConditions.conditions(), "KeyConditions")
            .expression(page.projection.expression, "ProjectionExpression")
            .expression(page.filterExpression, "FilterExpression")
            .expression(keyConditionExpression, "KeyConditionExpression"),
        ": FilterExpression is null and KeyConditionExpression is null",
        Envelope.NONE);
  }

  /** A request without a table name, or with an integer out of range, goes to the older layer. */
  private void checkShape(RequestReader in) {
    var violations = new Violations();
    if (in.layer() == ValidationLayer.OLDER || page.tableName == null || in.sawCoercedInteger()) {
      page.checkSelect(violations);
      page.checkConsumedCapacity(violations);
      ResourceName.checkTablePresent(page.tableName, violations);
      checkOperators(violations);
      page.checkLimit(violations);
      violations.throwIfAny();
    }
    page.checkLimitWithoutValue(violations);
    ResourceName.checkTableNotEmpty(page.tableName, violations);
    violations.throwIfAny();
    page.checkNames(violations);
    page.checkConsumedCapacity(violations);
    checkOperators(violations);
    page.projection.checkShape(violations);
    violations.throwIfAny();
  }

  private void checkOperators(Violations violations) {
    keyConditions.checkOperators("keyConditions", violations);
    page.filter.checkOperators("queryFilter", violations);
  }
}
