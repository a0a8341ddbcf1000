package io.larder.protocol.json;

import io.larder.protocol.draft.item.TransactActionDraft;
import io.larder.protocol.draft.item.TransactActionDraft.Kind;
import io.larder.protocol.draft.item.TransactWriteItemsDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads a TransactWriteItems. */
final class TransactWriteItemsDecoder {
  private TransactWriteItemsDecoder() {}

  static TransactWriteItemsRequest decode(RequestReader in) {
    var transaction = new TransactWriteItemsDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TransactItems" -> transaction.transactItems = readItems(in);
        case "ClientRequestToken" -> transaction.clientRequestToken = in.string();
        case "ReturnConsumedCapacity" -> transaction.returnConsumedCapacity = in.string();
        case "ReturnItemCollectionMetrics" -> transaction.returnItemCollectionMetrics = in.string();
        default -> in.skip();
      }
    }
    return transaction.check();
  }

  private static List<Map<Kind, TransactActionDraft>> readItems(RequestReader in) {
    in.enterList();
    List<Map<Kind, TransactActionDraft>> items = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement("TransactWriteItem");
      Map<Kind, TransactActionDraft> actions = new EnumMap<>(Kind.class);
      while (in.nextMember()) {
        Kind kind = Kind.of(in.memberName());
        if (kind == null) {
          in.skip();
        } else {
          actions.put(kind, readAction(kind, in));
        }
      }
      items.add(actions);
    }
    return items;
  }

  private static TransactActionDraft readAction(Kind kind, RequestReader in) {
    in.enterStructure(kind.wireName());
    var action = new TransactActionDraft(kind);
    while (in.nextMember()) {
      readMember(action, in);
    }
    return action;
  }

  private static void readMember(TransactActionDraft action, RequestReader in) {
    Kind kind = action.kind();
    String name = in.memberName();
    if (name.equals(kind.target())) {
      action.target = kind == Kind.PUT ? AttributeReader.item(in) : AttributeReader.map(in);
      return;
    }
    switch (name) {
      case "TableName" -> action.tableName = in.string();
      case "UpdateExpression" -> action.updateExpression = in.string();
      case "ConditionExpression" -> action.conditionExpression = in.string();
      case "ReturnValuesOnConditionCheckFailure" -> action.onConditionCheckFailure = in.string();
      case "ExpressionAttributeNames" -> action.placeholders.names = in.stringMap();
      case "ExpressionAttributeValues" ->
          action.placeholders.values = AttributeReader.placeholdersOfAction(in);
      default -> in.skip();
    }
  }
}
