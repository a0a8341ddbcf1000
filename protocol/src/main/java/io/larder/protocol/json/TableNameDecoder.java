package io.larder.protocol.json;

import io.larder.protocol.draft.table.TableNameDraft;
import io.larder.protocol.json.reader.RequestReader;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the requests that consist of a table name or of nothing. */
final class TableNameDecoder {
  private TableNameDecoder() {}

  /** The request that {@code request} makes of the table's name. */
  static <R> R decode(RequestReader in, Function<String, R> request) {
    String tableName = null;
    while (in.nextMember()) {
      if (in.memberName().equals("TableName")) {
        tableName = in.string();
      } else {
        in.skip();
      }
    }
    return new TableNameDraft(tableName).check(request);
  }

  static <R> R decodeNothing(RequestReader in, Supplier<R> request) {
    while (in.nextMember()) {
      in.skip();
    }
    return request.get();
  }
}
