package io.larder.proxy.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConsoleFilesTest {
  private static final int MOST_BYTES = 300_000;
  private static final Pattern REFERENCE =
      Pattern.compile("(?:from|src=|href=)\\s?['\"](?:\\./)?([a-z-]+\\.[a-z]+)['\"]");
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?:src|href|url|import)[=(\\s'\"]+//?\\w");

  private final Map<String, ConsoleFiles.ConsoleFile> files = new ConsoleFiles().all();

  private int bytes() {
    return files.values().stream().mapToInt(file -> file.text().getBytes(UTF_8).length).sum();
  }

  @Test
  void allFilesTogetherAreSmall() {
    assertThat(bytes()).isLessThan(MOST_BYTES);
  }

  @Test
  void allThatFilesReferToIsThere() {
    assertThat(
            files.values().stream()
                .flatMap(file -> REFERENCE.matcher(file.text()).results())
                .map(found -> found.group(1))
                .collect(toSet()))
        .isNotEmpty()
        .isSubsetOf(files.keySet());
  }

  @Test
  void nothingIsLoadedFromElsewhereOrInline() {
    assertThat(files.values()).noneMatch(file -> ELSEWHERE.matcher(file.text()).find());
    assertThat(files.get("index.html").text())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContain("<style", "style=", "onclick", "onload");
  }

  @Test
  void everyFileOfTheFolderIsServed() throws IOException {
    Path folder = Path.of("src/main/resources/io/larder/proxy/console");

    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(file -> String.valueOf(file.getFileName()))).isSubsetOf(files.keySet());
    }
  }
}
