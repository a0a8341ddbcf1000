package io.larder.protocol.json;

import io.larder.protocol.draft.item.DeleteItemDraft;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.DeleteItemRequest;

/** Reads a DeleteItem. */
final class DeleteItemDecoder {
  private DeleteItemDecoder() {}

  static DeleteItemRequest decode(RequestReader in) {
    var delete = new DeleteItemDraft(in.layer());
    while (in.nextMember()) {
      if (in.memberName().equals("Key")) {
        delete.key = AttributeReader.map(in);
      } else if (!WriteMembers.read(delete.write, in)) {
        in.skip();
      }
    }
    WriteMembers.finish(delete.write, in);
    return delete.check();
  }
}
