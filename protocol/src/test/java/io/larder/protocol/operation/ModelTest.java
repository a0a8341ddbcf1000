package io.larder.protocol.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No operation of the service's model is unknown here, and none goes without a word about it. */
final class ModelTest {
  private static final Set<String> PARTIQL =
      Set.of("BatchExecuteStatement", "ExecuteStatement", "ExecuteTransaction");

  private static List<String> model() throws IOException {
    try (InputStream in = ModelTest.class.getResourceAsStream("operations.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private static List<String> known() {
    return Arrays.stream(Operation.values()).map(Operation::wireName).toList();
  }

  @Test
  void everyOperationOfTheModelIsKnown() throws IOException {
    assertThat(model()).containsAll(known());
    assertThat(model()).filteredOn(name -> !known().contains(name)).isSubsetOf(PARTIQL);
  }

  @Test
  void thePageSaysOfEachWhatItDoes() throws IOException {
    String page = Files.readString(Path.of("..", "README.md"));
    String table = page.substring(page.indexOf("\n## What is supported"));
    String ofOperations = table.substring(0, table.indexOf("\n## ", 1));

    assertThat(model())
        .allSatisfy(name -> assertThat(ofOperations).containsPattern("\\b" + name + "\\b"));
  }
}
