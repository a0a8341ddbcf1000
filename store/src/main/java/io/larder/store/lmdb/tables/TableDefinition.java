package io.larder.store.lmdb.tables;

import io.larder.protocol.operation.TableDescription;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Table} whose numbers are those that the catalog counts. */
public final class TableDefinition {
  private TableDefinition() {}

  /** {@code indexIds} has an id for every index of the description. */
  public static Table table(
      int id,
      Map<String, Integer> indexIds,
      TableDescription description,
      @Nullable TimeToLive timeToLive) {
    return Table.described(
        description,
        ids(id),
        name -> ids(Objects.requireNonNull(indexIds.get(name), "id of the index")),
        timeToLive);
  }

  private static Table.Ids ids(int id) {
    return new Table.Ids(id, id);
  }

  /** The table with another description of the same indexes. */
  static Table changed(Table table, TableDescription description) {
    return table(table.id(), indexIds(table), description, table.timeToLive());
  }

  /** The ids that the table's indexes have now. */
  static Map<String, Integer> indexIds(Table table) {
    Map<String, Integer> ids = new HashMap<>();
    table.indexesByName().forEach(index -> ids.put(index.name(), index.id()));
    return ids;
  }
}
