package io.larder.store;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses expressions that reach into key attributes, which have no parts. */
public final class ScalarKeys {
  private ScalarKeys() {}

  /**
   * @throws io.larder.protocol.error.ServiceException Validation
   */
  public static void check(Table table, @Nullable ProjectionExpression projection) {
    if (projection != null) {
      check(table, projection.dereferencedNames());
    }
  }

  /**
   * @throws io.larder.protocol.error.ServiceException Validation
   */
  public static void check(Table table, @Nullable ConditionExpression filter) {
    if (filter != null) {
      check(table, filter.dereferencedNames());
    }
  }

  private static void check(Table table, Set<String> names) {
    if (names.isEmpty()) {
      return;
    }
    check(table.keySchema(), names, "Key: ");
    for (Index index : table.indexesByName()) {
      check(index.keySchema(), names, "IndexKey: ");
    }
  }

  private static void check(KeySchema schema, Set<String> names, String kind) {
    for (KeyAttribute attribute : schema.attributes()) {
      if (names.contains(attribute.name())) {
        throw validation(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
                + " allowed: "
                + kind
                + attribute.name());
      }
    }
  }
}
