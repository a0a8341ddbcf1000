package io.larder.protocol.draft.statement;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.Fingerprint;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.partiql.Statement;
import io.larder.protocol.quota.ServiceQuotas;
import org.jspecify.annotations.Nullable;

/** The members of an ExecuteStatement. */
public final class ExecuteStatementDraft {
  public final StatementDraft statement = new StatementDraft();
  public @Nullable Integer limit;
  public @Nullable String nextToken;
  public @Nullable String returnConsumedCapacity;

  public ExecuteStatementRequest check() {
    var violations = new Violations();
    statement.checkShape("", violations);
    if (nextToken != null && nextToken.length() > ServiceQuotas.MAX_NEXT_TOKEN) {
      violations.add(nextToken, "nextToken", Constraint.lengthAtMost(ServiceQuotas.MAX_NEXT_TOKEN));
    }
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    if (limit != null) {
      violations.atLeast(limit, 1, "limit");
    }
    violations.throwIfAny();
    Statement parsed = statement.parse();
    if (parsed instanceof Statement.Exists) {
      throw ServiceException.validation(Statement.Exists.ONLY_IN_TRANSACTIONS);
    }
    if (nextToken != null && !parsed.reads()) {
      throw ServiceException.validation("NextToken is only valid on a SELECT statement");
    }
    var fingerprint = new Fingerprint();
    statement.addTo(fingerprint);
    return new ExecuteStatementRequest(
        statement.text(),
        parsed,
        fingerprint.toBytes(),
        statement.consistentRead(),
        limit,
        nextToken,
        RequestEnums.consumedCapacity(returnConsumedCapacity),
        statement.onFailure());
  }
}
