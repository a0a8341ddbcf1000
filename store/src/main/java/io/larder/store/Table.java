package io.larder.store;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as it is defined at one moment: immutable, replaced as a whole when the definition
 * changes. Its id and the ids of its indexes are never used again for another table or index.
 */
public final class Table {
  private final int id;
  private final int coherenceId;
  private final TableDescription description;
  private final KeySchema keySchema;
  private final KeyAttribute partitionKey;
  private final @Nullable KeyAttribute sortKey;
  private final Map<String, Index> indexes;
  private final List<Index> indexesByName;
  private final @Nullable TimeToLive timeToLive;
  private final boolean isServing;

  public Table(
      int id,
      int coherenceId,
      TableDescription description,
      KeySchema keySchema,
      Map<String, Index> indexes,
      @Nullable TimeToLive timeToLive) {
    this.id = id;
    this.coherenceId = coherenceId;
    this.description = description;
    this.keySchema = keySchema;
    this.partitionKey = keySchema.partition().getFirst();
    this.sortKey = keySchema.hasSortKey() ? keySchema.sort().getFirst() : null;
    this.indexes = Map.copyOf(indexes);
    this.indexesByName = IndexKeys.byName(indexes);
    this.timeToLive = timeToLive;
    TableStatus status = description.tableStatus();
    this.isServing = status != TableStatus.CREATING && status != TableStatus.DELETING;
  }

  /**
   * What is kept of the table is kept under this number, so that a table with another one has
   * nothing kept of it.
   */
  public int id() {
    return id;
  }

  /**
   * By which the table's item collections are named where their versions are kept. Unlike the id it
   * stays the same as long as writes of the table can be under way.
   */
  public int coherenceId() {
    return coherenceId;
  }

  public String name() {
    return description.identity().tableName();
  }

  /** The definition; its counts and sizes are not kept up to date here. */
  public TableDescription description() {
    return description;
  }

  public KeySchema keySchema() {
    return keySchema;
  }

  public KeyAttribute partitionKey() {
    return partitionKey;
  }

  /** The sort key attribute, or null if the table has none. */
  public @Nullable KeyAttribute sortKey() {
    return sortKey;
  }

  /** All indexes in the order of their names. */
  public List<Index> indexesByName() {
    return indexesByName;
  }

  /** The index of that name, or null. */
  public @Nullable Index index(String name) {
    return indexes.get(name);
  }

  /** How the items expire, or null if they do not. */
  public @Nullable TimeToLive timeToLive() {
    return timeToLive;
  }

  /** True if items can be read and written: the table is neither coming nor going. */
  public boolean isServing() {
    return isServing;
  }

  /**
   * The primary key in the {@code Key} member of a request.
   *
   * @throws io.larder.protocol.error.ServiceException Validation, in the words for keys: "The
   *     provided key element does not match the schema", or a too long key value; EmptyKeyValue
   */
  public PrimaryKey primaryKey(Map<String, AttributeValue> key) {
    return KeyReader.primaryKey(this, key);
  }

  /**
   * The primary key of a whole item that is to be stored.
   *
   * @throws io.larder.protocol.error.ServiceException Validation, in the words for items: "Missing
   *     the key … in the item", "Type mismatch for key …"; EmptyKeyValue
   */
  public PrimaryKey primaryKeyOfItem(Map<String, AttributeValue> item) {
    return KeyReader.primaryKeyOfItem(this, item);
  }

  /** The error for an empty key value in {@code attributes} (a key or an item), or null. */
  public @Nullable ServiceException emptyKeyValue(Map<String, AttributeValue> attributes) {
    return KeyReader.emptyKeyValue(this, attributes);
  }

  @Override
  public String toString() {
    return "Table[" + name() + ", id " + id + "]";
  }
}
