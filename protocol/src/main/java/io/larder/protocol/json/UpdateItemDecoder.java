package io.larder.protocol.json;

import io.larder.protocol.draft.item.UpdateItemDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.UpdateItemRequest;

/** Reads an UpdateItem. */
final class UpdateItemDecoder {
  private UpdateItemDecoder() {}

  static UpdateItemRequest decode(RequestReader in) {
    var update = new UpdateItemDraft(in.layer());
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Key" -> update.key = AttributeReader.map(in);
        case "UpdateExpression" -> update.updateExpression = in.string();
        case "AttributeUpdates" -> LegacyMembers.readUpdates(update, in);
        default -> {
          if (!WriteMembers.read(update.write, in)) {
            in.skip();
          }
        }
      }
    }
    WriteMembers.finish(update.write, in);
    return update.check();
  }
}
