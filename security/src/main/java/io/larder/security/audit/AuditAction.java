package io.larder.security.audit;

import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.RenderedJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller wanted done. */
public sealed interface AuditAction {
  /** The operation, as AWS spells it. */
  String name();

  /** True if it changes nothing. */
  boolean isReadOnly();

  /** True if it is about tables, identities and settings, false if it is about items. */
  boolean isManagement();

  /**
   * An operation of DynamoDB.
   *
   * @param request null if it was refused before it was read
   * @param response null if there is none, or none of which anything is recorded
   */
  record Tables(String name, @Nullable Request<?> request, @Nullable Response response)
      implements AuditAction {
    /**
     * The operations on items, and whether they are recorded as reading only: of a statement that
     * is never said.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html">
     *     Logging DynamoDB operations by using AWS CloudTrail</a>
     */
    static final Map<String, Boolean> DATA =
        Map.ofEntries(
            Map.entry("GetItem", true),
            Map.entry("BatchGetItem", true),
            Map.entry("TransactGetItems", true),
            Map.entry("Query", true),
            Map.entry("Scan", true),
            Map.entry("SearchVectors", true),
            Map.entry("GetRecords", true),
            Map.entry("GetShardIterator", true),
            Map.entry("PutItem", false),
            Map.entry("UpdateItem", false),
            Map.entry("DeleteItem", false),
            Map.entry("BatchWriteItem", false),
            Map.entry("TransactWriteItems", false),
            Map.entry("ExecuteStatement", false),
            Map.entry("BatchExecuteStatement", false),
            Map.entry("ExecuteTransaction", false));

    /** An operation that ended so; what was answered is only kept if it tells of a change. */
    public static Tables of(
        String name, @Nullable Request<?> request, @Nullable Response response) {
      boolean isChange = !DATA.containsKey(name) && !readsByName(name);
      return new Tables(name, request, isChange ? response : null);
    }

    @Override
    public boolean isReadOnly() {
      Boolean data = DATA.get(name);
      return data == null ? readsByName(name) : data;
    }

    @Override
    public boolean isManagement() {
      return !DATA.containsKey(name);
    }
  }

  /**
   * An operation of another service that is served here, which is always recorded.
   *
   * @param source such as {@code iam.amazonaws.com}
   * @param version of its API
   * @param parameters JSON of what was asked for, in CloudTrail's spelling; null for nothing
   * @param elements JSON of what was answered, likewise
   */
  record Api(
      String source,
      String version,
      String name,
      @Nullable RenderedJson parameters,
      @Nullable RenderedJson elements)
      implements AuditAction {
    @Override
    public boolean isReadOnly() {
      return readsByName(name);
    }

    @Override
    public boolean isManagement() {
      return true;
    }
  }

  // Those that make sessions change nothing that is kept.
  private static boolean readsByName(String name) {
    return name.startsWith("Describe")
        || name.startsWith("List")
        || name.startsWith("Get")
        || name.startsWith("Simulate")
        || name.startsWith("AssumeRole");
  }
}
