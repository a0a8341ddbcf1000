package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of a BatchWriteItem. */
public final class BatchWriteItemDraft {
  /** The requests by table. */
  public @Nullable Map<String, List<WriteRequestDraft>> requestItems;

  public @Nullable String returnConsumedCapacity;
  public @Nullable String returnItemCollectionMetrics;

  public BatchWriteItemRequest check() {
    Map<String, List<WriteRequestDraft>> tables = checkShape();
    for (List<WriteRequestDraft> writes : tables.values()) {
      writes.forEach(WriteRequestDraft::rejectEmptyName);
    }
    Map<String, List<WriteRequest>> items = LinkedHashMap.newLinkedHashMap(tables.size());
    for (Map.Entry<String, List<WriteRequestDraft>> table : tables.entrySet()) {
      items.put(table.getKey(), toRequests(table.getValue()));
    }
    rejectTooLarge(items);
    return new BatchWriteItemRequest(
        items,
        RequestEnums.consumedCapacity(returnConsumedCapacity),
        RequestEnums.collectionMetrics(returnItemCollectionMetrics));
  }

  private static List<WriteRequest> toRequests(List<WriteRequestDraft> writes) {
    List<WriteRequest> requests = new ArrayList<>(writes.size());
    for (WriteRequestDraft write : writes) {
      requests.add(write.toRequest());
    }
    return requests;
  }

  private static void rejectTooLarge(Map<String, List<WriteRequest>> items) {
    long bytes = 0;
    for (List<WriteRequest> requests : items.values()) {
      for (WriteRequest request : requests) {
        bytes +=
            switch (request) {
              case WriteRequest.Put(var item) -> item.size();
              case WriteRequest.Delete(var key) -> ItemSize.of(key);
            };
      }
    }
    if (bytes > ServiceQuotas.MAX_BATCH_WRITE_BYTES) {
      throw ServiceException.validation(
          "Item collection too large: aggregate size of items in BatchWriteItem exceeds 16MB"
              + " limit");
    }
  }

  private Map<String, List<WriteRequestDraft>> checkShape() {
    var violations = new Violations();
    Map<String, List<WriteRequestDraft>> tables = requestItems;
    if (tables == null) {
      violations.addNull("requestItems");
      tables = Map.of();
    } else if (tables.isEmpty()) {
      throw ServiceException.validation(
          "The requestItems parameter is required for BatchWriteItem");
    }
    checkWrites(tables, violations);
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    RequestEnums.checkCollectionMetrics(returnItemCollectionMetrics, violations);
    violations.throwIfAny();
    for (String table : tables.keySet()) {
      if (!ResourceName.isTable(table)) {
        violations.add(echo(tables), "requestItems", ResourceName.MAP_KEY_CONSTRAINT);
        violations.throwIfAny();
      }
    }
    return tables;
  }

  private static void checkWrites(
      Map<String, List<WriteRequestDraft>> tables, Violations violations) {
    int total = 0;
    boolean hasEmpty = false;
    for (List<WriteRequestDraft> writes : tables.values()) {
      total += writes.size();
      hasEmpty |= writes.isEmpty();
    }
    if (total > ServiceQuotas.MAX_BATCH_WRITES || hasEmpty) {
      violations.add(
          echo(tables),
          "requestItems",
          "Map value must satisfy constraint: ["
              + Constraint.lengthAtMost(ServiceQuotas.MAX_BATCH_WRITES)
              + ", "
              + Constraint.lengthAtLeast(1)
              + "]");
    }
    for (Map.Entry<String, List<WriteRequestDraft>> table : tables.entrySet()) {
      List<WriteRequestDraft> writes = table.getValue();
      for (int i = 0; i < writes.size(); i++) {
        WriteRequestDraft write = writes.get(i);
        if (write.item() == null && write.key() == null) {
          write.checkShape(
              "requestItems." + table.getKey() + ".member." + (i + 1) + ".member.", violations);
        }
      }
    }
  }

  private static String echo(Map<String, List<WriteRequestDraft>> tables) {
    var out = new JavaEcho();
    return out.map(new TreeMap<>(tables), writes -> out.list(writes, write -> write.echo(out)))
        .toString();
  }
}
