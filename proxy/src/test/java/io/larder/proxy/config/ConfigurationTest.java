package io.larder.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {
  private static final Path SAMPLE = Path.of("..", "config", "larder.yaml");
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

  @TempDir Path folder;

  @Test
  void theSampleFileHasEveryKeyWithItsDefaultAndItsMeaning() throws IOException {
    var sample = Files.readString(SAMPLE);

    assertThat(load(sample)).isEqualTo(load(""));
    assertThat(Key.all())
        .allSatisfy(
            key -> {
              String name = key.path().substring(key.path().indexOf('.') + 1);
              assertThat(sample)
                  .containsPattern(
                      "  # "
                          + Pattern.quote(key.doc())
                          + "\n  "
                          + name
                          + ": \"?"
                          + Pattern.quote(key.byDefault())
                          + "\"?\n");
            });
  }

  @Test
  void theDocumentHasTheTableOfAllKeys() throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains(ConfigurationSources.documentation());
  }

  @Test
  void namesOfKeysAreFixed() {
    assertThat(Key.all())
        .extracting(Key::path)
        .containsExactly(
            "listen.host",
            "listen.port",
            "admin.host",
            "admin.port",
            "store.data-dir",
            "store.in-memory",
            "store.map-size",
            "store.max-readers",
            "store.write-queue",
            "store.commit-group",
            "store.time-to-live-sweep",
            "cache.item-bytes",
            "cache.item-ttl",
            "cache.query-bytes",
            "cache.query-ttl",
            "cache.negative-entries",
            "limits.max-body",
            "limits.body-memory",
            "limits.max-header",
            "limits.connections",
            "limits.in-flight-reads",
            "limits.queued-reads",
            "limits.pipelined-requests",
            "authentication.mode",
            "authentication.allow-unauthenticated-remote",
            "service.region",
            "service.account-id",
            "service.control-plane",
            "service.validation-errors",
            "server.event-loop-threads",
            "server.transport",
            "server.shutdown-grace",
            "logging.format",
            "logging.level");
  }

  @Test
  void allProblemsAreReportedTogetherWithTheirPathAndOrigin() throws IOException {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                load(
                    """
                    listen:
                      port: 99999
                      hots: 127.0.0.1
                    admin:
                      port: high
                    cache: big
                    limits:
                      max-body: 3 parsecs
                      connections: 0
                      pipelined-requests: [1]
                    service:
                      account-id: 12
                    """,
                    Map.of("LARDER_LOGGING_LEVEL", "loud")));

    assertThat(invalid.problems())
        .extracting(problem -> problem.replace(folder.toString(), "DIR"))
        .containsExactlyInAnyOrder(
            "listen.port: must be from 0 to 65535, not 99999 (DIR/larder.yaml)",
            "listen.hots: there is no such key (DIR/larder.yaml)",
            "admin.port: must be a whole number, not 'high' (DIR/larder.yaml)",
            "cache: must be a group of keys, not 'big' (DIR/larder.yaml)",
            "limits.max-body: must be a size such as 512 MB, not '3 parsecs' (DIR/larder.yaml)",
            "limits.connections: must be at least 1, not 0 (DIR/larder.yaml)",
            "limits.pipelined-requests: must have one value (DIR/larder.yaml)",
            "service.account-id: must be twelve digits (in quotes), not '12' (DIR/larder.yaml)",
            "logging.level: must be one of error, warn, info, debug, trace, not 'loud'"
                + " (LARDER_LOGGING_LEVEL)");
  }

  @Test
  void wrongValuesOfOneGroupAreReportedTogether() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> load("limits: {connections: 0, queued-reads: -1}"));

    assertThat(invalid.problems()).hasSize(2);
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Path file = write("listen: {port: 1001}\nadmin: {port: 1002}\nserver: {shutdown-grace: 3s}");
    var sources =
        new ConfigurationSources(
            file,
            Map.of("LARDER_LISTEN_PORT", "2001", "LARDER_ADMIN_PORT", "2002"),
            Map.of("listen.port", "3001"));

    Configuration configuration = sources.load();

    assertThat(configuration.listen().port()).isEqualTo(3001);
    assertThat(configuration.admin().port()).isEqualTo(2002);
    assertThat(configuration.server().shutdownGrace()).isEqualTo(Duration.ofSeconds(3));
    assertThat(configuration.store().dataDir()).isEqualTo(Path.of("./data"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false, true",
    "localhost, false, true",
    "::1,       false, true",
    "0.0.0.0,   false, false",
    "192.0.2.1, false, false",
    "0.0.0.0,   true,  true"
  })
  void listeningForOtherMachinesMustBeSaidExplicitly(
      String host, boolean allowed, boolean isAccepted) {
    var sources =
        new ConfigurationSources(
            null,
            Map.of(
                "LARDER_LISTEN_HOST",
                host,
                "LARDER_AUTHENTICATION_ALLOW_UNAUTHENTICATED_REMOTE",
                String.valueOf(allowed)),
            Map.of());

    var invalid = catchThrowableOfType(InvalidConfigurationException.class, sources::load);

    assertThat(invalid == null).isEqualTo(isAccepted);
  }

  @Test
  void aMissingOrBrokenFileIsAProblemInOneLine() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    Path broken = write("listen: {port: 1\nadmin");

    assertThat(problemsOf(missing)).containsExactly(missing + ": cannot be read");
    assertThat(problemsOf(broken))
        .singleElement()
        .asString()
        .startsWith(broken + ": is not valid YAML")
        .doesNotContain("\n");
  }

  @Test
  void theValuesOfAConfigurationLoadAsTheSameConfiguration() throws IOException {
    Configuration configuration = load("server: {shutdown-grace: 90s}\ncache: {item-ttl: 1500ms}");

    var again =
        new ConfigurationSources(null, Map.of(), ConfigurationSources.values(configuration));

    assertThat(again.load()).isEqualTo(configuration);
  }

  private static List<String> problemsOf(Path file) {
    var sources = new ConfigurationSources(file, Map.of(), Map.of());
    return catchThrowableOfType(InvalidConfigurationException.class, sources::load).problems();
  }

  private Configuration load(String yaml) throws IOException {
    return load(yaml, Map.of());
  }

  private Configuration load(String yaml, Map<String, String> environment) throws IOException {
    return new ConfigurationSources(write(yaml), environment, Map.of()).load();
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("larder.yaml"), yaml);
  }
}
