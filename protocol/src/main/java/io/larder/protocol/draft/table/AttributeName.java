package io.larder.protocol.draft.table;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.quota.ServiceQuotas;
import org.jspecify.annotations.Nullable;

/** The rule for the name of an attribute that a table's definition mentions. */
final class AttributeName {
  private AttributeName() {}

  static void check(@Nullable String name, String path, Violations violations) {
    if (name == null) {
      violations.addNull(path);
    } else if (name.isEmpty()) {
      violations.add(name, path, Constraint.lengthAtLeast(1));
    } else if (isLong(name)) {
      violations.add(name, path, Constraint.lengthAtMost(ServiceQuotas.MAX_KEY_ATTRIBUTE_NAME));
    }
  }

  static boolean isLong(String name) {
    return name.length() > ServiceQuotas.MAX_KEY_ATTRIBUTE_NAME;
  }
}
