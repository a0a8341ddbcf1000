package io.larder.protocol.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.Operation.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperationTest {
  private static Stream<String> requestsOf(Kind kind) {
    return Arrays.stream(Operation.values())
        .filter(operation -> operation.kind() == kind)
        .map(operation -> operation.wireName() + "Request");
  }

  private static Stream<String> permitted(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OperationTest::permitted)
        : Stream.of(type.getSimpleName());
  }

  @Test
  void everyRequestIsOfTheKindOfItsOperation() {
    assertThat(requestsOf(Kind.READ)).containsExactlyInAnyOrderElementsOf(of(Request.Read.class));
    assertThat(requestsOf(Kind.WRITE)).containsExactlyInAnyOrderElementsOf(of(Request.Write.class));
    assertThat(requestsOf(Kind.STATEMENTS))
        .containsExactlyInAnyOrderElementsOf(of(Request.Statements.class));
    assertThat(requestsOf(Kind.CHANGE))
        .containsExactlyInAnyOrderElementsOf(of(Request.Change.class));
    assertThat(requestsOf(Kind.DESCRIBE))
        .containsExactlyInAnyOrderElementsOf(
            of(Request.Describe.class, DescribeEndpointsRequest.class).stream()
                .filter(name -> !name.equals(AbsentRequest.class.getSimpleName()))
                .toList());
  }

  private static List<String> of(Class<?>... types) {
    return Arrays.stream(types).flatMap(OperationTest::permitted).toList();
  }

  @Test
  void theNameOnTheWireIsTheConstantsOwn() {
    for (Operation operation : Operation.values()) {
      assertThat(operation.name().replace("_", "")).isEqualToIgnoringCase(operation.wireName());
      assertThat(operation.target()).isEqualTo(operation.service().prefix() + operation.wireName());
    }
  }
}
