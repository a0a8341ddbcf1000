package io.larder.protocol.json;

import io.larder.protocol.draft.table.ListTablesDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.ListTablesRequest;
import org.jspecify.annotations.Nullable;

/** Reads a ListTables. */
final class ListTablesDecoder {
  private ListTablesDecoder() {}

  static ListTablesRequest decode(RequestReader in) {
    String start = null;
    @Nullable Integer limit = null;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "ExclusiveStartTableName" -> start = in.string();
        case "Limit" -> limit = in.int32();
        default -> in.skip();
      }
    }
    return new ListTablesDraft(start, limit).check();
  }
}
