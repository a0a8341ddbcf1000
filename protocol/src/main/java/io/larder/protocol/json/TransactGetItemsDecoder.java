package io.larder.protocol.json;

import io.larder.protocol.draft.item.TransactGetDraft;
import io.larder.protocol.draft.item.TransactGetItemsDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.TransactGetItemsRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a TransactGetItems. */
final class TransactGetItemsDecoder {
  private TransactGetItemsDecoder() {}

  static TransactGetItemsRequest decode(RequestReader in) {
    var transaction = new TransactGetItemsDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TransactItems" -> transaction.transactItems = readItems(in);
        case "ReturnConsumedCapacity" -> transaction.returnConsumedCapacity = in.string();
        default -> in.skip();
      }
    }
    return transaction.check();
  }

  private static List<@Nullable TransactGetDraft> readItems(RequestReader in) {
    in.enterList();
    List<@Nullable TransactGetDraft> items = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement("TransactGetItem");
      TransactGetDraft get = null;
      while (in.nextMember()) {
        if (in.memberName().equals("Get")) {
          get = readGet(in);
        } else {
          in.skip();
        }
      }
      items.add(get);
    }
    return items;
  }

  private static TransactGetDraft readGet(RequestReader in) {
    in.enterStructure("Get");
    var get = new TransactGetDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> get.tableName = in.string();
        case "Key" -> get.key = AttributeReader.map(in);
        case "ProjectionExpression" -> get.projectionExpression = in.string();
        case "ExpressionAttributeNames" -> get.placeholders.names = in.stringMap();
        default -> in.skip();
      }
    }
    return get;
  }
}
