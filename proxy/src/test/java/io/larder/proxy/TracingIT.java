package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.SpanCollector.Spoken;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of traces is told of requests. */
final class TracingIT {
  private static final String CREATE =
      """
      {"TableName":"abc","BillingMode":"PAY_PER_REQUEST",
       "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],
       "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}]}
      """;
  private static final String GET = "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"1\"}}}";
  private static final String PUT = "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"1\"}}}";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";
  private static final String NOT_SAMPLED = "00-" + TRACE + "-" + PARENT + "-00";

  private final SpanCollector collector = new SpanCollector();
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    client.close();
    collector.close();
  }

  private Map<String, String> tracing(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("authentication.mode", "none");
    all.put("tracing.endpoint", collector.url());
    return all;
  }

  private Larder traced(Map<String, String> values) {
    return RunningLarder.inMemory(tracing(values));
  }

  private void call(Larder server, String operation, String body, @Nullable String traceparent) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(RunningLarder.url(server) + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (traceparent != null) {
      request.header("traceparent", traceparent).header("tracestate", "shop=t61rcWkgMzE");
    }
    try {
      client.send(request.build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<Spoken> named(String name) {
    return collector.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private Spoken only(String name) {
    List<Spoken> spans = named(name);
    assertThat(spans).hasSize(1);
    return spans.getFirst();
  }

  private static Spoken of(List<Spoken> spans, SpanKind kind) {
    return spans.stream().filter(span -> span.kind() == kind).findFirst().orElseThrow();
  }

  @Test
  void aReadSaysWhatItAskedForAndWhatTheCachesDid() {
    try (Larder larder = traced(Map.of())) {
      call(larder, "CreateTable", CREATE, null);
      call(larder, "GetItem", GET, null);
      call(larder, "GetItem", GET, null);
    }

    assertThat(named("DynamoDB.GetItem"))
        .extracting(Spoken::attributes)
        .satisfiesExactly(
            miss -> assertThat(miss).containsEntry("larder.cache", "miss"),
            hit ->
                assertThat(hit)
                    .containsEntry("larder.cache", "hit")
                    .containsEntry("aws.dynamodb.table_names", "[abc]")
                    .containsEntry("rpc.method", "GetItem")
                    .containsEntry("http.response.status_code", "200")
                    .containsEntry("network.protocol.name", "http")
                    .containsEntry("client.address", "127.0.0.1")
                    .doesNotContainKey("error.type"));
    assertThat(named("DynamoDB.GetItem"))
        .allSatisfy(span -> assertThat(span.nanos()).isPositive())
        .allSatisfy(span -> assertThat(span.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER))
        .allSatisfy(span -> assertThat(span.resource()).containsEntry("service.name", "larder"));
  }

  @Test
  void aReadThatTheCachesCannotAnswerSaysSo() {
    try (Larder larder = traced(Map.of("cache.item-bytes", "0", "cache.query-bytes", "0"))) {
      call(larder, "CreateTable", CREATE, null);
      call(larder, "Scan", "{\"TableName\":\"abc\"}", null);
    }

    assertThat(only("DynamoDB.Scan").attributes().get("larder.cache")).isIn("bypass", "miss");
  }

  @Test
  void aWriteHasTheTimeThatItWaitedForItsCommit() {
    try (Larder larder = traced(Map.of())) {
      call(larder, "CreateTable", CREATE, null);
      call(larder, "PutItem", PUT, null);
    }

    Spoken put = only("DynamoDB.PutItem");
    Spoken commit =
        named("commit").stream()
            .filter(span -> span.parent().equals(put.id()))
            .findFirst()
            .orElseThrow();
    assertThat(commit.nanos()).isBetween(1L, put.nanos());
    assertThat(Long.parseLong(commit.attributes().get("larder.commit.queued_ns")))
        .isBetween(0L, commit.nanos());
    assertThat(put.attributes()).doesNotContainKey("larder.cache");
  }

  @Test
  void anErrorIsNamedAndIsNoFailureOfTheServer() {
    try (Larder larder = traced(Map.of())) {
      call(larder, "GetItem", GET, null);
      call(larder, "PutItem", "{", null);
    }

    Spoken unknownTable = only("DynamoDB.GetItem");
    assertThat(unknownTable.attributes())
        .containsEntry("error.type", "ResourceNotFoundException")
        .containsEntry("http.response.status_code", "400")
        .doesNotContainKey("larder.cache");
    assertThat(unknownTable.hasFailed()).isFalse();
    assertThat(only("DynamoDB.PutItem").attributes())
        .containsEntry("error.type", "SerializationException");
  }

  @Test
  void aProxiedReadCarriesTheTraceOfItsClientOn() {
    try (Larder upstream = traced(Map.of());
        Larder larder = RunningLarder.before(upstream, tracing(Map.of()))) {
      call(larder, "CreateTable", CREATE, null);
      call(larder, "GetItem", GET, SAMPLED);
      call(larder, "PutItem", PUT, SAMPLED);
    }

    for (String operation : List.of("DynamoDB.GetItem", "DynamoDB.PutItem")) {
      List<Spoken> spans =
          named(operation).stream().filter(span -> span.trace().equals(TRACE)).toList();
      assertThat(spans).hasSize(3);
      Spoken first =
          spans.stream().filter(span -> span.parent().equals(PARENT)).findFirst().orElseThrow();
      Spoken onward = of(spans, SpanKind.SPAN_KIND_CLIENT);
      Spoken last =
          spans.stream()
              .filter(span -> span.parent().equals(onward.id()))
              .findFirst()
              .orElseThrow();
      assertThat(first.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
      assertThat(onward.parent()).isEqualTo(first.id());
      assertThat(last.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
      assertThat(onward.attributes()).containsEntry("http.response.status_code", "200");
    }
  }

  @Test
  void whatItsClientDoesNotTraceIsNotTracedHereNorBehind() {
    try (Larder upstream = traced(Map.of());
        Larder larder = RunningLarder.before(upstream, tracing(Map.of()))) {
      call(larder, "CreateTable", CREATE, null);
      call(larder, "GetItem", GET, NOT_SAMPLED);
    }

    assertThat(collector.spans()).noneMatch(span -> span.trace().equals(TRACE));
  }

  @Test
  void ofOtherRequestsThatPartIsTracedThatIsWished() {
    try (Larder larder = traced(Map.of("tracing.sampling", "0"))) {
      call(larder, "CreateTable", CREATE, null);
      call(larder, "GetItem", GET, SAMPLED);
      call(larder, "GetItem", GET, "00-" + TRACE + "-0000000000000000-01");
    }

    assertThat(collector.spans())
        .singleElement()
        .satisfies(span -> assertThat(span.parent()).isEqualTo(PARENT));
  }

  @Test
  void theCollectorIsShownWhatItWantsToSee() throws IOException {
    Path headers = Files.writeString(folder.resolve("headers"), "x-token: abc\n");
    try (Larder larder = traced(Map.of("tracing.headers-file", headers.toString()))) {
      call(larder, "ListTables", "{}", null);
    }

    assertThat(only("DynamoDB.ListTables").parent()).isEmpty();
    assertThat(collector.tokens()).containsOnly("abc");
  }

  @Test
  void aCollectorThatIsGoneHoldsNothingUp() {
    try (Larder larder = traced(Map.of("tracing.queue", "1"))) {
      collector.close();
      call(larder, "CreateTable", CREATE, null);
      for (int i = 0; i < 100; i++) {
        call(larder, "GetItem", GET, null);
      }
    }

    assertThat(collector.spans()).isEmpty();
  }
}
