package io.larder.cache;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/cache.md} names are there. */
final class RulesPageTest {
  private static final Path ROOT = Path.of("..");
  private static final int RULES = 26;

  /** Number and last column of a row. */
  private static final Pattern RULE = Pattern.compile("(?m)^\\| (\\d+)\\. .* \\| ([^|]+) \\|$");

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern IN_BOTH_MODES =
      Pattern.compile(
          "@ParameterizedTest\\s+@EnumSource\\(Consistency\\.class\\)\\s+void (\\w+)\\(");
  private static final Pattern TEST = Pattern.compile("@(?:Test|EnumSource\\S*)\\s+void (\\w+)\\(");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/cache.md"));
  }

  private static List<String> names(String cell) {
    return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
  }

  private static boolean isClass(String name) {
    return Character.isUpperCase(name.charAt(0));
  }

  private static Set<String> found(Pattern pattern, Path source) throws IOException {
    return pattern
        .matcher(Files.readString(source))
        .results()
        .map(test -> test.group(1))
        .collect(toSet());
  }

  /** The sources of tests of all modules. */
  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      List<Path> trees =
          modules
              .map(module -> module.resolve("src/test/java"))
              .filter(Files::isDirectory)
              .toList();
      return trees.stream().flatMap(RulesPageTest::sources).toList();
    }
  }

  private static Stream<Path> sources(Path tree) {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String className(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }

  @Test
  void everyRuleNamesTestsThatAreThereInBothModes() throws IOException {
    List<MatchResult> rules = RULE.matcher(page()).results().toList();
    Set<String> classes = sources().stream().map(RulesPageTest::className).collect(toSet());
    Set<String> semantics =
        found(IN_BOTH_MODES, Path.of("src/test/java/io/larder/cache/SemanticsTest.java"));

    assertThat(rules)
        .extracting(rule -> Integer.parseInt(rule.group(1)))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, RULES).boxed().toList());
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(names(rule.group(2)))
                    .isNotEmpty()
                    .allMatch(name -> (isClass(name) ? classes : semantics).contains(name)));
  }

  @Test
  void whatChecksCoherenceNamesTestsThatAreThere() throws IOException {
    String section = page().split("\n## How coherence is checked\n", 2)[1].split("\n## ", 2)[0];
    List<Path> sources = sources();

    List<String> named = names(section);
    assertThat(named).hasSizeGreaterThanOrEqualTo(16);
    for (String name : named) {
      String[] parts = name.split("\\.", 2);
      assertThat(sources)
          .filteredOn(source -> className(source).equals(parts[0]))
          .hasSize(1)
          .allSatisfy(
              source -> {
                if (parts.length > 1) {
                  assertThat(found(TEST, source)).contains(parts[1]);
                }
              });
    }
  }
}
