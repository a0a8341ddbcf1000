package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.Envelope;
import io.larder.protocol.draft.item.JavaEcho;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.WriteRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of a BatchWriteItem. */
final class BatchWriteItemDecoder {
  private static final int MAX_REQUESTS = 25;
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  private @Nullable Map<String, List<Write>> requestItems;
  private @Nullable String returnConsumedCapacity;
  private @Nullable String returnItemCollectionMetrics;

  /** One request of the batch; {@code hasPut} and {@code hasDelete} tell which it gives at all. */
  private record Write(
      boolean hasPut, @Nullable AttributeMap item, boolean hasDelete, @Nullable AttributeMap key) {
    static Write read(RequestReader in) {
      boolean hasPut = false;
      boolean hasDelete = false;
      AttributeMap item = null;
      AttributeMap key = null;
      while (in.nextMember()) {
        switch (in.memberName()) {
          case "PutRequest" -> {
            hasPut = true;
            in.enterStructure("PutRequest");
            item = readOnly("Item", AttributeReader::item, in);
          }
          case "DeleteRequest" -> {
            hasDelete = true;
            in.enterStructure("DeleteRequest");
            key = readOnly("Key", AttributeReader::map, in);
          }
          default -> in.skip();
        }
      }
      return new Write(hasPut, item, hasDelete, key);
    }

    private static @Nullable AttributeMap readOnly(
        String member, Function<RequestReader, AttributeMap> reading, RequestReader in) {
      AttributeMap attributes = null;
      while (in.nextMember()) {
        if (in.memberName().equals(member)) {
          attributes = reading.apply(in);
        } else {
          in.skip();
        }
      }
      return attributes;
    }

    void checkShape(String path, Violations violations) {
      if (hasPut) {
        violations.required(item, path + "putRequest.item");
      }
      if (hasDelete) {
        violations.required(key, path + "deleteRequest.key");
      }
    }

    void rejectEmptyName() {
      if (item != null) {
        item.rejectEmptyName(Envelope.NONE);
      }
      if (key != null) {
        key.rejectEmptyName(Envelope.NONE);
      }
    }

    WriteRequest toRequest() {
      if (hasPut == hasDelete) {
        throw ServiceException.validation(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
                + " the supported datatypes");
      }
      if (item != null) {
        item.rejectProblem();
        if (item.size() > ItemSize.MAX) {
          throw ServiceException.validation(PutItemDecoder.ITEM_TOO_LARGE);
        }
        return new WriteRequest.Put(item.item());
      }
      AttributeMap presentKey = Objects.requireNonNull(key);
      presentKey.rejectProblem();
      return new WriteRequest.Delete(presentKey.values());
    }

    void echo(JavaEcho out) {
      out.text("WriteRequest(putRequest=");
      if (item == null) {
        out.text("null");
      } else {
        out.text("PutRequest(item=").attributes(item.values()).text(", workloadProfileName=null)");
      }
      out.text(", deleteRequest=");
      if (key == null) {
        out.text("null");
      } else {
        out.text("DeleteRequest(key=").attributes(key.values()).text(", workloadProfileName=null)");
      }
      out.text(")");
    }
  }

  static BatchWriteItemRequest decode(RequestReader in) {
    var batch = new BatchWriteItemDecoder();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "RequestItems" -> batch.readRequestItems(in);
        case "ReturnConsumedCapacity" -> batch.returnConsumedCapacity = in.string();
        case "ReturnItemCollectionMetrics" -> batch.returnItemCollectionMetrics = in.string();
        default -> in.skip();
      }
    }
    return batch.toRequest();
  }

  private void readRequestItems(RequestReader in) {
    in.enterMap("java.util.List<" + RequestReader.MODEL + "WriteRequest>");
    Map<String, List<Write>> tables = new LinkedHashMap<>();
    while (in.nextMember()) {
      String table = in.memberName();
      in.enterParameterizedList();
      List<Write> writes = new ArrayList<>();
      while (in.nextElement()) {
        in.enterElement("WriteRequest");
        writes.add(Write.read(in));
      }
      tables.put(table, writes);
    }
    requestItems = tables;
  }

  private BatchWriteItemRequest toRequest() {
    Map<String, List<Write>> tables = checkShape();
    for (List<Write> writes : tables.values()) {
      writes.forEach(Write::rejectEmptyName);
    }
    Map<String, List<WriteRequest>> items = LinkedHashMap.newLinkedHashMap(tables.size());
    for (Map.Entry<String, List<Write>> table : tables.entrySet()) {
      items.put(table.getKey(), toRequests(table.getValue()));
    }
    rejectTooLarge(items);
    return new BatchWriteItemRequest(
        items,
        RequestEnums.consumedCapacity(returnConsumedCapacity),
        RequestEnums.COLLECTION_METRICS.of(
            returnItemCollectionMetrics, ReturnItemCollectionMetrics.NONE));
  }

  private static List<WriteRequest> toRequests(List<Write> writes) {
    List<WriteRequest> requests = new ArrayList<>(writes.size());
    for (Write write : writes) {
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
    if (bytes > MAX_BYTES) {
      throw ServiceException.validation(
          "Item collection too large: aggregate size of items in BatchWriteItem exceeds 16MB"
              + " limit");
    }
  }

  private Map<String, List<Write>> checkShape() {
    var violations = new Violations();
    Map<String, List<Write>> tables = requestItems;
    if (tables == null) {
      violations.addNull("requestItems");
      tables = Map.of();
    } else if (tables.isEmpty()) {
      throw ServiceException.validation(
          "The requestItems parameter is required for BatchWriteItem");
    }
    checkWrites(tables, violations);
    violations.memberOf(
        RequestEnums.CONSUMED_CAPACITY, returnConsumedCapacity, "returnConsumedCapacity");
    violations.memberOf(
        RequestEnums.COLLECTION_METRICS,
        returnItemCollectionMetrics,
        "returnItemCollectionMetrics");
    violations.throwIfAny();
    for (String table : tables.keySet()) {
      if (!ResourceName.isTable(table)) {
        violations.add(echo(tables), "requestItems", ResourceName.MAP_KEY_CONSTRAINT);
        violations.throwIfAny();
      }
    }
    return tables;
  }

  private static void checkWrites(Map<String, List<Write>> tables, Violations violations) {
    int total = 0;
    boolean hasEmpty = false;
    for (List<Write> writes : tables.values()) {
      total += writes.size();
      hasEmpty |= writes.isEmpty();
    }
    if (total > MAX_REQUESTS || hasEmpty) {
      violations.add(
          echo(tables),
          "requestItems",
          "Map value must satisfy constraint: [Member must have length less than or equal to 25,"
              + " Member must have length greater than or equal to 1]");
    }
    for (Map.Entry<String, List<Write>> table : tables.entrySet()) {
      List<Write> writes = table.getValue();
      for (int i = 0; i < writes.size(); i++) {
        Write write = writes.get(i);
        if (write.item == null && write.key == null) {
          write.checkShape(
              "requestItems." + table.getKey() + ".member." + (i + 1) + ".member.", violations);
        }
      }
    }
  }

  private static String echo(Map<String, List<Write>> tables) {
    var out = new JavaEcho();
    return out.map(new TreeMap<>(tables), writes -> out.list(writes, write -> write.echo(out)))
        .toString();
  }
}
