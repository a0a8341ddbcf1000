package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.upstream.ScriptedUpstream;
import io.larder.proxy.upstream.ScriptedUpstream.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see of a server whose upstream does what it should not. */
final class UpstreamFaultsIT {
  private static final String KEY = "{\"TableName\":\"Table\",\"Key\":{\"k\":{\"S\":\"a\"}}}";
  private static final String PUT =
      "{\"TableName\":\"Table\",\"Item\":{\"k\":{\"S\":\"a\"},\"v\":{\"N\":\"2\"}}}";
  private static final String TABLE =
      """
      {"Table":{"TableName":"Table","TableStatus":"ACTIVE","TableId":"11111111-2222-3333-4444-555555555555",
      "TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Table","CreationDateTime":1.0,
      "ItemCount":1,"TableSizeBytes":10,
      "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}]}}\
      """;

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger value = new AtomicInteger(1);
  private @Nullable Larder larder;

  /** What is done with the calls of one operation, instead of what the upstream should do. */
  private final Map<String, Function<ScriptedUpstream.Call, Step>> faults =
      new ConcurrentHashMap<>();

  @BeforeEach
  void start() {
    upstream.script(call -> faults.getOrDefault(call.operation(), this::answer).apply(call));
    larder =
        RunningLarder.inMemory(
            Map.of(
                "store.kind", "upstream",
                "upstream.endpoint", upstream.uri().toString(),
                "upstream.engine", "larder",
                "upstream.writers", "exclusive",
                "upstream.credentials", "unverified",
                "upstream.write-timeout", "300ms"));
  }

  @AfterEach
  void stop() {
    Objects.requireNonNull(larder).close();
    upstream.close();
    client.close();
  }

  private Step answer(ScriptedUpstream.Call call) {
    return switch (call.operation()) {
      case "DescribeTable" -> Step.answer(200, TABLE);
      case "DescribeTimeToLive" ->
          Step.answer(200, "{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"DISABLED\"}}");
      case "GetItem" -> Step.answer(200, item());
      case "PutItem" -> Step.answer(200, "{}");
      default -> Step.error(400, "UnknownOperationException", "");
    };
  }

  private String item() {
    return "{\"Item\":{\"k\":{\"S\":\"a\"},\"v\":{\"N\":\"" + value + "\"}}}";
  }

  private HttpResponse<String> call(String operation, String body) {
    InetSocketAddress address = Objects.requireNonNull(larder).addresses().getFirst();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + address.getPort()))
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=id/20261130/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=00")
            .header("X-Amz-Date", "20261130T000000Z")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls of the table; the server reads its own table at the upstream whenever it likes. */
  private long count(String operation) {
    return upstream.calls().stream()
        .filter(call -> call.operation().equals(operation))
        .filter(call -> call.body().contains("\"TableName\":\"Table\""))
        .count();
  }

  private static String cache(HttpResponse<String> response) {
    return response.headers().firstValue("x-larder-cache").orElse("");
  }

  /** Reads until the answer is from memory: nothing is kept before the table is known. */
  private void warmUp() {
    Patience.await().until(() -> cache(call("GetItem", KEY)).equals("HIT"));
  }

  @Test
  void aHitDoesNotReachTheUpstream() {
    warmUp();
    long before = count("GetItem");
    HttpResponse<String> hit = call("GetItem", KEY);
    assertThat(hit.body()).isEqualTo(item());
    assertThat(cache(hit)).isEqualTo("HIT");
    assertThat(count("GetItem")).isEqualTo(before);
  }

  @Test
  void aReadThatIsCutIsTriedAgain() {
    faults.put(
        "GetItem", _ -> count("GetItem") == 1 ? Step.half(200, item()) : Step.answer(200, item()));
    assertThat(call("GetItem", KEY).body()).isEqualTo(item());
    assertThat(count("GetItem")).isEqualTo(2);
  }

  @Test
  void aDamagedAnswerIsReadAgain() {
    faults.put(
        "GetItem",
        _ -> count("GetItem") == 1 ? Step.damaged(200, item()) : Step.answer(200, item()));
    assertThat(call("GetItem", KEY).body()).isEqualTo(item());
  }

  @Test
  void aWriteThatIsCutIsNotTriedAgain() {
    faults.put("PutItem", _ -> Step.closing());
    assertThat(call("PutItem", PUT).statusCode()).isEqualTo(500);
    assertThat(count("PutItem")).isEqualTo(1);
  }

  @Test
  void anErrorIsToldAsItCame() {
    faults.put("PutItem", _ -> Step.error(400, "ThrottlingException", "slow down, and be told so"));
    HttpResponse<String> refused = call("PutItem", PUT);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .isEqualTo(
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ThrottlingException\","
                + "\"message\":\"slow down, and be told so\"}");
    assertThat(refused.headers().firstValue("x-amzn-requestid")).contains("ID");
  }

  @Test
  void aWriteThatLandsLateIsSeenByTheNextRead() {
    warmUp();
    CompletableFuture<?> gate = new CompletableFuture<>();
    CompletableFuture<?> landed = new CompletableFuture<>();
    faults.put(
        "PutItem",
        _ ->
            (arrived, socket) -> {
              gate.join();
              value.set(2);
              landed.complete(null);
              Step.answer(200, "{}").run(arrived, socket);
            });
    assertThat(call("PutItem", PUT).statusCode()).isEqualTo(500);
    assertThat(call("GetItem", KEY).body()).contains("\"N\":\"1\"");
    gate.complete(null);
    landed.join();
    assertThat(call("GetItem", KEY).body()).contains("\"N\":\"2\"");
  }
}
