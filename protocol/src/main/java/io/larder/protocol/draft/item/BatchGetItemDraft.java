package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of a BatchGetItem. */
public final class BatchGetItemDraft {
  /** What is asked for by table. */
  public @Nullable Map<String, KeysDraft> requestItems;

  public @Nullable String returnConsumedCapacity;

  public BatchGetItemRequest check() {
    Map<String, KeysDraft> tables = checkShape();
    tables.values().forEach(KeysDraft::rejectEmptyNames);
    rejectMixedStyles(tables);
    Map<String, KeysAndAttributes> items = LinkedHashMap.newLinkedHashMap(tables.size());
    for (Map.Entry<String, KeysDraft> table : tables.entrySet()) {
      items.put(table.getKey(), table.getValue().toKeysAndAttributes());
    }
    return new BatchGetItemRequest(items, RequestEnums.consumedCapacity(returnConsumedCapacity));
  }

  private static void rejectMixedStyles(Map<String, KeysDraft> tables) {
    String expression = null;
    List<String> attributes = null;
    for (KeysDraft table : tables.values()) {
      expression = expression == null ? table.projection.expression : expression;
      attributes = attributes == null ? table.projection.attributesToGet : attributes;
    }
    String conflict =
        new ParameterStyles()
            .legacy(attributes, "AttributesToGet")
            .expression(expression, "ProjectionExpression")
            .conflict();
    if (conflict != null) {
      throw ServiceException.validation(conflict);
    }
  }

  private Map<String, KeysDraft> checkShape() {
    checkPresence();
    Map<String, KeysDraft> tables = Objects.requireNonNull(requestItems);
    int total = 0;
    boolean namesValid = true;
    for (Map.Entry<String, KeysDraft> table : tables.entrySet()) {
      int size = table.getValue().size();
      if (size == 0) {
        throw keysError(table.getKey(), Constraint.lengthAtLeast(1));
      }
      total += size;
      namesValid &= ResourceName.isTable(table.getKey());
    }
    if (namesValid && total > ServiceQuotas.MAX_BATCH_GET_KEYS) {
      for (Map.Entry<String, KeysDraft> table : tables.entrySet()) {
        if (table.getValue().size() > ServiceQuotas.MAX_BATCH_GET_KEYS) {
          throw keysError(
              table.getKey(), Constraint.lengthAtMost(ServiceQuotas.MAX_BATCH_GET_KEYS));
        }
      }
      throw ServiceException.validation("Too many items requested for the BatchGetItem call");
    }
    var violations = new Violations();
    if (!namesValid) {
      violations.add(JsonEcho.of(tables), "requestItems", ResourceName.MAP_KEY_CONSTRAINT);
    }
    tables.forEach(
        (name, table) ->
            table.projection.checkShape(
                "requestItems." + name + ".member.attributesToGet", violations));
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    violations.throwIfAny();
    return tables;
  }

  private void checkPresence() {
    var violations = new Violations();
    if (requestItems == null) {
      violations.addNull("requestItems");
      RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    } else if (requestItems.isEmpty()) {
      violations.addWithoutValue("RequestItems", Constraint.lengthAtLeast(1));
    } else {
      requestItems.forEach(
          (name, table) ->
              violations.required(table.keys, "requestItems." + name + ".member.keys"));
    }
    violations.throwIfAny();
  }

  private static ServiceException keysError(String table, String constraint) {
    return Envelope.WRAPPED.error(
        "Value at 'RequestItems."
            + table
            + ".member.Keys' failed to satisfy constraint: "
            + constraint);
  }
}
