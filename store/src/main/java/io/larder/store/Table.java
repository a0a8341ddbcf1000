package io.larder.store;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.TableStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    this.isServing =
        switch (status) {
          case ACTIVE, UPDATING -> true;
          case CREATING, DELETING, INACCESSIBLE_ENCRYPTION_CREDENTIALS -> false;
        };
  }

  /**
   * The numbers by which a table or an index is known here.
   *
   * @param id as {@link Table#id}
   * @param coherenceId as {@link Table#coherenceId}
   */
  public record Ids(int id, int coherenceId) {}

  /**
   * The table that {@code description} describes.
   *
   * @param indexIds has the numbers of every index by its name
   * @throws IllegalStateException if the description contradicts itself
   */
  public static Table described(
      TableDescription description,
      Ids ids,
      Function<String, Ids> indexIds,
      @Nullable TimeToLive timeToLive) {
    TableSchema schema = description.schema();
    List<AttributeDefinition> definitions = schema.attributeDefinitions();
    Map<String, Index> indexes = new HashMap<>();
    for (LocalSecondaryIndexDescription local : schema.localSecondaryIndexes()) {
      String name = local.index().indexName();
      KeySchema key = keySchema(local.index().keySchema(), definitions);
      indexes.put(name, index(name, indexIds, false, key, local.index().projection(), true));
    }
    for (GlobalSecondaryIndexDescription global : schema.globalSecondaryIndexes()) {
      String name = global.index().indexName();
      KeySchema key = keySchema(global.index().keySchema(), definitions);
      boolean isActive = global.indexStatus() == IndexStatus.ACTIVE;
      indexes.put(name, index(name, indexIds, true, key, global.index().projection(), isActive));
    }
    KeySchema key = keySchema(schema.keySchema(), definitions);
    return new Table(ids.id(), ids.coherenceId(), description, key, indexes, timeToLive);
  }

  private static Index index(
      String name,
      Function<String, Ids> indexIds,
      boolean isGlobal,
      KeySchema key,
      Projection projection,
      boolean isActive) {
    Ids ids = indexIds.apply(name);
    return new Index(ids.id(), ids.coherenceId(), name, isGlobal, key, projection, isActive);
  }

  /**
   * The key that {@code elements} make of attributes of {@code definitions}.
   *
   * @throws IllegalStateException if one of them is not defined
   */
  public static KeySchema keySchema(
      List<KeySchemaElement> elements, List<AttributeDefinition> definitions) {
    return new KeySchema(
        attributes(elements, KeyType.HASH, definitions),
        attributes(elements, KeyType.RANGE, definitions));
  }

  private static List<KeyAttribute> attributes(
      List<KeySchemaElement> elements, KeyType keyType, List<AttributeDefinition> definitions) {
    return elements.stream()
        .filter(element -> element.keyType() == keyType)
        .map(element -> new KeyAttribute(element.attributeName(), type(element, definitions)))
        .toList();
  }

  private static AttributeValue.Type type(
      KeySchemaElement element, List<AttributeDefinition> definitions) {
    for (AttributeDefinition definition : definitions) {
      if (definition.attributeName().equals(element.attributeName())) {
        return switch (definition.attributeType()) {
          case S -> AttributeValue.Type.S;
          case N -> AttributeValue.Type.N;
          case B -> AttributeValue.Type.B;
        };
      }
    }
    throw new IllegalStateException("no definition of " + element.attributeName());
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

  /** True if the key with which it is encrypted cannot be used. */
  public boolean isInaccessible() {
    return description.tableStatus() == TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS;
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
