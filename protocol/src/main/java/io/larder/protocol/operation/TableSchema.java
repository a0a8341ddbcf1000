package io.larder.protocol.operation;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What shapes the items of a table and the entries of its indexes. */
public record TableSchema(
    List<AttributeDefinition> attributeDefinitions,
    List<KeySchemaElement> keySchema,
    List<LocalSecondaryIndexDescription> localSecondaryIndexes,
    List<GlobalSecondaryIndexDescription> globalSecondaryIndexes) {

  /** The global secondary index of that name; null if there is none. */
  public @Nullable GlobalSecondaryIndexDescription globalSecondaryIndex(String name) {
    for (GlobalSecondaryIndexDescription index : globalSecondaryIndexes) {
      if (index.index().indexName().equals(name)) {
        return index;
      }
    }
    return null;
  }

  /** The same with other global indexes. */
  public TableSchema withGlobalIndexes(List<GlobalSecondaryIndexDescription> indexes) {
    return new TableSchema(attributeDefinitions, keySchema, localSecondaryIndexes, indexes);
  }

  /** The same with each global index changed. */
  public TableSchema withGlobalIndexes(UnaryOperator<GlobalSecondaryIndexDescription> change) {
    return withGlobalIndexes(globalSecondaryIndexes.stream().map(change).toList());
  }
}
