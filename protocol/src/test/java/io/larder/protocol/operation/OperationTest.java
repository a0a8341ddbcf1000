package io.larder.protocol.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.Operation.Kind;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperationTest {
  private static Set<String> requestsOf(Predicate<Kind> kinds) {
    return Arrays.stream(Operation.values())
        .filter(operation -> kinds.test(operation.kind()))
        .map(operation -> operation.wireName() + "Request")
        .collect(Collectors.toSet());
  }

  private static Set<String> permitted(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .map(Class::getSimpleName)
        .collect(Collectors.toSet());
  }

  @Test
  void everyRequestIsOfTheKindOfItsOperation() {
    assertThat(requestsOf(Kind.READ::equals)).isEqualTo(permitted(Request.Read.class));
    assertThat(requestsOf(Kind.WRITE::equals)).isEqualTo(permitted(Request.Write.class));
    assertThat(requestsOf(kind -> kind == Kind.DESCRIBE || kind == Kind.CHANGE))
        .isEqualTo(permitted(Request.Control.class));
  }

  @Test
  void theNameOnTheWireIsTheConstantsOwn() {
    for (Operation operation : Operation.values()) {
      assertThat(operation.name().replace("_", "")).isEqualToIgnoringCase(operation.wireName());
      assertThat(operation.target()).isEqualTo("DynamoDB_20120810." + operation.wireName());
    }
  }
}
