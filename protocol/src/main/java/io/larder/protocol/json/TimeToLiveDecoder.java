package io.larder.protocol.json;

import io.larder.protocol.draft.table.UpdateTimeToLiveDraft;
import io.larder.protocol.draft.table.UpdateTimeToLiveDraft.Specification;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;

/** Reads an UpdateTimeToLive. */
final class TimeToLiveDecoder {
  private TimeToLiveDecoder() {}

  static UpdateTimeToLiveRequest decode(RequestReader in) {
    var draft = new UpdateTimeToLiveDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> draft.tableName = in.string();
        case "TimeToLiveSpecification" -> {
          if (draft.specification == null) {
            draft.specification = new Specification();
          }
          readSpecification(in, draft.specification);
        }
        default -> in.skip();
      }
    }
    return draft.check();
  }

  private static void readSpecification(RequestReader in, Specification specification) {
    in.enterStructure("TimeToLiveSpecification");
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Enabled" -> specification.enabled = in.bool();
        case "AttributeName" -> specification.attributeName = in.string();
        default -> in.skip();
      }
    }
  }
}
