package io.larder.store.lmdb.tables;

import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.StoredSize;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableSchema;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.lmdb.writer.Sizes;

/** Table descriptions with what is known only at the moment they are asked for. */
final class Descriptions {
  private Descriptions() {}

  /** The description with the counts and sizes of this moment. */
  static TableDescription counted(Table table, Sizes sizes) {
    TableDescription description = table.description();
    TableSchema schema = description.schema();
    return new TableDescription(
        description.identity(),
        description.tableStatus(),
        new TableSchema(
            schema.attributeDefinitions(),
            schema.keySchema(),
            schema.localSecondaryIndexes().stream()
                .map(
                    local ->
                        new LocalSecondaryIndexDescription(
                            local.index(),
                            local.indexArn(),
                            sizeOf(table, local.index().indexName(), sizes)))
                .toList(),
            schema.globalSecondaryIndexes().stream()
                .map(global -> global.withSize(sizeOf(table, global.index().indexName(), sizes)))
                .toList()),
        description.options(),
        description.history(),
        sizes.of(table.id()).stored());
  }

  private static StoredSize sizeOf(Table table, String indexName, Sizes sizes) {
    Index index = table.index(indexName);
    return sizes.of(index == null ? 0 : index.id()).stored();
  }
}
