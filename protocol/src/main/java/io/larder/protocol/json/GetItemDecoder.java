package io.larder.protocol.json;

import io.larder.protocol.draft.item.GetItemDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.GetItemRequest;

/** Reads a GetItem. */
final class GetItemDecoder {
  private GetItemDecoder() {}

  static GetItemRequest decode(RequestReader in) {
    var get = new GetItemDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> get.tableName = in.string();
        case "Key" -> get.key = AttributeReader.map(in);
        case "ConsistentRead" -> get.consistentRead = in.bool();
        case "ReturnConsumedCapacity" -> get.returnConsumedCapacity = in.string();
        case "ExpressionAttributeNames" -> get.placeholders.names = in.stringMap();
        default -> {
          if (!ExpressionMembers.read(get.projection, in)) {
            in.skip();
          }
        }
      }
    }
    return get.check();
  }
}
