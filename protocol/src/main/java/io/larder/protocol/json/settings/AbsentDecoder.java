package io.larder.protocol.json.settings;

import io.larder.protocol.draft.settings.AbsentDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.wire.RenderedJson;

/** Reads the request of an operation whose feature is not here, as far as that is looked at. */
public final class AbsentDecoder {
  private AbsentDecoder() {}

  /** {@code body} is what {@code in} reads. */
  public static AbsentRequest decode(Operation operation, RequestReader in, RenderedJson body) {
    var draft = new AbsentDraft(operation);
    while (in.nextMember()) {
      String name = in.memberName();
      switch (draft.typeOf(name)) {
        case TEXT -> draft.give(name, in.string());
        case NUMBER -> draft.give(name, in.int64());
        case OTHER -> {
          draft.give(name);
          in.skip();
        }
      }
    }
    return new AbsentRequest(operation, draft.check(body.jsonLength()), body);
  }
}
