package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** A table as DescribeTable shows it. */
public record TableDescription(
    TableIdentity identity,
    TableStatus tableStatus,
    TableSchema schema,
    TableOptions options,
    TableHistory history,
    StoredSize size) {

  public TableDescription withStatus(TableStatus status) {
    return new TableDescription(identity, status, schema, options, history, size);
  }

  /** The table with other encryption settings. */
  public TableDescription withSse(@Nullable SseSpecification sse) {
    return new TableDescription(identity, tableStatus, schema, options.withSse(sse), history, size);
  }

  public TableDescription withSchema(TableSchema changed) {
    return new TableDescription(identity, tableStatus, changed, options, history, size);
  }

  /** The key that the table is encrypted with; null if it is the service's own. */
  public @Nullable String kmsMasterKeyArn() {
    SseSpecification sse = options.sseSpecification();
    if (sse == null || !Boolean.TRUE.equals(sse.enabled())) {
      return null;
    }
    String given = sse.kmsMasterKeyId();
    if (given != null && given.startsWith("arn:")) {
      return given;
    }
    String[] parts = identity.tableArn().split(":", 6);
    String scope = parts.length > 4 ? parts[3] + ":" + parts[4] : ":";
    // A table without a key of its own shows a stable one.
    String key = given == null ? identity.tableId() : given;
    return "arn:aws:kms:" + scope + (key.startsWith("alias/") ? ":" : ":key/") + key;
  }
}
