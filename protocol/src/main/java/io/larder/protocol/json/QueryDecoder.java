package io.larder.protocol.json;

import io.larder.protocol.draft.item.QueryDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.QueryRequest;

/** Reads a Query. */
final class QueryDecoder {
  private QueryDecoder() {}

  static QueryRequest decode(RequestReader in) {
    var query = new QueryDraft(in.layer());
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "KeyConditionExpression" -> query.keyConditionExpression = in.string();
        case "ScanIndexForward" -> query.scanIndexForward = in.bool();
        case "KeyConditions" -> LegacyMembers.read(query.keyConditions, in);
        case "QueryFilter" -> LegacyMembers.read(query.page.filter, in);
        default -> {
          if (!PageMembers.read(query.page, in)) {
            in.skip();
          }
        }
      }
    }
    PageMembers.finish(query.page, in);
    return query.check();
  }
}
