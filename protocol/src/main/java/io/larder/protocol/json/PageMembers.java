package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.draft.item.ValueProblem;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Select;
import org.jspecify.annotations.Nullable;

/** The members that Query and Scan have in common. */
final class PageMembers {
  private static final String STARTING_KEY = "The provided starting key is invalid: ";

  @Nullable String tableName;
  @Nullable String indexName;
  @Nullable String select;
  @Nullable Integer limit;
  @Nullable AttributeMap exclusiveStartKey;
  boolean consistentRead;
  @Nullable String returnConsumedCapacity;
  @Nullable String filterExpression;
  @Nullable String conditionalOperator;
  final ConditionMap filter = ConditionMap.filter();
  final ProjectionParameters projection = new ProjectionParameters();
  final ExpressionMembers expressions = new ExpressionMembers();

  /** Reads the current member if it is one of these; false if the reader still stands at it. */
  boolean read(RequestReader in) {
    switch (in.memberName()) {
      case "TableName" -> tableName = in.string();
      case "IndexName" -> indexName = in.string();
      case "Select" -> select = in.string();
      case "Limit" -> limit = in.int32();
      case "ExclusiveStartKey" -> exclusiveStartKey = AttributeReader.map(in);
      case "ConsistentRead" -> consistentRead = in.bool();
      case "ReturnConsumedCapacity" -> returnConsumedCapacity = in.string();
      case "FilterExpression" -> filterExpression = in.string();
      case "ConditionalOperator" -> conditionalOperator = in.string();
      default -> {
        return projection.read(in) || expressions.read(in);
      }
    }
    return true;
  }

  void checkSelect(Violations violations) {
    violations.memberOf(RequestEnums.SELECT, select, "select");
  }

  void checkConsumedCapacity(Violations violations) {
    violations.memberOf(
        RequestEnums.CONSUMED_CAPACITY, returnConsumedCapacity, "returnConsumedCapacity");
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

  void rejectEmptyNames() {
    projection.rejectEmptyName();
    filter.rejectEmptyName(Envelope.NONE);
    if (exclusiveStartKey != null) {
      exclusiveStartKey.rejectEmptyName(Envelope.NONE);
    }
    expressions.rejectEmptyNames(Envelope.NONE);
    if (expressions.values != null) {
      expressions.values.rejectEmptyName(Envelope.NONE);
    }
  }

  /** Rejects faults in the values of the expressions; a Query names more of their placeholders. */
  void rejectValues(boolean isQuery, RequestReader in) {
    ValueProblem problem = expressions.values == null ? null : expressions.values.problem();
    if (problem == null) {
      return;
    }
    boolean named =
        switch (problem.kind()) {
          case NO_TYPE -> isQuery;
          case NULL_FALSE -> isQuery && in.isReadByOlderLayer();
          case EMPTY_SET, DEEP_NESTING -> true;
          case EMPTY_NAME, LONG_NAME, SEVERAL_TYPES, NUMBER, DUPLICATES, NESTING -> false;
        };
    throw ServiceException.validation(named ? problem.named() : problem.message());
  }

  /** Rejects a fault in the starting key, which most faults introduce as such. */
  void rejectStartKey(boolean isScan) {
    ValueProblem problem = exclusiveStartKey == null ? null : exclusiveStartKey.problem();
    if (problem == null) {
      return;
    }
    boolean introduced =
        switch (problem.kind()) {
          case NO_TYPE, SEVERAL_TYPES, DEEP_NESTING -> true;
          case NULL_FALSE, NESTING -> isScan;
          case EMPTY_SET -> isScan && !problem.message().contains("number set");
          case EMPTY_NAME, LONG_NAME, NUMBER, DUPLICATES -> false;
        };
    throw ServiceException.validation(
        introduced ? STARTING_KEY + problem.message() : problem.message());
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
            : projection.expression != null ? "ProjectionExpression" : null;
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
