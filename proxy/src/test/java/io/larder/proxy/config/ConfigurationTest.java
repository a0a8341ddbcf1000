package io.larder.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.larder.security.signature.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
              // Of a group that may be given any number of times there is none.
              String margin = key.isOfList() ? "#   " : "  ";
              assertThat(sample)
                  .containsPattern(
                      margin
                          + "# "
                          + Pattern.quote(key.doc())
                          + "\n"
                          + margin
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
            "listen.tls-port",
            "dax.host",
            "dax.port",
            "dax.tls-port",
            "dax.advertised-address",
            "dax.nodes",
            "dax.cluster-name",
            "dax.authorization",
            "tls.certificate",
            "tls.private-key",
            "tls.client-ca",
            "tls.client-auth",
            "tls.reload-interval",
            "listeners[].name",
            "listeners[].protocol",
            "listeners[].host",
            "listeners[].port",
            "listeners[].tls-certificate",
            "listeners[].tls-private-key",
            "listeners[].tls-client-ca",
            "listeners[].tls-client-auth",
            "listeners[].allow",
            "listeners[].proxies",
            "listeners[].vpc",
            "listeners[].vpc-endpoint",
            "listeners[].policy",
            "client-principals[].subject",
            "client-principals[].principal",
            "admin.host",
            "admin.port",
            "admin.tls-certificate",
            "admin.tls-private-key",
            "console.mode",
            "store.kind",
            "store.data-dir",
            "store.backups",
            "store.in-memory",
            "store.map-size",
            "store.max-readers",
            "store.write-queue",
            "store.commit-group",
            "store.time-to-live-sweep",
            "encryption.enabled",
            "encryption.key",
            "encryption.rotate-after",
            "encryption.table-keys",
            "encryption.key-check",
            "upstream.endpoint",
            "upstream.streams-endpoint",
            "upstream.region",
            "upstream.engine",
            "upstream.writers",
            "upstream.fill",
            "upstream.fill-quarantine",
            "upstream.gsi-quarantine",
            "upstream.quiet-time",
            "upstream.without-stream",
            "upstream.lag-limit",
            "upstream.stream-poll",
            "upstream.connect-timeout",
            "upstream.read-timeout",
            "upstream.write-timeout",
            "upstream.keep-alive",
            "upstream.in-flight-reads",
            "upstream.in-flight-writes",
            "upstream.max-answer",
            "upstream.answer-memory",
            "upstream.ca-file",
            "upstream.credentials",
            "upstream.access-key-file",
            "upstream.secret-key-file",
            "upstream.session-token-file",
            "upstream.control-table",
            "upstream.trust-clients",
            "kinesis.endpoint",
            "kinesis.region",
            "kinesis.credentials",
            "kinesis.access-key-file",
            "kinesis.secret-key-file",
            "kinesis.session-token-file",
            "cluster.enabled",
            "cluster.host",
            "cluster.port",
            "cluster.advertised-address",
            "cluster.secret-file",
            "cluster.lease",
            "cluster.answer-time",
            "cluster.serve-without-lease",
            "cache.item-bytes",
            "cache.item-ttl",
            "cache.query-bytes",
            "cache.query-ttl",
            "cache.negative-entries",
            "cache.warm-restart",
            "cache.warm-restart-interval",
            "cache.consistency",
            "cache.policies",
            "cache.policies-reload-interval",
            "limits.max-body",
            "limits.request-memory",
            "limits.max-header",
            "limits.connections",
            "limits.in-flight-reads",
            "limits.queued-reads",
            "limits.pipelined-requests",
            "timeouts.idle",
            "timeouts.header",
            "timeouts.body",
            "timeouts.write",
            "timeouts.minimum-rate",
            "authentication.mode",
            "authentication.clock-skew",
            "authentication.regions",
            "authentication.allow-unauthenticated-remote",
            "authentication.allowed-origins",
            "iam.refresh",
            "iam.max-age",
            "iam.credentials-file",
            "iam.key-sets",
            "audit.mode",
            "audit.directory",
            "audit.key",
            "audit.data-events",
            "audit.selectors",
            "audit.rotate",
            "audit.digest",
            "audit.retention",
            "audit.on-overflow",
            "audit.queue-bytes",
            "authorization.enforce",
            "authorization.guard-rails",
            "service.region",
            "service.account-id",
            "service.control-plane",
            "service.validation-errors",
            "service.regions",
            "service.max-regions",
            "service.throughput",
            "server.event-loop-threads",
            "server.transport",
            "server.shutdown-grace",
            "metrics.push",
            "metrics.push-interval",
            "metrics.namespace",
            "metrics.tables",
            "metrics.otlp-endpoint",
            "metrics.otlp-interval",
            "metrics.otlp-headers-file",
            "tracing.endpoint",
            "tracing.sampling",
            "tracing.queue",
            "tracing.headers-file",
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
            "listen.port: must be a whole number from 0 to 65535, not '99999' (DIR/larder.yaml)",
            "listen.hots: there is no such key (DIR/larder.yaml)",
            "admin.port: must be a whole number from 0 to 65535, not 'high' (DIR/larder.yaml)",
            "cache: must be a group of keys (DIR/larder.yaml)",
            "limits.max-body: must be a size from 1 KB to 1 GB, not '3 parsecs' (DIR/larder.yaml)",
            "limits.connections: must be a whole number from 1 to 1000000, not '0'"
                + " (DIR/larder.yaml)",
            "limits.pipelined-requests: must have one value (DIR/larder.yaml)",
            "service.account-id: must be twelve digits, not '12' (DIR/larder.yaml)",
            "logging.level: must be one of error, warn, info, debug, trace, not 'loud'"
                + " (LARDER_LOGGING_LEVEL)");
  }

  @Test
  void aValueThatAnotherOneWinsOverIsCheckedToo() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> load("listen: {port: x}", Map.of("LARDER_LISTEN_PORT", "8000")));

    assertThat(invalid.problems()).singleElement().asString().startsWith("listen.port: ");
  }

  @Test
  void rulesAcrossKeysAreReportedBesideOtherProblems() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                load("listen: {host: 0.0.0.0, port: x}\nlimits: {in-flight-reads: 256}\nmore: 1"));

    assertThat(invalid.problems())
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactlyInAnyOrder("listen.host", "listen.port", "limits.in-flight-reads", "more");
  }

  @Test
  void aRuleAcrossKeysIsNotReportedForAValueThatNobodyGave() {
    // The default of the port that is not accepted would be the other one's.
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> load("listen: {port: x}\nadmin: {port: 8000}"));

    assertThat(invalid.problems()).singleElement().asString().startsWith("listen.port: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen: {port: 1}\nlisten: {host: localhost}",
        "listen: {port: 1, port: 1}",
        "listen: {port: 1}\nlisten.port: 2",
        "logging: {level: info}\nlisten:\n  port: 1\n  port: 2"
      })
  void aKeyThatIsGivenTwiceIsAProblem(String yaml) {
    var invalid = catchThrowableOfType(InvalidConfigurationException.class, () -> load(yaml));

    assertThat(invalid.problems())
        .singleElement()
        .asString()
        .startsWith("listen")
        .contains(": must be given once (");
  }

  @Test
  void aKeyWithoutAValueHasAnEmptyOne() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> load("listen: {port: , host: ''}\nstore:\n  data-dir:\ncache:"));

    assertThat(invalid.problems())
        .extracting(problem -> problem.replaceFirst(",.*", ""))
        .containsExactlyInAnyOrder(
            "listen.host: must be an address or a name of this machine",
            "listen.port: must be a whole number from 0 to 65535",
            "store.data-dir: must be the path of a folder",
            "cache: must be a group of keys (" + folder.resolve("larder.yaml") + ")");
  }

  @Test
  void aGroupMayBeGivenSeveralTimes() throws IOException {
    Configuration configuration =
        load(
            """
            listeners:
              - name: shop
                port: 8100
                allow: 10.0.0.0/8, 192.0.2.7
                vpc-endpoint: vpce-1
              - name: dax
                protocol: dax
            """);

    assertThat(configuration.listeners())
        .extracting(ClientListener::name, ClientListener::protocol, ClientListener::port)
        .containsExactly(
            tuple("shop", ClientListener.Protocol.HTTP, 8100),
            tuple("dax", ClientListener.Protocol.DAX, 0));
    assertThat(configuration.listeners().getFirst().vpcEndpointId()).isEqualTo("vpce-1");
    assertThat(configuration.listeners().getLast().vpcEndpointId()).isNull();
    assertThat(configuration.clientPrincipals()).isEmpty();
    assertThat(ConfigurationSources.values(configuration))
        .containsEntry("listeners[0].allow", "10.0.0.0/8, 192.0.2.7/32")
        .containsEntry("listeners[1].allow", "all")
        .doesNotContainKey("client-principals[0].subject");
  }

  @Test
  void whatOnlyVerifiedCallersMeetMustNotBeGivenWhereNobodyIsVerified() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                load(
                    """
                    listeners:
                      - {name: shop, policy: shop.json}
                    client-principals:
                      - {subject: "CN=app,O=Example", principal: "arn:aws:iam::000000000000:user/app"}
                    """));

    assertThat(invalid.problems())
        .extracting(problem -> problem.replaceFirst(" \\(.*", ""))
        .containsExactly(
            "client-principals: needs an authentication.mode that verifies callers",
            "listeners[0].policy: needs an authentication.mode that verifies callers");
  }

  @Test
  void whatIsWrongWithOneOfSeveralGroupsIsReportedWithItsNumber() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                load(
                    """
                    listeners:
                      - {name: a, port: 70000}
                      - {name: a, tls-certificate: x.pem, allow: "10.0.0.1/8"}
                      - {name: main, hots: h}
                      - none
                      - {name: b, host: 0.0.0.0}
                    client-principals: app
                    tls: {client-ca: ca.pem, client-auth: required}
                    """));

    assertThat(invalid.problems())
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactlyInAnyOrder(
            "listeners[0].port",
            "listeners[1].name",
            "listeners[1].tls-private-key",
            "listeners[1].allow",
            "listeners[2].name",
            "listeners[2].hots",
            "listeners[3]",
            "listeners[4].host",
            "client-principals",
            "tls.client-ca");
  }

  @Test
  void thereIsABoundToHowOftenAGroupIsGiven() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                load(
                    "client-principals:\n"
                        + IntStream.range(0, 257)
                            .mapToObj("- {subject: 'CN=%d'}\n"::formatted)
                            .collect(Collectors.joining())));

    assertThat(invalid.problems())
        .anySatisfy(
            problem -> assertThat(problem).startsWith("client-principals: must be at most 256"));
  }

  @Test
  void aSecondDocumentIsAProblem() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> load("listen: {port: 1}\n---\nadmin: {port: 2}\n"));

    assertThat(invalid.problems())
        .singleElement()
        .asString()
        .endsWith("larder.yaml: must hold one document");
  }

  @Test
  void aNumberIsReadAsItIsWritten() throws IOException {
    assertThat(load("service: {account-id: 000000000017}").service().accountId())
        .isEqualTo("000000000017");
  }

  @Test
  void variablesThatStandForNoKeyAreProblems() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                load(
                    "", Map.of("LARDER_LISTEN_PROT", "9000", "LARDER_PORT", "80", "LARDER_", "x")));

    assertThat(invalid.problems())
        .containsExactly(
            "LARDER_: there is no such variable",
            "LARDER_LISTEN_PROT: there is no such variable",
            "LARDER_PORT: there is no such variable");
  }

  @Test
  void variablesOfTheLauncherOfOthersAndOfKubernetesAreNone() throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("LARDER_CONFIG", "larder.yaml");
    environment.put("LARDER_JAVA", "/opt/jdk");
    environment.put("LARDER_JAVA_OPTS", "-Xmx1g");
    environment.put("PATH", "/bin");
    environment.put("LARDERS", "7");
    for (String service : List.of("LARDER", "LARDER_ADMIN")) {
      environment.put(service + "_SERVICE_HOST", "10.0.0.1");
      environment.put(service + "_SERVICE_PORT", "8000");
      environment.put(service + "_SERVICE_PORT_HTTP", "8000");
      environment.put(service + "_PORT", "tcp://10.0.0.1:8000");
      environment.put(service + "_PORT_8000_TCP", "tcp://10.0.0.1:8000");
      environment.put(service + "_PORT_8000_TCP_PROTO", "tcp");
      environment.put(service + "_PORT_8000_TCP_PORT", "8000");
      environment.put(service + "_PORT_8000_TCP_ADDR", "10.0.0.1");
    }

    assertThat(load("", environment)).isEqualTo(load(""));
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
  void whoVerifiesSignaturesMayBeReachedFromElsewhere() throws IOException {
    String yaml =
        """
        listen: {host: 0.0.0.0}
        dax: {host: "::"}
        authentication: {mode: %s, regions: "service, eu-west-1"}
        """;

    Authentication verified = load(yaml.formatted("sigv4")).authentication();

    assertThat(verified.isVerified()).isTrue();
    assertThat(verified.signedFor("us-east-1")).isEqualTo(Regions.of("us-east-1", "eu-west-1"));
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> load(yaml.formatted("header-form")));
    assertThat(invalid.problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("authentication.mode to sigv4"));
  }

  @Test
  void anUpstreamNeedsAnAddressAndWhatItsKeysAskFor() {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                load(
                    """
                    listen: {host: 0.0.0.0}
                    store: {kind: upstream}
                    upstream: {credentials: file, write-timeout: 20s}
                    authentication: {allow-unauthenticated-remote: true}
                    """));

    assertThat(invalid.problems())
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactlyInAnyOrder(
            "listen.host", "upstream.endpoint", "upstream.credentials", "upstream.quiet-time");
  }

  @Test
  void clientsFromElsewhereMustBeTrustedWithTheUpstream() throws IOException {
    String yaml =
        """
        listen: {host: 0.0.0.0}
        dax: {host: "::"}
        store: {kind: %s}
        upstream: {endpoint: "http://x", trust-clients: %s}
        authentication: {allow-unauthenticated-remote: true}
        """;

    assertThat(load(yaml.formatted("upstream", "true")).upstream().trustClients()).isTrue();
    assertThat(load(yaml.formatted("lmdb", "false")).store().kind()).isEqualTo(Store.Kind.LMDB);
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> load(yaml.formatted("upstream", "false")));
    assertThat(invalid.problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("upstream.trust-clients"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://dynamodb.eu-west-1.amazonaws.com,            DYNAMODB, eu-west-1",
    "https://DynamoDB.us-gov-east-1.amazonaws.com:443,    DYNAMODB, us-gov-east-1",
    "https://dynamodb.cn-north-1.amazonaws.com.cn,        DYNAMODB, cn-north-1",
    "https://dynamodb-fips.us-west-2.api.aws,             DYNAMODB, us-west-2",
    "https://vpce-1-x.dynamodb.eu-west-1.vpce.amazonaws.com, DYNAMODB, eu-west-1",
    "https://1234.ddb.eu-west-1.amazonaws.com,            DYNAMODB, eu-west-1",
    "https://dynamodb.eu-west-1.amazonaws.com.example.com, OTHER,   us-east-1",
    "https://dynamodb.example.com,                        OTHER,    us-east-1",
    "http://127.0.0.1:8000,                               OTHER,    us-east-1"
  })
  void anEndpointOfAmazonNamesEngineAndRegion(
      String endpoint, Upstream.Engine engine, String region) throws IOException {
    Configuration configuration = load("upstream: {endpoint: '" + endpoint + "'}");

    Upstream upstream = configuration.upstream();
    assertThat(upstream.actualEngine()).isEqualTo(engine);
    assertThat(upstream.signingRegion(configuration.service())).isEqualTo(region);
  }

  @ParameterizedTest
  @CsvSource({
    "https://dynamodb.eu-west-1.amazonaws.com, none,"
        + " https://streams.dynamodb.eu-west-1.amazonaws.com",
    "http://127.0.0.1:8000,                    none, http://127.0.0.1:8000",
    "https://dynamodb.eu-west-1.amazonaws.com, https://vpce-1.streams.example,"
        + " https://vpce-1.streams.example"
  })
  void streamsAreAskedForWhereTheEndpointHasThem(String endpoint, String given, String streams)
      throws IOException {
    Configuration configuration =
        load("upstream: {endpoint: '%s', streams-endpoint: '%s'}".formatted(endpoint, given));

    assertThat(configuration.upstream().streamsUrl()).hasToString(streams);
  }

  @Test
  void anEngineAndARegionThatAreGivenWin() throws IOException {
    Configuration configuration =
        load(
            """
            upstream:
              endpoint: https://dynamodb.eu-west-1.amazonaws.com
              engine: alternator
              region: eu-west-2
            """);

    Upstream upstream = configuration.upstream();
    assertThat(upstream.actualEngine()).isEqualTo(Upstream.Engine.ALTERNATOR);
    assertThat(upstream.signingRegion(configuration.service())).isEqualTo("eu-west-2");
  }

  @Test
  void aMissingOrBrokenFileIsAProblemInOneLine() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    Path broken = write("listen: {port: 1\nadmin");

    assertThat(problemsOf(missing)).containsExactly(missing + ": cannot be read");
    assertThat(problemsOf(Path.of("")))
        .containsExactly("--config or LARDER_CONFIG: must be the path of a file");
    assertThat(problemsOf(broken))
        .singleElement()
        .asString()
        .startsWith(broken + ": is not valid YAML")
        .doesNotContain("\n");
  }

  @Test
  void aFileIsReadUpToOneMegabyte() throws IOException {
    assertThat(load("#".repeat(1 << 20))).isEqualTo(load(""));
    Path larger = write("#".repeat((1 << 20) + 1));

    assertThat(problemsOf(larger)).containsExactly(larger + ": must have at most 1 MB");
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
