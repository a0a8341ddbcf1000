package io.larder.store.hidden;

import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The answer to ListTables as JSON, as an upstream gives it. */
final class TableNames {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String NAMES = "TableNames";
  private static final String LAST = "LastEvaluatedTableName";

  private TableNames() {}

  /** The answer; members that are not known are left out. */
  static ListTablesResponse read(byte[] json) {
    List<String> names = new ArrayList<>();
    String last = null;
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = in.currentName();
        JsonToken value = in.nextToken();
        if (member.equals(LAST) && value == JsonToken.VALUE_STRING) {
          last = in.getString();
        } else if (member.equals(NAMES) && value == JsonToken.START_ARRAY) {
          while (in.nextToken() == JsonToken.VALUE_STRING) {
            names.add(in.getString());
          }
        } else {
          in.skipChildren();
        }
      }
    }
    return new ListTablesResponse(names, last);
  }

  static byte[] write(ListTablesResponse list) {
    var out = new JsonWriter();
    out.beginObject();
    String last = list.lastEvaluatedTableName();
    if (last != null) {
      out.name(LAST);
      out.value(last);
    }
    out.name(NAMES);
    out.beginArray();
    list.tableNames().forEach(out::value);
    out.endArray();
    out.endObject();
    return out.toByteArray();
  }
}
