package io.larder.protocol.json;

import io.larder.protocol.draft.item.WriteDraft;
import io.larder.protocol.json.reader.RequestReader;

/** Reads the members that PutItem, UpdateItem and DeleteItem have in common. */
final class WriteMembers {
  private WriteMembers() {}

  /** Reads the current member if it is one of these; false if the reader still stands at it. */
  static boolean read(WriteDraft write, RequestReader in) {
    switch (in.memberName()) {
      case "TableName" -> write.tableName = in.string();
      case "ReturnValues" -> write.returnValues = in.string();
      case "ReturnConsumedCapacity" -> write.returnConsumedCapacity = in.string();
      case "ReturnItemCollectionMetrics" -> write.returnItemCollectionMetrics = in.string();
      case "ReturnValuesOnConditionCheckFailure" -> write.onConditionCheckFailure = in.string();
      case "ConditionExpression" -> write.conditionExpression = in.string();
      case "ConditionalOperator" -> write.conditionalOperator = in.string();
      case "Expected" -> LegacyMembers.read(write.expected, in);
      default -> {
        return ExpressionMembers.read(write.placeholders, in);
      }
    }
    return true;
  }

  /** Notes what only the reader saw of a request that is read to its end. */
  static void finish(WriteDraft write, RequestReader in) {
    write.isReadByOlderLayer = in.isReadByOlderLayer();
  }
}
