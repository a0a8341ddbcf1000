package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many of the constraints that a request breaks are reported. */
class ValidationReportTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET_ITEM | {} | 1 validation error detected: Value null at 'key' failed to satisfy"
            + " constraint: Member must not be null",
        "PUT_ITEM | {'TableName':'a!','ReturnValues':'x'} | 1 validation error detected: Value"
            + " 'a!' at 'tableName' failed to satisfy constraint: Member must have length greater"
            + " than or equal to 3",
        "SCAN | {'Select':'x','Limit':0} | 1 validation error detected: Value 'x' at 'select'"
            + " failed to satisfy constraint: Member must satisfy enum value set:"
            + " [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
        "UPDATE_ITEM | {'TableName':'a;','Key':{}} | 1"
            + " validation error detected: Value 'a;' at 'tableName' failed to satisfy"
            + " constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
        "TRANSACT_GET_ITEMS | {'TransactItems':[{},{}]} | 1 validation error detected: Value null"
            + " at 'transactItems.1.member.get' failed to satisfy constraint: Member must not be"
            + " null",
      })
  void theFirstMayBeReportedAlone(Operation operation, String body, String message) {
    // Given
    assertThat(Decoding.invalid(operation, body))
        .matches("[2-9] validation errors detected: .*")
        .contains(message.substring("1 validation error detected: ".length()));

    // Then
    assertThat(Decoding.invalidAtFirst(operation, body)).isEqualTo(message);
  }

  @Test
  void whatIsOneErrorStaysAsItIs() {
    // Given
    String body = "{'TableName':'abc','Key':{'':{'S':'x'}}}";

    // Then
    assertThat(Decoding.invalidAtFirst(Operation.GET_ITEM, body)).isEqualTo("Empty attribute name");
  }
}
