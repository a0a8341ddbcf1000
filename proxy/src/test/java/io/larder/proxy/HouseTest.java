package io.larder.proxy;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What sources and pages keep to that no compiler checks. */
final class HouseTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("protocol", "store", "cache", "security", "proxy");
  private static final int MAX_FILES = 30;
  private static final int MAX_LINES = 400;

  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern WORD =
      Pattern.compile("(?<![\\w…*-])[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");

  private static final Pattern HEADING =
      Pattern.compile("# (\\d+)\\. (.+)\n\nDate: ([-0-9]{10})\\. Status: (.+)\\.\n");

  /** A type behind its package or the end of it, as in {@code json.Operation}. */
  private static final Pattern TYPE =
      Pattern.compile("(?<![\\w-])((?:[a-z0-9]+[./])+)([A-Z][A-Za-z0-9]*)");

  /** No names of types: options of the JVM, classes of others in profiles, magic of files. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "jcmd .*|-XX:\\S+|\\b(?:java|jdk|sun|tools|io/netty)/\\S+"
              + "|LambdaForm\\S+|ForkJoinPool\\S*|Larder[A-Z]\\d");

  @Test
  void aPackageHasNoMoreFilesThanOneCanKnow() throws IOException {
    assertThat(
            mainSources().stream()
                .filter(source -> !isRecordOfOperations(source))
                .collect(groupingBy(Path::getParent, counting()))
                .entrySet())
        .filteredOn(folder -> folder.getValue() > MAX_FILES)
        .isEmpty();
  }

  @Test
  void aClassIsShortEnoughToRead() throws IOException {
    assertThat(mainSources()).filteredOn(source -> lines(source).size() > MAX_LINES).isEmpty();
  }

  @Test
  void pagesNameOnlyWhatIsThere() throws IOException {
    // Given
    Set<String> words = words();
    List<Path> sources = files(ROOT, ".java");

    // When
    var unknown = new ArrayList<String>();
    for (Path page : pages()) {
      CODE.matcher(String.join("\n", lines(page)))
          .results()
          .map(code -> FOREIGN.matcher(code.group(1)).replaceAll(""))
          .forEach(
              code -> {
                WORD.matcher(code)
                    .results()
                    .filter(word -> !words.contains(word.group()))
                    .forEach(word -> unknown.add(page + ": " + word.group()));
                TYPE.matcher(code)
                    .results()
                    .filter(type -> words.contains("class " + type.group(2)))
                    .map(type -> type.group().replace('.', '/') + ".java")
                    .filter(type -> sources.stream().noneMatch(source -> source.endsWith(type)))
                    .forEach(type -> unknown.add(page + ": " + type));
              });
    }

    // Then
    assertThat(unknown).isEmpty();
  }

  @Test
  void linksOfPagesLeadSomewhere() throws IOException {
    // When
    var broken = new ArrayList<String>();
    for (Path page : files(ROOT, ".md")) {
      LINK.matcher(String.join("\n", lines(page)))
          .results()
          .filter(link -> !Files.exists(page.resolveSibling(link.group(1))))
          .forEach(link -> broken.add(page + ": " + link.group(1)));
    }

    // Then
    assertThat(broken).isEmpty();
  }

  @Test
  void decisionsStandInTheirIndexWithDateAndStatus() throws IOException {
    // Given
    Path folder = ROOT.resolve("docs/adr");
    List<String> index = lines(folder.resolve("README.md"));

    // When
    var missing = new ArrayList<String>();
    for (Path decision : files(folder, ".md")) {
      String text = String.join("\n", lines(decision));
      HEADING
          .matcher(text)
          .results()
          .map(
              heading ->
                  "| %s | [%s](%s) | %s | %s |"
                      .formatted(
                          heading.group(1),
                          heading.group(2),
                          decision.getFileName(),
                          heading.group(3),
                          heading.group(4)))
          .filter(row -> !index.contains(row))
          .forEach(missing::add);
      if (!HEADING.matcher(text).find() && !decision.endsWith("README.md")) {
        missing.add(decision + " has no date or status");
      }
    }

    // Then
    assertThat(missing).isEmpty();
  }

  /** The records of the operations: their sealed types keep them in one package. */
  private static boolean isRecordOfOperations(Path source) {
    return source.getParent().endsWith("protocol/operation")
        && lines(source).stream().anyMatch(line -> line.startsWith("public record "));
  }

  /** Decisions are pages of their time, and so are entries of the change log. */
  private static List<Path> pages() throws IOException {
    return files(ROOT, ".md").stream()
        .filter(page -> !page.startsWith(ROOT.resolve("docs/adr")))
        .filter(page -> !page.startsWith(ROOT.resolve("changelog")))
        .toList();
  }

  /** All words of sources and scripts, and the names of our classes as {@code class Name}. */
  private static Set<String> words() throws IOException {
    var words = new HashSet<String>();
    for (String ending : List.of(".java", ".py", ".mjs", ".go", ".yaml", ".xml", ".options")) {
      for (Path source : files(ROOT, ending)) {
        WORD.matcher(String.join("\n", lines(source)))
            .results()
            .forEach(word -> words.add(word.group()));
      }
    }
    for (Path source : mainSources()) {
      words.add("class " + source.getFileName().toString().replace(".java", ""));
    }
    return words;
  }

  private static List<Path> mainSources() throws IOException {
    var sources = new ArrayList<Path>();
    for (String module : MODULES) {
      sources.addAll(files(ROOT.resolve(module).resolve("src/main/java"), ".java"));
    }
    return sources;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.toString().matches(".*/(target|node_modules|\\.[a-z].*)/.*"))
          .toList();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
