package io.larder.protocol.draft.statement;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.Fingerprint;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.draft.item.ValueFault;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.partiql.Statement;
import io.larder.protocol.partiql.StatementParser;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with its parameters, of a request of its own or one of several. */
public final class StatementDraft {
  /** For the codec to read {@link #parameters} with. */
  public final ValueDraft values = new ValueDraft(ValidationLayer.OLDER);

  public @Nullable String statement;
  public @Nullable List<AttributeValue> parameters;
  public @Nullable Boolean consistentRead;
  public @Nullable String onConditionCheckFailure;

  /** {@code path} is empty, or leads to this statement. */
  void checkShape(String path, Violations violations) {
    if (statement == null) {
      violations.addNull(path + "statement");
    } else if (statement.isEmpty()) {
      violations.add(statement, path + "statement", Constraint.lengthAtLeast(1));
    } else if (statement.codePointCount(0, statement.length())
        > ServiceQuotas.MAX_STATEMENT_LENGTH) {
      violations.add(
          statement,
          path + "statement",
          Constraint.lengthAtMost(ServiceQuotas.MAX_STATEMENT_LENGTH));
    }
    if (parameters != null && parameters.isEmpty()) {
      violations.add("[]", path + "parameters", Constraint.lengthAtLeast(1));
    }
    violations.memberOf(
        RequestEnums.ON_CONDITION_CHECK_FAILURE,
        onConditionCheckFailure,
        path + "returnValuesOnConditionCheckFailure");
  }

  String text() {
    return statement == null ? "" : statement;
  }

  boolean consistentRead() {
    return Boolean.TRUE.equals(consistentRead);
  }

  ReturnValuesOnConditionCheckFailure onFailure() {
    return RequestEnums.ON_CONDITION_CHECK_FAILURE.of(
        onConditionCheckFailure, ReturnValuesOnConditionCheckFailure.NONE);
  }

  void checkParameters() {
    ValueFault fault = values.fault();
    if (fault != null) {
      throw ServiceException.validation(fault.message());
    }
  }

  /** The parameters are looked at before the statement is. */
  Statement parse() {
    checkParameters();
    return StatementParser.parse(text(), parameters == null ? List.of() : parameters);
  }

  void addTo(Fingerprint fingerprint) {
    fingerprint.text(statement).values(parameters == null ? List.of() : parameters);
  }
}
