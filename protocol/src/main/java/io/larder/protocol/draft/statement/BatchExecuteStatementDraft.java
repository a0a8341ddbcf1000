package io.larder.protocol.draft.statement;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.BatchStatement;
import io.larder.protocol.partiql.Statement;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a BatchExecuteStatement. */
public final class BatchExecuteStatementDraft {
  public @Nullable List<StatementDraft> statements;
  public @Nullable String returnConsumedCapacity;

  public BatchExecuteStatementRequest check() {
    var violations = new Violations();
    List<StatementDraft> drafts =
        StatementList.check(
            statements, "statements", ServiceQuotas.MAX_BATCH_STATEMENTS, violations);
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    violations.throwIfAny();
    List<BatchStatement> parsed = new ArrayList<>(drafts.size());
    drafts.forEach(draft -> parsed.add(parse(draft)));
    rejectMixed(parsed);
    return new BatchExecuteStatementRequest(
        parsed, RequestEnums.consumedCapacity(returnConsumedCapacity));
  }

  private static BatchStatement parse(StatementDraft draft) {
    Statement statement = null;
    ServiceError fault = null;
    try {
      statement = draft.parse();
      if (statement instanceof Statement.Exists) {
        statement = null;
        fault = new ServiceError.Validation(Statement.Exists.ONLY_IN_TRANSACTIONS);
      }
    } catch (ServiceException e) {
      fault = e.error();
    }
    return new BatchStatement(
        draft.text(), statement, fault, draft.consistentRead(), draft.onFailure());
  }

  private static void rejectMixed(List<BatchStatement> parsed) {
    boolean reads = false;
    boolean writes = false;
    for (BatchStatement entry : parsed) {
      Statement statement = entry.statement();
      reads |= statement != null && statement.reads();
      writes |= statement != null && !statement.reads();
    }
    if (reads && writes) {
      throw ServiceException.validation(
          "Read and write requests together in the same batch is not supported.");
    }
  }
}
