package io.larder.proxy.metrics.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of OpenTelemetry is sent. */
final class OtlpPushTest {
  private static final Instant START = Instant.parse("2026-05-04T03:02:01.5Z");

  @TempDir private Path directory;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<@Nullable String> tokens = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile Instant now = START;
  private HttpServer collector;

  @BeforeEach
  void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/metrics",
        exchange -> {
          try (exchange) {
            assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
                .isEqualTo("application/json");
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Token")));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(status, -1);
          }
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  private OtlpPush push(@Nullable Path headers, MetricSnapshots snapshots) {
    var url = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics");
    var target = new OtlpPush.Target(url, headers, Map.of("service.name", "larder"));
    return new OtlpPush(() -> snapshots, target, () -> now);
  }

  private static MetricSnapshots counted(double value) {
    return MetricSnapshots.of(
        CounterSnapshot.builder()
            .name("requests")
            .help("Requests.")
            .dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("TableName", "T"))
                    .value(value)
                    .build())
            .build());
  }

  @Test
  void totalsAreTheGrowthSinceTheStart() {
    OtlpPush push = push(null, counted(3));
    now = START.plusSeconds(60);

    push.push();

    assertThat(bodies)
        .containsExactly(
            "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
                + "\"value\":{\"stringValue\":\"larder\"}}]},\"scopeMetrics\":[{\"scope\":{"
                + "\"name\":\"io.larder\"},\"metrics\":[{\"name\":\"requests\","
                + "\"description\":\"Requests.\",\"sum\":{\"aggregationTemporality\":2,"
                + "\"isMonotonic\":true,\"dataPoints\":[{\"attributes\":[{\"key\":\"TableName\","
                + "\"value\":{\"stringValue\":\"T\"}}],"
                + "\"startTimeUnixNano\":\"1777863721500000000\","
                + "\"timeUnixNano\":\"1777863781500000000\",\"asDouble\":3.0}]}}]}]}]}");
  }

  @Test
  void everyKindOfMeterIsSent() {
    push(
            null,
            MetricSnapshots.of(
                GaugeSnapshot.builder()
                    .name("level")
                    .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(0.5).build())
                    .dataPoint(
                        GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(Labels.of("unknown", "yes"))
                            .value(Double.NaN)
                            .build())
                    .build(),
                SummarySnapshot.builder()
                    .name("latency")
                    .dataPoint(
                        SummarySnapshot.SummaryDataPointSnapshot.builder()
                            .count(2)
                            .sum(2.5)
                            .build())
                    .build(),
                HistogramSnapshot.builder()
                    .name("seconds")
                    .dataPoint(
                        HistogramSnapshot.HistogramDataPointSnapshot.builder()
                            .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(
                                    List.of(0.1, 1.0, Double.POSITIVE_INFINITY),
                                    List.of(5L, 6L, 7L)))
                            .sum(9)
                            .build())
                    .build()))
        .push();

    assertThat(bodies)
        .singleElement()
        .asString()
        .contains("\"asDouble\":0.5")
        .doesNotContain("unknown")
        .contains("\"count\":\"2\",\"sum\":2.5")
        .contains(
            "\"count\":\"18\",\"sum\":9.0,\"bucketCounts\":[\"5\",\"6\",\"7\"],"
                + "\"explicitBounds\":[0.1,1.0]");
  }

  @Test
  void headersAreReadEachTime() throws IOException {
    Path headers = directory.resolve("headers");
    Files.writeString(headers, "x-token: one\n\n# nothing\n");
    OtlpPush push = push(headers, counted(1));
    push.push();
    Files.writeString(headers, "X-Token:two");
    push.push();

    assertThat(tokens).containsExactly("one", "two");
  }

  @Test
  void aCollectorThatFailsIsToldAllTheNextTime() {
    OtlpPush push = push(null, counted(3));
    status = 503;
    push.push();
    status = 200;
    push.push();

    assertThat(bodies).hasSize(2).allMatch(body -> body.contains("\"asDouble\":3.0"));
  }

  @Test
  void metersAreSentALastTimeWhenTheServerStops() {
    OtlpPush push = push(null, counted(3)).every(Duration.ofHours(1));

    push.close();

    assertThat(bodies).hasSize(1);
  }
}
