package io.larder.security.audit.record;

import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.BatchStatement;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.TransactStatement;
import io.larder.protocol.partiql.RedactedStatement;
import io.larder.protocol.wire.JsonWriter;

/** Writes which PartiQL statements were to be carried out, without any values. */
final class StatementParameters {
  private StatementParameters() {}

  static void write(Request.Statements<?> request, JsonWriter out) {
    out.beginObject();
    switch (request) {
      case ExecuteStatementRequest execute -> {
        writeStatement(execute.text(), out);
        if (execute.consistentRead()) {
          out.name("consistentRead").value(true);
        }
        if (execute.limit() != null) {
          out.name("limit").value(execute.limit());
        }
        writeConsumed(execute.returnConsumedCapacity(), out);
      }
      case BatchExecuteStatementRequest batch -> {
        out.name("statements").beginArray();
        for (BatchStatement entry : batch.statements()) {
          out.beginObject();
          writeStatement(entry.text(), out);
          out.endObject();
        }
        out.endArray();
        writeConsumed(batch.returnConsumedCapacity(), out);
      }
      case ExecuteTransactionRequest transaction -> {
        out.name("transactStatements").beginArray();
        for (TransactStatement entry : transaction.statements()) {
          out.beginObject();
          writeStatement(entry.text(), out);
          out.endObject();
        }
        out.endArray();
        writeConsumed(transaction.returnConsumedCapacity(), out);
      }
    }
    out.endObject();
  }

  private static void writeStatement(String text, JsonWriter out) {
    out.name("statement").value(RedactedStatement.of(text));
  }

  private static void writeConsumed(ReturnConsumedCapacity asked, JsonWriter out) {
    if (asked != ReturnConsumedCapacity.NONE) {
      out.name("returnConsumedCapacity").value(asked.name());
    }
  }
}
