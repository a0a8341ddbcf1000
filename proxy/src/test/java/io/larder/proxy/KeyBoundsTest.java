package io.larder.proxy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.config.ConfigurationSources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What each key takes and what it does not, as the command line says it. */
final class KeyBoundsTest {
  /** More than any type of number holds. */
  private static final String HUGE = "9".repeat(30);

  /** Other keys without which the bounds of a key would break a rule across keys. */
  private static final Map<String, String> SMALL =
      Map.of(
          "upstream.endpoint", "http://127.0.0.1:8000",
          "upstream.quiet-time", "1h",
          "upstream.write-timeout", "1ms",
          "limits.in-flight-reads", "1",
          "store.max-readers", "32768",
          "cache.item-bytes", "0",
          "cache.query-bytes", "0",
          "limits.request-memory", "0",
          "limits.max-body", "1 KB");

  private static final List<Row> ROWS =
      List.of(
          new Row("listen.host")
              .takes("127.0.0.1", "::1", "localhost")
              .refuses("a b", "x".repeat(254)),
          new Row("listen.port").takes("0", "65535").refuses("-1", "65536", "80.0", "0x50", HUGE),
          new Row("listen.tls-port").takes("auto", "none", "0").refuses("-1", "65536", "off"),
          new Row("dax.host").takes("127.0.0.1", "::1", "localhost").refuses("a b"),
          new Row("dax.port")
              .takes("auto", "NONE", "0", "65535")
              .refuses("-1", "65536", "81.0", "yes", HUGE),
          new Row("dax.tls-port").takes("auto", "none", "0").refuses("-1", "65536", "off"),
          new Row("dax.advertised-address")
              .takes("none", "10.0.0.1", "dax.example.com:8111", "[::1]:8111", "[::1]")
              .refuses("a:b", "a:65536", "a:0", "::1", "a b", ":1", HUGE + ":" + HUGE),
          new Row("dax.nodes")
              .takes("none", "10.0.0.1", "10.0.0.1:8111, dax.example.com", "[::1]:65535")
              .refuses("a,,b", "a:b", ","),
          new Row("dax.cluster-name")
              .takes("larder", "a-1", "x".repeat(20))
              .refuses("Larder", "1a", "x".repeat(21), "a_b"),
          new Row("dax.authorization").takes("caller", "SERVICE-ROLE").refuses("role"),
          new Row("tls.certificate").takes("none", "NONE").refuses("\0"),
          new Row("tls.private-key").takes("none", "NONE").refuses("\0"),
          new Row("tls.client-ca").takes("none", "NONE").refuses("\0"),
          new Row("tls.client-auth").takes("optional", "OPTIONAL").refuses("none", "yes"),
          new Row("tls.reload-interval").takes("10ms", "1d").refuses("0", "9ms", "25h"),
          new Row("admin.host").takes("127.0.0.1", "::1", "localhost").refuses("a b"),
          new Row("admin.port").takes("0", "65535").refuses("-1", "65536", "http"),
          new Row("admin.tls-certificate").takes("none", "NONE").refuses("\0"),
          new Row("admin.tls-private-key").takes("none", "NONE").refuses("\0"),
          new Row("console.mode").takes("off", "READ-ONLY", "full").refuses("on", "true"),
          new Row("store.kind").takes("lmdb", "UPSTREAM").refuses("dynamodb"),
          new Row("store.data-dir").takes("/", "data", "a b").refuses("\0"),
          new Row("store.backups").takes("/", "backups", "a b").refuses("\0"),
          new Row("store.in-memory").takes("true", "FALSE").refuses("yes", "1"),
          new Row("store.map-size")
              .takes("1 MB", "64 TB", "1048576")
              .refuses("1023 KB", "65 TB", "-1 MB", "1.5 GB", "1 PB", HUGE),
          new Row("store.max-readers").takes("2", "32768").refuses("1", "32769", "2147483648"),
          new Row("store.write-queue").takes("1", "1048576").refuses("0", "1048577"),
          new Row("store.commit-group").takes("1", "65536").refuses("0", "65537"),
          new Row("store.time-to-live-sweep")
              .takes("1ms", "365d", "1 h")
              .refuses(
                  "0", "0ms", "366d", "110000d", "999999999999d", "10", "-1s", "1w", HUGE + "d"),
          new Row("encryption.enabled").takes("true", "false").refuses("yes"),
          new Row("encryption.key")
              .takes("file:larder.key", "env:LARDER_MASTER_KEY")
              .refuses("larder.key", "file:", "\0"),
          new Row("encryption.rotate-after").takes("1m", "3650d").refuses("59s", "3651d", "0"),
          new Row("encryption.table-keys").takes("none", "file:keys").refuses("keys", "file:"),
          new Row("encryption.key-check").takes("1s", "1d").refuses("999ms", "25h"),
          new Row("upstream.endpoint")
              .takes("none", "http://127.0.0.1:8000", "https://x", "HTTPS://[::1]:65535/")
              .refuses(
                  "x",
                  "ftp://x",
                  "http://",
                  "http://x:0",
                  "http://x:65536",
                  "http://x/path",
                  "http://a@b",
                  "http://a b",
                  "http://x?y",
                  "http://" + "x".repeat(254)),
          new Row("upstream.streams-endpoint")
              .takes("none", "https://streams.dynamodb.eu-west-1.amazonaws.com")
              .refuses("x", "ftp://x", "http://x/path"),
          new Row("upstream.region").takes("auto", "eu-central-1").refuses("EU", "x".repeat(65)),
          new Row("upstream.engine")
              .takes("auto", "dynamodb", "larder", "alternator", "other")
              .refuses("scylla"),
          new Row("upstream.writers").takes("exclusive", "shared", "dax").refuses("all"),
          new Row("upstream.fill").takes("consistent", "eventual").refuses("strong"),
          new Row("upstream.fill-quarantine").takes("0", "1h").refuses("61m", "1"),
          new Row("upstream.gsi-quarantine").takes("0", "1h").refuses("61m", "-1s"),
          new Row("upstream.quiet-time").takes("1ms", "1h").refuses("0", "61m"),
          new Row("upstream.without-stream").takes("pass-through", "ttl").refuses("cache"),
          new Row("upstream.lag-limit").takes("1s", "1d").refuses("999ms", "25h"),
          new Row("upstream.stream-poll").takes("10ms", "1h").refuses("9ms", "61m"),
          new Row("upstream.connect-timeout").takes("1ms", "1m").refuses("0", "61s"),
          new Row("upstream.read-timeout").takes("1ms", "10m").refuses("0", "11m"),
          new Row("upstream.write-timeout").takes("1ms", "10m").refuses("0", "11m"),
          new Row("upstream.keep-alive").takes("10ms", "1h").refuses("9ms", "61m"),
          new Row("upstream.in-flight-reads").takes("1", "32767").refuses("0", "32768"),
          new Row("upstream.in-flight-writes").takes("1", "32767").refuses("0", "32768"),
          new Row("upstream.max-answer").takes("1 MB", "1 GB").refuses("1023 KB", "1025 MB"),
          new Row("upstream.answer-memory").takes("0", "10 MB").refuses("76%", "1 PB"),
          new Row("upstream.ca-file").takes("none", "NONE").refuses("\0"),
          new Row("upstream.credentials").takes("auto", "chain", "unverified").refuses("none"),
          new Row("upstream.access-key-file").takes("none").refuses("\0"),
          new Row("upstream.secret-key-file").takes("none").refuses("\0"),
          new Row("upstream.session-token-file").takes("none").refuses("\0"),
          new Row("upstream.control-table")
              .takes("abc", "x".repeat(255))
              .refuses("ab", "x".repeat(256), "a b"),
          new Row("upstream.trust-clients").takes("true", "false").refuses("i-know"),
          new Row("kinesis.endpoint")
              .takes("none", "http://127.0.0.1:4567", "https://kinesis.eu-west-1.amazonaws.com")
              .refuses("kinesis", "http://a/b", "ftp://a"),
          new Row("kinesis.region").takes("auto", "eu-west-1").refuses("EU", "x".repeat(65)),
          new Row("kinesis.credentials").takes("auto", "chain", "unverified").refuses("none"),
          new Row("kinesis.access-key-file").takes("none").refuses("\0"),
          new Row("kinesis.secret-key-file").takes("none").refuses("\0"),
          new Row("kinesis.session-token-file").takes("none").refuses("\0"),
          new Row("cluster.enabled").takes("false", "FALSE").refuses("on"),
          new Row("cluster.host").takes("127.0.0.1", "::1", "localhost").refuses("a b"),
          new Row("cluster.port").takes("0", "65535").refuses("-1", "65536", "auto"),
          new Row("cluster.advertised-address").takes("none", "10.0.0.1").refuses("a b", "a,,b"),
          new Row("cluster.secret-file").takes("none", "NONE").refuses("\0"),
          new Row("cluster.lease").takes("100ms", "1m").refuses("99ms", "61s", "1"),
          new Row("cluster.answer-time").takes("10ms", "1m").refuses("9ms", "61s"),
          new Row("cluster.serve-without-lease").takes("true", "false").refuses("yes"),
          new Row("cache.item-bytes")
              .takes("0", "75%", "16 MB")
              .refuses("513 GB", "100%", "999999 TB", "-1", HUGE),
          new Row("cache.item-ttl").takes("0", "365d").refuses("366d", "110000d", "1"),
          new Row("cache.query-bytes").takes("0", "75%").refuses("76%", "999999 TB"),
          new Row("cache.query-ttl").takes("0", "365d").refuses("366d", "110000d", "-1d"),
          new Row("cache.negative-entries").takes("true", "false").refuses("no"),
          new Row("cache.warm-restart").takes("true", "false").refuses("no"),
          new Row("cache.warm-restart-interval").takes("10s", "1d").refuses("9s", "25h"),
          new Row("cache.consistency").takes("coherent", "DAX").refuses("eventual"),
          new Row("cache.policies").takes("none", "NONE").refuses("\0"),
          new Row("cache.policies-reload-interval").takes("10ms", "1d").refuses("0", "9ms", "25h"),
          new Row("limits.max-body").takes("1 KB").refuses("1023", "1025 MB", "2 GB"),
          new Row("limits.request-memory").takes("0", "75%").refuses("76%", "1 PB"),
          new Row("limits.max-header").takes("1 KB", "1 MB").refuses("1023", "1025 KB"),
          new Row("limits.connections").takes("1", "1000000").refuses("0", "1000001"),
          new Row("limits.in-flight-reads").takes("1", "32767").refuses("0", "32768"),
          new Row("limits.queued-reads")
              .takes("0", "1048576")
              .refuses("-1", "1048577", "2147483647"),
          new Row("limits.pipelined-requests").takes("1", "1024").refuses("0", "1025"),
          new Row("timeouts.idle").takes("10ms", "1d").refuses("0", "9ms", "25h", "110000d"),
          new Row("timeouts.header").takes("10ms", "1d").refuses("0", "9ms", "25h", HUGE + "d"),
          new Row("timeouts.body").takes("10ms", "1d").refuses("0", "9ms", "2d"),
          new Row("timeouts.write").takes("10ms", "1d").refuses("0", "9ms", "2d"),
          new Row("timeouts.minimum-rate").takes("0", "1 GB").refuses("-1", "1025 MB", "1 PB"),
          new Row("authentication.mode").takes("none", "HEADER-FORM", "sigv4").refuses("sigv4a"),
          new Row("authentication.clock-skew").takes("1s", "1h").refuses("0", "999ms", "61m"),
          new Row("authentication.regions")
              .takes("service", "*", "eu-west-1, us-east-1")
              .refuses("", "EU", "a,,b", "x".repeat(65)),
          new Row("authentication.allow-unauthenticated-remote").takes("true").refuses("on"),
          new Row("authentication.allowed-origins")
              .takes("loopback", "none", "*", "https://app.example.com")
              .refuses("app.example.com", "https://a.example/path", "loopback,,none"),
          new Row("iam.refresh").takes("10ms", "1h").refuses("9ms", "61m", "1"),
          new Row("iam.max-age").takes("1s", "1d").refuses("999ms", "25h", "1"),
          new Row("iam.credentials-file").takes("none", "NONE").refuses("\0"),
          new Row("iam.key-sets").takes("none", "NONE").refuses("\0"),
          new Row("audit.mode").takes("sigv4", "ALWAYS", "never").refuses("on"),
          new Row("audit.directory").takes("/", "audit", "a b").refuses("\0"),
          new Row("audit.key").takes("none", "NONE").refuses("\0"),
          new Row("audit.data-events").takes("none", "writes", "ALL").refuses("reads"),
          new Row("audit.selectors").takes("none", "NONE").refuses("\0"),
          new Row("audit.rotate").takes("1s", "1d").refuses("999ms", "25h"),
          new Row("audit.digest").takes("1s", "1d").refuses("999ms", "25h"),
          new Row("audit.retention").takes("0", "36500d").refuses("36501d", "1"),
          new Row("audit.on-overflow").takes("refuse", "DROP").refuses("block"),
          new Row("audit.queue-bytes").takes("64 KB", "25%").refuses("65535", "26%", "1 PB"),
          new Row("authorization.enforce").takes("true", "false").refuses("audit-only"),
          new Row("authorization.guard-rails").takes("none", "NONE").refuses("\0"),
          new Row("service.region").takes("x", "eu-central-1").refuses("EU", "x".repeat(65)),
          new Row("service.account-id")
              .takes("123456789012")
              .refuses("12345678901", "1234567890123"),
          new Row("service.control-plane").takes("instant", "realistic").refuses("fast"),
          new Row("service.validation-errors").takes("all", "first").refuses("none"),
          new Row("service.regions").takes("one", "by-scope").refuses("two"),
          new Row("service.max-regions").takes("1", "64").refuses("0", "65"),
          new Row("service.throughput").takes("unlimited", "PROVISIONED").refuses("on-demand"),
          new Row("server.event-loop-threads").takes("0", "1024").refuses("-1", "1025"),
          new Row("server.transport").takes("auto", "epoll", "nio").refuses("io_uring"),
          new Row("server.shutdown-grace")
              .takes("0", "1h", "60 m")
              .refuses("61m", "3601s", "1d", "999999999999d", "1000000000000d", HUGE + "s"),
          new Row("metrics.push")
              .takes(
                  "none", "STDOUT", "file:metrics.json", "tcp://127.0.0.1:25888", "tcp://[::1]:1")
              .refuses(
                  "metrics.json", "file:", "udp://a:1", "tcp://a", "tcp://a:0", "tcp://a:65536"),
          new Row("metrics.push-interval").takes("1s", "1h").refuses("999ms", "61m", "0"),
          new Row("metrics.namespace").takes("Larder", "AWS").refuses("a/b", "x".repeat(201)),
          new Row("metrics.tables").takes("0", "10000").refuses("-1", "10001"),
          new Row("metrics.otlp-endpoint")
              .takes(
                  "none", "http://127.0.0.1:4318/v1/metrics", "https://a.example/otlp/v1/metrics")
              .refuses("127.0.0.1:4318", "grpc://a:4317", "http://a b"),
          new Row("metrics.otlp-interval").takes("1s", "1h").refuses("999ms", "61m", "0"),
          new Row("metrics.otlp-headers-file").takes("none").refuses("\0"),
          new Row("tracing.endpoint")
              .takes("none", "http://127.0.0.1:4318/v1/traces", "https://a.example/v1/traces")
              .refuses("127.0.0.1:4318", "grpc://a:4317", "http://a b"),
          new Row("tracing.sampling")
              .takes("0", "0.001", "1", "1.0")
              .refuses("-1", "1.1", "2", "1%", ".5", "0." + HUGE),
          new Row("tracing.queue").takes("1", "65536").refuses("0", "65537"),
          new Row("tracing.headers-file").takes("none").refuses("\0"),
          new Row("logging.format").takes("text", "json").refuses("xml"),
          new Row("logging.level").takes("error", "trace").refuses("all"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private record Row(String key, List<String> taken, List<String> refused) {
    Row(String key) {
      this(key, List.of(), List.of());
    }

    Row takes(String... values) {
      return new Row(key, List.of(values), refused);
    }

    /** Beside these what no key takes. */
    Row refuses(String... values) {
      List<String> all = new ArrayList<>(List.of(values));
      all.addAll(List.of("", " "));
      return new Row(key, taken, all);
    }

    @Override
    public String toString() {
      return key;
    }
  }

  static Stream<Row> rows() {
    return ROWS.stream();
  }

  private int run(Map<String, String> environment, String... arguments) {
    var command =
        new LarderCommand(
            new PrintWriter(out), new PrintWriter(err), environment, TerminationSignals::new);
    return new CommandLine(command).setErr(new PrintWriter(err)).execute(arguments);
  }

  private Path file(Map<String, String> values) throws IOException {
    String yaml =
        values.entrySet().stream()
            .map(value -> value.getKey() + ": " + quoted(value.getValue()) + "\n")
            .collect(joining());
    return Files.writeString(folder.resolve("larder.yaml"), yaml);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\0", "\\0") + '"';
  }

  private static String variable(String key) {
    return "LARDER_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Test
  void everyKeyIsInTheTable() {
    var defaults = new ConfigurationSources(null, Map.of(), Map.of()).load();

    assertThat(ROWS)
        .extracting(Row::key)
        .containsExactlyElementsOf(ConfigurationSources.values(defaults).keySet());
    assertThat(ROWS).allSatisfy(row -> assertThat(row.taken()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aKeyTakesTheEndsOfItsRange(Row row) throws IOException {
    for (String value : row.taken()) {
      Map<String, String> values = new LinkedHashMap<>(SMALL);
      values.remove(row.key());
      Path others = file(values);

      int byEnvironment =
          run(Map.of(variable(row.key()), value), "check-config", "--config", others.toString());
      values.put(row.key(), value);
      int byFile = run(Map.of(), "check-config", "--config", file(values).toString());

      assertThat(err.toString()).isEmpty();
      assertThat(List.of(byEnvironment, byFile)).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aKeyRefusesWhatIsBeyondItInOneLineThatNamesIt(Row row) throws IOException {
    for (String value : row.refused()) {
      err.getBuffer().setLength(0);
      Path file = file(Map.of(row.key(), value));

      int byFile = run(Map.of(), "check-config", "--config", file.toString());
      int byEnvironment = run(Map.of(variable(row.key()), value));

      String fault = "larder: " + row.key() + ": must be ";
      assertThat(err.toString().lines())
          .as(value)
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith(fault)
                      .contains(", not '" + value.replace('\0', '?') + "'"))
          .anySatisfy(line -> assertThat(line).endsWith("(" + file + ")"))
          .anySatisfy(line -> assertThat(line).endsWith("(" + variable(row.key()) + ")"));
      assertThat(List.of(byFile, byEnvironment)).containsOnly(2);
    }
  }
}
