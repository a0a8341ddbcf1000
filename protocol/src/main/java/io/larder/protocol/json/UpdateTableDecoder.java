package io.larder.protocol.json;

import io.larder.protocol.draft.table.IndexDraft;
import io.larder.protocol.draft.table.UpdateTableDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.UpdateTableRequest;
import java.util.ArrayList;
import java.util.List;

/** Reads an UpdateTable. */
final class UpdateTableDecoder {
  private UpdateTableDecoder() {}

  static UpdateTableRequest decode(RequestReader in) {
    var draft = new UpdateTableDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> draft.tableName = in.string();
        case "AttributeDefinitions" ->
            draft.attributeDefinitions = IndexMembers.readDefinitions(in);
        case "GlobalSecondaryIndexUpdates" -> draft.indexUpdates = readIndexUpdates(in);
        default -> GlobalTableMembers.read(in, draft.global, draft.settings);
      }
    }
    return draft.check();
  }

  private static List<UpdateTableDraft.Action> readIndexUpdates(RequestReader in) {
    in.enterList();
    List<UpdateTableDraft.Action> updates = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement("GlobalSecondaryIndexUpdate");
      IndexDraft create = null;
      IndexDraft update = null;
      IndexDraft delete = null;
      while (in.nextMember()) {
        switch (in.memberName()) {
          case "Create" -> create = readAction(in, "Create");
          case "Update" -> update = readAction(in, "Update");
          case "Delete" -> delete = readAction(in, "Delete");
          default -> in.skip();
        }
      }
      updates.add(new UpdateTableDraft.Action(create, update, delete));
    }
    return updates;
  }

  private static IndexDraft readAction(RequestReader in, String verb) {
    in.enterStructure(verb + "GlobalSecondaryIndexAction");
    return IndexMembers.read(in);
  }
}
