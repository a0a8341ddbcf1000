package io.larder.cache.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.store.NamedTouched;
import io.larder.store.NewTable;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.Table;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items of a table with a partition key of type string, whose id changes when it is told to.
 */
final class NamedOrders implements SharedTables {
  static final String NAME = "Orders";

  private static final Table TABLE = table();

  /** Names of the tables that are held, {@code *} for all. */
  final List<String> held = new ArrayList<>();

  private Table table = TABLE;

  private static Table table() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(NewTable.named(NAME, "id:S", "").request()).join();
      return store.known(NAME);
    }
  }

  void changeId() {
    table =
        new Table(
            table.id() + 1,
            table.coherenceId(),
            table.description(),
            table.keySchema(),
            Map.of(),
            null);
  }

  Table known() {
    return table;
  }

  NamedTouched item(String id, String... indexNames) {
    return touched(NAME, id.getBytes(UTF_8), new byte[0], List.of(indexNames));
  }

  @Override
  public NamedTouched touched(
      String tableName, byte[] partition, byte[] sort, List<String> indexNames) {
    PrimaryKey key = key(new String(partition, UTF_8));
    return new NamedTouched(tableName, key, indexNames, key.collection());
  }

  private PrimaryKey key(String id) {
    try {
      return table.primaryKey(Map.of("id", new AttributeValue.Str(id)));
    } catch (ServiceException e) {
      // Of bytes that are no key there is nothing to tell.
      return table.primaryKey(Map.of("id", new AttributeValue.Str("none")));
    }
  }

  @Override
  public boolean isCurrent(NamedTouched touched) {
    return touched.key().id() == table.id();
  }

  @Override
  public Hold hold(@Nullable String tableName) {
    String name = tableName == null ? "*" : tableName;
    held.add(name);
    return () -> held.remove(name);
  }
}
