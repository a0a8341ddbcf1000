package io.larder.protocol.operation;

import java.time.Instant;

/** What tells a table from every other; it never changes. */
public record TableIdentity(
    String tableName, String tableArn, String tableId, Instant creationDateTime) {}
