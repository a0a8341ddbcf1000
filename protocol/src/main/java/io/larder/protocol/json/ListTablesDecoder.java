package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.ListTablesRequest;
import org.jspecify.annotations.Nullable;

/** The members of a ListTables. */
final class ListTablesDecoder {
  private static final int MAX_LIMIT = 100;

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
    var violations = new Violations();
    if (start != null) {
      ResourceName.checkAll(start, "exclusiveStartTableName", violations);
    }
    if (limit != null) {
      violations.atLeast(limit, 1, "limit");
      violations.atMost(limit, MAX_LIMIT, "limit");
    }
    violations.throwIfAny();
    return new ListTablesRequest(start, limit == null ? MAX_LIMIT : limit);
  }
}
