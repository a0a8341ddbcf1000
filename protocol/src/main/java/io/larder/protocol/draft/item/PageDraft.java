package io.larder.protocol.draft.item;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.ValidationLayer;
import org.jspecify.annotations.Nullable;

/**
 * The members that Query and Scan have in common. The filter is given as text, or as a tree; if any
 * expression is a tree, all are, and there are no placeholders.
 */
public final class PageDraft {
  private static final String STARTING_KEY = "The provided starting key is invalid: ";

  public @Nullable String tableName;
  public @Nullable String indexName;
  public @Nullable String select;
  public @Nullable Integer limit;
  public @Nullable AttributeMap exclusiveStartKey;
  public boolean consistentRead;
  public @Nullable String returnConsumedCapacity;
  public @Nullable String filterExpression;
  public @Nullable Condition filterTree;
  public @Nullable String conditionalOperator;

  /** QueryFilter or ScanFilter. */
  public final ConditionMap filter;

  public final ProjectionDraft projection = new ProjectionDraft();
  public final Placeholders placeholders = new Placeholders();

  /** True if the older layer validates the request, see {@link ValidationLayer}. */
  public boolean isReadByOlderLayer;

  /** True if an integer had a fraction or was out of its range, so that another stands for it. */
  public boolean hasCoercedInteger;

  private final ValidationLayer layer;

  /** Members of an operation that {@code layer} validates, whatever the request holds. */
  PageDraft(ValidationLayer layer) {
    this.layer = layer;
    this.isReadByOlderLayer = layer == ValidationLayer.OLDER;
    this.filter = ConditionMap.filter(layer);
  }

  ValidationLayer layer() {
    return layer;
  }

  /** True if the shape of the request is for the older layer to check. */
  boolean hasOlderShape() {
    return layer == ValidationLayer.OLDER || tableName == null || hasCoercedInteger;
  }

  /** How faults of this request are worded, as far as they are introduced at all. */
  Envelope envelope() {
    return Envelope.of(isReadByOlderLayer);
  }

  void checkSelect(Violations violations) {
    violations.memberOf(RequestEnums.SELECT, select, "select");
  }

  void checkLimit(Violations violations) {
    if (limit != null) {
      violations.atLeast(limit, 1, "limit");
    }
  }

  void checkLimitWithoutValue(Violations violations) {
    if (limit != null && limit < 1) {
      violations.addWithoutValue("Limit", "Member must have value greater than or equal to 1");
    }
  }

  void checkNames(Violations violations) {
    ResourceName.checkTable(tableName, violations);
    if (indexName != null) {
      ResourceName.checkAll(indexName, "indexName", violations);
    }
  }

  /** False for a plain request, which has nothing that could be given in the wrong way. */
  boolean hasStyles() {
    return conditionalOperator != null
        || filter.conditions != null
        || projection.attributesToGet != null
        || !placeholders.isEmpty();
  }

  /** The parameters of either style; {@code filterName} is the filter's name in the request. */
  ParameterStyles styles(String filterName) {
    return new ParameterStyles()
        .legacy(projection.attributesToGet, "AttributesToGet")
        .legacy(filter.conditions, filterName)
        .legacy(conditionalOperator, "ConditionalOperator")
        .expression(projection.expression, projection.tree, "ProjectionExpression")
        .expression(filterExpression, filterTree, "FilterExpression");
  }

  void rejectEmptyNames() {
    projection.rejectEmptyName();
    filter.rejectEmptyName(Envelope.NONE);
    if (exclusiveStartKey != null) {
      exclusiveStartKey.rejectEmptyName(Envelope.NONE);
    }
    placeholders.rejectEmptyNames(Envelope.NONE);
    AttributeMap values = placeholders.substitutes();
    if (values != null) {
      values.rejectEmptyName(Envelope.NONE);
    }
  }

  /** Rejects faults in the values of the expressions; a Query names more of their placeholders. */
  void rejectValues(boolean isQuery) {
    ValueFault fault = placeholders.fault();
    if (fault == null) {
      return;
    }
    boolean named =
        switch (fault.kind()) {
          case NO_TYPE -> isQuery;
          case NULL_FALSE -> isQuery && isReadByOlderLayer;
          case EMPTY_SET, DEEP_NESTING -> true;
          case EMPTY_NAME, LONG_NAME, SEVERAL_TYPES, NUMBER, DUPLICATES, NESTING -> false;
        };
    throw ServiceException.validation(named ? fault.named() : fault.message());
  }

  /** Rejects a fault in the starting key, which most faults introduce as such. */
  void rejectStartKey(boolean isScan) {
    ValueFault fault = exclusiveStartKey == null ? null : exclusiveStartKey.fault();
    if (fault == null) {
      return;
    }
    boolean introduced =
        switch (fault.kind()) {
          case NO_TYPE, SEVERAL_TYPES, DEEP_NESTING -> true;
          case NULL_FALSE, NESTING -> isScan;
          case EMPTY_SET -> isScan && !fault.message().contains("number set");
          case EMPTY_NAME, LONG_NAME, NUMBER, DUPLICATES -> false;
        };
    throw ServiceException.validation(
        introduced ? STARTING_KEY + fault.message() : fault.message());
  }

  void rejectUnknownSelect() {
    var violations = new Violations();
    checkSelect(violations);
    violations.throwIfAny();
  }

  /** Rejects a Select that contradicts what else says which attributes are wanted. */
  void rejectContradictingSelect(Envelope envelope) {
    if (select == null) {
      return;
    }
    String contradiction = contradiction(select);
    if (contradiction != null) {
      throw envelope.error(contradiction);
    }
  }

  private @Nullable String contradiction(String wanted) {
    String projected =
        projection.attributesToGet != null
            ? "AttributesToGet"
            : projection.hasExpression() ? "ProjectionExpression" : null;
    boolean specific = wanted.equals("SPECIFIC_ATTRIBUTES");
    if (specific && projected == null) {
      return "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
          + " SPECIFIC_ATTRIBUTES";
    }
    if (!specific && projected != null) {
      String what = wanted.equals("COUNT") ? "only the Count" : wanted;
      return "Cannot specify the " + projected + " when choosing to get " + what;
    }
    if (wanted.equals("ALL_PROJECTED_ATTRIBUTES") && indexName == null) {
      return "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
    }
    return null;
  }

  @Nullable ConditionExpression legacyFilter() {
    return filter.toExpression(conditionalOperator, Envelope.NONE);
  }

  PageRequest toPage(
      @Nullable ConditionExpression parsedFilter, @Nullable ProjectionExpression parsedProjection) {
    Select wanted = RequestEnums.SELECT.orNull(select);
    return new PageRequest(
        indexName,
        parsedFilter,
        parsedProjection,
        wanted,
        limit,
        exclusiveStartKey == null ? null : exclusiveStartKey.values(),
        consistentRead);
  }
}
