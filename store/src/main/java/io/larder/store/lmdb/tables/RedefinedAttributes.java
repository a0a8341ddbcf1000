package io.larder.store.lmdb.tables;

import static io.larder.protocol.error.ServiceException.invalidParameter;

import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.KeyType;
import io.larder.store.Table;
import java.util.List;
import java.util.stream.Stream;

/** The rule that an attribute has one type in all keys of a table and its indexes. */
final class RedefinedAttributes {
  private RedefinedAttributes() {}

  /** Rejects the key of a new index if it gives an attribute another type than it has. */
  static void reject(Table table, KeySchema added) {
    rejectContradiction(table.keySchema(), added);
    table.indexesByName().forEach(index -> rejectContradiction(index.keySchema(), added));
  }

  private static void rejectContradiction(KeySchema existing, KeySchema added) {
    for (KeyAttribute attribute : added.attributes()) {
      for (KeyAttribute known : existing.attributes()) {
        if (known.name().equals(attribute.name()) && known.type() != attribute.type()) {
          throw invalidParameter(
              "Attributes cannot be redefined. Please"
                  + " check that your attribute has the same type as previously defined. Existing"
                  + " schema: "
                  + describe(existing)
                  + " New schema: "
                  + describe(added));
        }
      }
    }
  }

  private static String describe(KeySchema schema) {
    List<String> elements =
        Stream.concat(
                schema.partition().stream().map(attribute -> describe(attribute, KeyType.HASH)),
                schema.sort().stream().map(attribute -> describe(attribute, KeyType.RANGE)))
            .toList();
    return "Schema:" + elements;
  }

  private static String describe(KeyAttribute attribute, KeyType type) {
    return "SchemaElement: key{" + attribute.name() + ":" + attribute.type() + ":" + type + "}";
  }
}
