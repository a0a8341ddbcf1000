package io.larder.protocol.dax;

import io.larder.protocol.item.KeySchema;
import org.jspecify.annotations.Nullable;

/** The keys of tables, without which keys and items cannot be read. Never blocks. */
@FunctionalInterface
public interface KeySchemas {
  /** The key of that table; null if there is no such table, as far as is known. */
  @Nullable KeySchema of(String tableName);
}
