package io.larder.protocol.draft.statement;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks how many statements a request has, and the shape of each. */
final class StatementList {
  private StatementList() {}

  static List<StatementDraft> check(
      @Nullable List<StatementDraft> statements, String path, int most, Violations violations) {
    if (statements == null) {
      violations.addNull(path);
      return List.of();
    }
    if (statements.isEmpty()) {
      violations.add("[]", path, Constraint.lengthAtLeast(1));
    } else if (statements.size() > most) {
      violations.addWithoutValue(path, Constraint.lengthAtMost(most));
      violations.throwIfAny();
    }
    for (int i = 0; i < statements.size(); i++) {
      statements.get(i).checkShape(path + "." + (i + 1) + ".member.", violations);
    }
    return statements;
  }
}
