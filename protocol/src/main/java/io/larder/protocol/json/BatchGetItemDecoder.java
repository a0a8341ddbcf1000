package io.larder.protocol.json;

import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.BatchGetItemDraft;
import io.larder.protocol.draft.item.KeysDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.BatchGetItemRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a BatchGetItem. */
final class BatchGetItemDecoder {
  private BatchGetItemDecoder() {}

  static BatchGetItemRequest decode(RequestReader in) {
    var batch = new BatchGetItemDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "RequestItems" -> batch.requestItems = readTables(in);
        case "ReturnConsumedCapacity" -> batch.returnConsumedCapacity = in.string();
        default -> in.skip();
      }
    }
    return batch.check();
  }

  private static Map<String, KeysDraft> readTables(RequestReader in) {
    in.enterMap(RequestReader.MODEL + "KeysAndAttributes");
    Map<String, KeysDraft> tables = new LinkedHashMap<>();
    while (in.nextMember()) {
      String table = in.memberName();
      in.enterElement("KeysAndAttributes");
      tables.put(table, readTable(in));
    }
    return tables;
  }

  private static KeysDraft readTable(RequestReader in) {
    var table = new KeysDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Keys" -> table.keys = readKeys(in);
        case "ConsistentRead" -> table.consistentRead = in.bool();
        case "ExpressionAttributeNames" -> table.placeholders.names = in.stringMap();
        default -> {
          if (!ExpressionMembers.read(table.projection, in)) {
            in.skip();
          }
        }
      }
    }
    return table;
  }

  private static List<AttributeMap> readKeys(RequestReader in) {
    in.enterList();
    List<AttributeMap> keys = new ArrayList<>();
    while (in.nextElement()) {
      in.enterParameterized();
      keys.add(AttributeReader.map(in));
    }
    return keys;
  }
}
