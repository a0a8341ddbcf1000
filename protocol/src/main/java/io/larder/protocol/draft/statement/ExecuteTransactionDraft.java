package io.larder.protocol.draft.statement;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.Fingerprint;
import io.larder.protocol.draft.item.RequestEnums;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import io.larder.protocol.operation.TransactStatement;
import io.larder.protocol.partiql.Statement;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of an ExecuteTransaction. */
public final class ExecuteTransactionDraft {
  public @Nullable List<StatementDraft> transactStatements;
  public @Nullable String clientRequestToken;
  public @Nullable String returnConsumedCapacity;

  public ExecuteTransactionRequest check() {
    List<StatementDraft> drafts = checkShape();
    drafts.forEach(StatementDraft::checkParameters);
    var fingerprint = new Fingerprint();
    List<TransactStatement> parsed = new ArrayList<>(drafts.size());
    for (StatementDraft draft : drafts) {
      parsed.add(
          new TransactStatement(draft.text(), parse(draft, parsed.size()), draft.onFailure()));
      draft.addTo(fingerprint);
    }
    rejectMixed(parsed);
    return new ExecuteTransactionRequest(
        parsed,
        clientRequestToken,
        fingerprint.toBytes(),
        RequestEnums.consumedCapacity(returnConsumedCapacity));
  }

  private List<StatementDraft> checkShape() {
    var violations = new Violations();
    List<StatementDraft> drafts =
        StatementList.check(
            transactStatements,
            "transactStatements",
            ServiceQuotas.MAX_TRANSACTION_ACTIONS,
            violations);
    if (clientRequestToken != null && clientRequestToken.isEmpty()) {
      violations.add("", "clientRequestToken", Constraint.lengthAtLeast(1));
    }
    if (clientRequestToken != null
        && clientRequestToken.length() > ServiceQuotas.MAX_CLIENT_REQUEST_TOKEN) {
      violations.add(
          clientRequestToken,
          "clientRequestToken",
          Constraint.lengthAtMost(ServiceQuotas.MAX_CLIENT_REQUEST_TOKEN));
    }
    RequestEnums.checkConsumedCapacity(returnConsumedCapacity, violations);
    violations.throwIfAny();
    return drafts;
  }

  private static Statement parse(StatementDraft draft, int index) {
    Statement statement;
    try {
      statement = draft.parse();
    } catch (ServiceException e) {
      throw fault(index, e.error().message());
    }
    boolean returns =
        switch (statement) {
          case Statement.Update update -> update.returning() != null;
          case Statement.Delete delete -> delete.returnsOld();
          case Statement.Select _, Statement.Insert _, Statement.Exists _ -> false;
        };
    if (returns) {
      throw fault(index, "RETURNING clause is not supported in ExecuteTransaction.");
    }
    boolean readsIndex =
        (statement instanceof Statement.Select select && select.indexName() != null)
            || (statement instanceof Statement.Exists exists
                && exists.select().indexName() != null);
    if (readsIndex) {
      throw fault(index, "Reads on indices are not supported within transactions.");
    }
    return statement;
  }

  /** The refusal of a transaction for one of its statements, counted from 0. */
  public static ServiceException fault(int index, String message) {
    return ServiceException.validation(
        "Validation failed in TransactStatements[" + index + "]: " + message);
  }

  private static void rejectMixed(List<TransactStatement> parsed) {
    long reads = parsed.stream().filter(statement -> statement.statement().reads()).count();
    if (reads > 0 && reads < parsed.size()) {
      throw ServiceException.validation(
          "ExecuteTransaction API does not support both read and write operations in the same"
              + " request.");
    }
  }
}
