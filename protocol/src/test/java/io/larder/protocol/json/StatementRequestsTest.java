package io.larder.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** In which order statements and their parameters are looked at. */
final class StatementRequestsTest {
  private static final String NO_STATEMENT_AND_NO_VALUE =
      """
      [{"Statement":"FOO"},{"Statement":"SELECT * FROM T WHERE a=?","Parameters":[{"SS":[]}]}]
      """;
  private static final String NO_VALUE =
      "One or more parameter values were invalid: An string set  may not be empty";

  private static Request<?> decode(Operation operation, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return RequestDecoder.decode(operation, bytes, 0, bytes.length, ValidationReport.FIRST);
  }

  @Test
  void parametersOfATransactionAreLookedAtBeforeAnyOfItsStatements() {
    String body = "{\"TransactStatements\":" + NO_STATEMENT_AND_NO_VALUE + "}";

    assertThatThrownBy(() -> decode(Operation.EXECUTE_TRANSACTION, body)).hasMessage(NO_VALUE);
  }

  @Test
  void parametersOfABatchAreFaultsOfTheirStatements() {
    String body = "{\"Statements\":" + NO_STATEMENT_AND_NO_VALUE + "}";

    assertThat(decode(Operation.BATCH_EXECUTE_STATEMENT, body))
        .isInstanceOfSatisfying(
            BatchExecuteStatementRequest.class,
            batch ->
                assertThat(batch.statements())
                    .extracting(entry -> Objects.requireNonNull(entry.fault()).message())
                    .containsExactly("Unsupported operation: Id", NO_VALUE));
  }
}
