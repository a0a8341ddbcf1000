package io.larder.store.lmdb.tables;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableSchema;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the {@link Table} that a description describes. */
public final class TableDefinition {
  private TableDefinition() {}

  /** {@code indexIds} has an id for every index of the description. */
  public static Table table(
      int id,
      Map<String, Integer> indexIds,
      TableDescription description,
      @Nullable TimeToLive timeToLive) {
    TableSchema schema = description.schema();
    List<AttributeDefinition> definitions = schema.attributeDefinitions();
    Map<String, Index> indexes = new HashMap<>();
    for (LocalSecondaryIndexDescription local : schema.localSecondaryIndexes()) {
      String name = local.index().indexName();
      indexes.put(
          name,
          new Index(
              idOf(indexIds, name),
              idOf(indexIds, name),
              name,
              false,
              keySchema(local.index().keySchema(), definitions),
              local.index().projection(),
              true));
    }
    for (GlobalSecondaryIndexDescription global : schema.globalSecondaryIndexes()) {
      String name = global.index().indexName();
      indexes.put(
          name,
          new Index(
              idOf(indexIds, name),
              idOf(indexIds, name),
              name,
              true,
              keySchema(global.index().keySchema(), definitions),
              global.index().projection(),
              global.indexStatus() == IndexStatus.ACTIVE));
    }
    return new Table(
        id, id, description, keySchema(schema.keySchema(), definitions), indexes, timeToLive);
  }

  /** The table with another description of the same indexes. */
  static Table changed(Table table, TableDescription description) {
    return table(table.id(), indexIds(table), description, table.timeToLive());
  }

  private static int idOf(Map<String, Integer> indexIds, String name) {
    return Objects.requireNonNull(indexIds.get(name), "id of the index");
  }

  /** The key that {@code elements} make of attributes of {@code definitions}. */
  static KeySchema keySchema(
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

  /** The ids that the table's indexes have now. */
  static Map<String, Integer> indexIds(Table table) {
    Map<String, Integer> ids = new HashMap<>();
    table.indexesByName().forEach(index -> ids.put(index.name(), index.id()));
    return ids;
  }
}
