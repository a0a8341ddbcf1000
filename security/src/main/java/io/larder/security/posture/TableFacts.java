package io.larder.security.posture;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.TableDescription;
import io.larder.store.TableStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store says of its tables.
 *
 * @param limits null if the store does not know them
 * @param isComplete false if there are more tables than are looked at
 */
record TableFacts(
    List<Described> tables, @Nullable DescribeLimitsResponse limits, boolean isComplete) {
  /** Most tables that one report looks at: as many as an account may have. */
  static final int MAX_TABLES = 2_500;

  private static final int PAGE = 100;

  /**
   * One table.
   *
   * @param isTagged null if the store does not know
   */
  record Described(TableDescription table, @Nullable Boolean isTagged) {}

  /** Asks the store; blocks. What is deleted meanwhile is left out. */
  static TableFacts of(TableStore store) {
    List<Described> tables = new ArrayList<>();
    @Nullable String start = null;
    do {
      ListTablesResponse page = store.describe(new ListTablesRequest(start, PAGE));
      for (String name : page.tableNames()) {
        Described described = describe(store, name);
        if (described != null) {
          tables.add(described);
        }
      }
      start = page.lastEvaluatedTableName();
    } while (start != null && tables.size() < MAX_TABLES);
    return new TableFacts(tables, limits(store), start == null);
  }

  private static @Nullable Described describe(TableStore store, String name) {
    try {
      TableDescription table = store.describe(new DescribeTableRequest(name)).table();
      return new Described(table, isTagged(store, table));
    } catch (ServiceException _) {
      return null;
    }
  }

  private static @Nullable Boolean isTagged(TableStore store, TableDescription table) {
    try {
      return !store
          .describe(new ListTagsOfResourceRequest(table.identity().tableArn(), null))
          .tags()
          .isEmpty();
    } catch (ServiceException _) {
      return null;
    }
  }

  private static @Nullable DescribeLimitsResponse limits(TableStore store) {
    try {
      return store.describe(new DescribeLimitsRequest());
    } catch (ServiceException _) {
      return null;
    }
  }
}
