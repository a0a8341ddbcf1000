package io.larder.store.upstream;

import io.larder.protocol.wire.RenderedJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The tables that the body of a call names, of which nothing has been checked. Who is in doubt
 * takes them for all tables.
 */
final class NamedTables {
  /** Of more, all tables are meant. */
  private static final int MAX_NAMES = 100;

  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> ALL = List.of();
  private static final Set<String> NAMES = Set.of("TableName", "TargetTableName");

  private NamedTables() {}

  /** The values of members that name a table which is changed; empty for any table. */
  static List<String> inMembers(RenderedJson body) {
    List<String> names = members(body, NAMES);
    return names == null || names.isEmpty() ? ALL : List.copyOf(new LinkedHashSet<>(names));
  }

  /** The texts of all members of these names, however deep; null if they cannot be read. */
  private static @Nullable List<String> members(RenderedJson body, Set<String> names) {
    byte[] json = new byte[body.jsonLength()];
    body.copyJsonTo(json, 0);
    List<String> found = new ArrayList<>();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        // What stands in a list has no name.
        if (token == JsonToken.VALUE_STRING
            && in.currentName() != null
            && names.contains(in.currentName())) {
          found.add(in.getString());
        }
        if (found.size() > MAX_NAMES) {
          return null;
        }
      }
      return found;
    } catch (JacksonException e) {
      return null;
    }
  }
}
