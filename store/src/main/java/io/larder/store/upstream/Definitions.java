package io.larder.store.upstream;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.ProcessHash;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableIdentity;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.TableStatus;
import io.larder.store.Index;
import io.larder.store.ItemCollection;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes tables of what the upstream says of them, gives them their numbers, and compares them. */
final class Definitions {
  /** A number that no table has. */
  static final int NONE = 0;

  private final AtomicInteger ids = new AtomicInteger(NONE);

  /**
   * A table with numbers of its own that nothing is kept under yet.
   *
   * @throws ServiceException if the description contradicts itself
   */
  Table table(TableDescription description) {
    String name = description.identity().tableName();
    try {
      return Table.described(
          withoutDeleted(description),
          new Table.Ids(nextId(), coherenceId(name)),
          index -> new Table.Ids(nextId(), coherenceId(name, index)),
          null);
    } catch (IllegalStateException e) {
      throw new ServiceException(
          new ServiceError.InternalServer(
              "The upstream describes the table " + name + " as it cannot be: " + e.getMessage()));
    }
  }

  /** Of an index that is being deleted the attributes may be gone. */
  private static TableDescription withoutDeleted(TableDescription description) {
    TableSchema schema = description.schema();
    return description.withSchema(
        new TableSchema(
            schema.attributeDefinitions(),
            schema.keySchema(),
            schema.localSecondaryIndexes(),
            schema.globalSecondaryIndexes().stream()
                .filter(index -> index.indexStatus() != IndexStatus.DELETING)
                .toList()));
  }

  private int nextId() {
    int id = ids.incrementAndGet();
    return id == NONE ? ids.incrementAndGet() : id;
  }

  static int coherenceId(String tableName) {
    return ProcessHash.of(tableName);
  }

  // No name of a table has a slash.
  private static int coherenceId(String tableName, String indexName) {
    return ProcessHash.of(tableName + "/" + indexName);
  }

  /** The collections of an item that a write may touch. */
  static long[] collections(String tableName, PrimaryKey key, List<String> indexNames) {
    long[] collections = new long[1 + indexNames.size()];
    collections[0] = key.collection();
    for (int i = 1; i < collections.length; i++) {
      collections[i] = ItemCollection.whole(coherenceId(tableName, indexNames.get(i - 1)));
    }
    return collections;
  }

  static boolean isSameTable(Table before, Table now) {
    TableIdentity identity = before.description().identity();
    TableIdentity other = now.description().identity();
    // Some servers know no ids of tables.
    return identity.tableId().isEmpty()
        ? identity.equals(other)
        : identity.tableId().equals(other.tableId());
  }

  static boolean isSameShape(Table before, Table now) {
    return before.description().tableStatus() == now.description().tableStatus()
        && before.keySchema().equals(now.keySchema())
        && shapes(before).equals(shapes(now));
  }

  private static List<Index> shapes(Table table) {
    return table.indexesByName().stream()
        .map(
            index ->
                new Index(
                    NONE,
                    NONE,
                    index.name(),
                    index.isGlobal(),
                    index.keySchema(),
                    index.projection(),
                    index.isActive()))
        .toList();
  }

  static boolean isSettled(Table table) {
    return table.description().tableStatus() == TableStatus.ACTIVE
        && table.indexesByName().stream().allMatch(Index::isActive);
  }
}
