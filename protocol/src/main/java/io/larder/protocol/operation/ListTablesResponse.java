package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table names, and the last of them if there are more. */
public record ListTablesResponse(List<String> tableNames, @Nullable String lastEvaluatedTableName)
    implements Response {}
