package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alerts in {@code config/} ask for meters that servers have. */
final class DashboardsIT {
  private static final Path CONFIG = Path.of("../config");
  private static final Pattern EXPRESSION_OF_ALERT =
      Pattern.compile("(?m)^ +expr: (?:>-\\n((?: {10,}.*\\n)+)|(.+))$");

  /** What is no function, label or variable of an expression. */
  private static final Pattern METER =
      Pattern.compile("\\b((?:larder|jvm|process|system)_\\w+|[A-Z]\\w+)\\b");

  private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");

  @TempDir private Path directory;

  @Test
  void everyMeterThatTheyAskForIsThere() throws Exception {
    Set<String> meters = new TreeSet<>();
    try (Larder alone =
            RunningLarder.inMemory(
                Map.of("audit.mode", "always", "audit.directory", directory.toString()));
        Larder node =
            RunningLarder.before(alone, Map.of("cluster.enabled", "true", "cluster.port", "0"));
        Larder shared = RunningLarder.before(alone, Map.of("upstream.writers", "shared"))) {
      for (Larder larder : List.of(alone, node, shared)) {
        meters.addAll(meters(larder));
      }
    }

    assertThat(asked()).hasSizeGreaterThan(40).isSubsetOf(meters);
  }

  private static Set<String> meters(Larder larder) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var address =
          URI.create(
              "http://127.0.0.1:" + larder.adminAddresses().getFirst().getPort() + "/metrics");
      return client
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> asked() throws IOException {
    return Stream.concat(ofDashboard(), ofAlerts())
        .map(expression -> MATCHERS.matcher(expression).replaceAll(""))
        .flatMap(expression -> METER.matcher(expression).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> ofDashboard() throws IOException {
    JsonNode dashboard =
        JsonMapper.shared().readTree(Files.readString(CONFIG.resolve("grafana/larder.json")));
    return dashboard.findValues("expr").stream().map(JsonNode::stringValue);
  }

  private static Stream<String> ofAlerts() throws IOException {
    String rules = Files.readString(CONFIG.resolve("prometheus/larder-rules.yaml"));
    List<MatchResult> found = EXPRESSION_OF_ALERT.matcher(rules).results().toList();
    assertThat(found).hasSameSizeAs(Pattern.compile("- alert:").matcher(rules).results().toList());
    return found.stream().map(match -> match.group(1) == null ? match.group(2) : match.group(1));
  }
}
