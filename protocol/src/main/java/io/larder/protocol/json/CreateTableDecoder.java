package io.larder.protocol.json;

import io.larder.protocol.draft.table.CreateTableDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.CreateTableRequest;

/** Reads a CreateTable. */
final class CreateTableDecoder {
  private CreateTableDecoder() {}

  static CreateTableRequest decode(RequestReader in) {
    var draft = new CreateTableDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> draft.tableName = in.string();
        case "AttributeDefinitions" ->
            draft.attributeDefinitions = IndexMembers.readDefinitions(in);
        case "KeySchema" -> draft.keySchema = IndexMembers.readKeySchema(in);
        case "LocalSecondaryIndexes" ->
            draft.localIndexes = IndexMembers.readList(in, "LocalSecondaryIndex");
        case "GlobalSecondaryIndexes" ->
            draft.globalIndexes = IndexMembers.readList(in, "GlobalSecondaryIndex");
        case "ResourcePolicy" -> draft.resourcePolicy = in.string();
        case "Tags" -> draft.tags = TagResourceDecoder.readTags(in);
        default -> GlobalTableMembers.read(in, draft.global, draft.settings);
      }
    }
    return draft.check();
  }
}
