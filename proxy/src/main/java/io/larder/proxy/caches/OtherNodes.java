package io.larder.proxy.caches;

import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Those that keep the same tables in mind. */
public interface OtherNodes {
  /** Has them forget an item; complete when none answers it from memory. */
  CompletionStage<Void> invalidate(Table table, PrimaryKey key);

  /** The same of tables, or of all if there are none. */
  CompletionStage<Void> invalidate(List<String> tableNames);
}
