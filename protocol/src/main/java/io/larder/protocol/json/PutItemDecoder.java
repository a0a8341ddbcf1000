package io.larder.protocol.json;

import io.larder.protocol.draft.item.PutItemDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.PutItemRequest;

/** Reads a PutItem. */
final class PutItemDecoder {
  private PutItemDecoder() {}

  static PutItemRequest decode(RequestReader in) {
    var put = new PutItemDraft(in.layer());
    while (in.nextMember()) {
      if (in.memberName().equals("Item")) {
        put.item = AttributeReader.item(in);
      } else if (!WriteMembers.read(put.write, in)) {
        in.skip();
      }
    }
    WriteMembers.finish(put.write, in);
    return put.check();
  }
}
