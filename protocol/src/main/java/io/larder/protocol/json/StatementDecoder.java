package io.larder.protocol.json;

import io.larder.protocol.draft.statement.BatchExecuteStatementDraft;
import io.larder.protocol.draft.statement.ExecuteStatementDraft;
import io.larder.protocol.draft.statement.ExecuteTransactionDraft;
import io.larder.protocol.draft.statement.StatementDraft;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.json.reader.AttributeReader;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import java.util.ArrayList;
import java.util.List;

/** Reads what carries out PartiQL statements. */
final class StatementDecoder {
  private StatementDecoder() {}

  static ExecuteStatementRequest execute(RequestReader in) {
    var execute = new ExecuteStatementDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Limit" -> execute.limit = in.int32();
        case "NextToken" -> execute.nextToken = in.string();
        case "ReturnConsumedCapacity" -> execute.returnConsumedCapacity = in.string();
        default -> readMember(execute.statement, in);
      }
    }
    return execute.check();
  }

  static BatchExecuteStatementRequest batch(RequestReader in) {
    var batch = new BatchExecuteStatementDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Statements" -> batch.statements = statements("BatchStatementRequest", in);
        case "ReturnConsumedCapacity" -> batch.returnConsumedCapacity = in.string();
        default -> in.skip();
      }
    }
    return batch.check();
  }

  static ExecuteTransactionRequest transaction(RequestReader in) {
    var transaction = new ExecuteTransactionDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TransactStatements" ->
            transaction.transactStatements = statements("ParameterizedStatement", in);
        case "ClientRequestToken" -> transaction.clientRequestToken = in.string();
        case "ReturnConsumedCapacity" -> transaction.returnConsumedCapacity = in.string();
        default -> in.skip();
      }
    }
    return transaction.check();
  }

  private static List<StatementDraft> statements(String model, RequestReader in) {
    in.enterList();
    List<StatementDraft> statements = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement(model);
      var statement = new StatementDraft();
      while (in.nextMember()) {
        readMember(statement, in);
      }
      statements.add(statement);
    }
    return statements;
  }

  private static void readMember(StatementDraft statement, RequestReader in) {
    switch (in.memberName()) {
      case "Statement" -> statement.statement = in.string();
      case "Parameters" -> statement.parameters = parameters(statement, in);
      case "ConsistentRead" -> statement.consistentRead = in.bool();
      case "ReturnValuesOnConditionCheckFailure" -> statement.onConditionCheckFailure = in.string();
      default -> in.skip();
    }
  }

  private static List<AttributeValue> parameters(StatementDraft statement, RequestReader in) {
    in.enterList();
    List<AttributeValue> parameters = new ArrayList<>();
    while (in.nextElementOrNull()) {
      parameters.add(AttributeReader.element(in, statement.values));
    }
    return parameters;
  }
}
