package io.larder.protocol.json;

import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.BatchWriteItemDraft;
import io.larder.protocol.draft.item.WriteRequestDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.BatchWriteItemRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a BatchWriteItem. */
final class BatchWriteItemDecoder {
  private BatchWriteItemDecoder() {}

  static BatchWriteItemRequest decode(RequestReader in) {
    var batch = new BatchWriteItemDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "RequestItems" -> batch.requestItems = readTables(in);
        case "ReturnConsumedCapacity" -> batch.returnConsumedCapacity = in.string();
        case "ReturnItemCollectionMetrics" -> batch.returnItemCollectionMetrics = in.string();
        default -> in.skip();
      }
    }
    return batch.check();
  }

  private static Map<String, List<WriteRequestDraft>> readTables(RequestReader in) {
    in.enterMap("java.util.List<" + RequestReader.MODEL + "WriteRequest>");
    Map<String, List<WriteRequestDraft>> tables = new LinkedHashMap<>();
    while (in.nextMember()) {
      String table = in.memberName();
      in.enterParameterizedList();
      List<WriteRequestDraft> writes = new ArrayList<>();
      while (in.nextElement()) {
        in.enterElement("WriteRequest");
        writes.add(readWrite(in));
      }
      tables.put(table, writes);
    }
    return tables;
  }

  private static WriteRequestDraft readWrite(RequestReader in) {
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
    return new WriteRequestDraft(hasPut, item, hasDelete, key);
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
}
