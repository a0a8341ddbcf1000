package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server before another one, as clients and operators see it. */
final class UpstreamIT {
  private static final String CREATE =
      """
      {"TableName":"abc","BillingMode":"PAY_PER_REQUEST",
       "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],
       "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}]}
      """;
  private static final String GET = "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"1\"}}}";
  private static final String PUT =
      "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"1\"},\"v\":{\"N\":\"1\"}}}";
  private static final String ADD =
      """
      {"TableName":"abc","Key":{"k":{"S":"1"}},"UpdateExpression":"ADD v :one",
       "ExpressionAttributeValues":{":one":{"N":"1"}},"ReturnValues":"UPDATED_NEW"}
      """;

  private static final Map<String, String> UNSIGNED = Map.of("authentication.mode", "none");

  private final Larder upstream = RunningLarder.inMemory(Map.of());
  private final Larder larder = RunningLarder.before(upstream, UNSIGNED);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    larder.close();
    upstream.close();
    client.close();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> call(Larder server, String operation, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(RunningLarder.url(server) + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> call(String operation, String body) {
    return call(larder, operation, body);
  }

  private static String admin(Larder server, String path) {
    return "http://127.0.0.1:" + server.adminAddresses().getFirst().getPort() + path;
  }

  private HttpResponse<String> readyz(Larder server) {
    return send(HttpRequest.newBuilder(URI.create(admin(server, "/readyz"))).build());
  }

  private static String cache(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-larder-cache").orElse("");
  }

  @Test
  void whatIsWrittenThroughItIsReadFromMemory() {
    call("CreateTable", CREATE);
    call("PutItem", PUT);
    call("GetItem", GET);

    HttpResponse<String> got = call("GetItem", GET);
    HttpResponse<String> added = call("UpdateItem", ADD);
    HttpResponse<String> gotAgain = call("GetItem", GET);

    assertThat(got.body()).isEqualTo("{\"Item\":{\"k\":{\"S\":\"1\"},\"v\":{\"N\":\"1\"}}}");
    assertThat(cache(got)).isEqualTo("HIT");
    assertThat(added.body()).isEqualTo("{\"Attributes\":{\"v\":{\"N\":\"2\"}}}");
    assertThat(gotAgain.body()).contains("\"v\":{\"N\":\"2\"}");
    assertThat(cache(gotAgain)).isEqualTo("HIT");
  }

  @Test
  void callsAndErrorsOfTheUpstreamComeAsTheyAre() {
    String created = call("CreateTable", CREATE).body();
    HttpResponse<String> again = call("CreateTable", CREATE);
    HttpResponse<String> unknown = call("NotYetInvented", "{}");

    assertThat(created).contains("\"TableStatus\":");
    assertThat(call("ListTables", "{}").body()).isEqualTo("{\"TableNames\":[\"abc\"]}");
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("#ResourceInUseException");
    assertThat(again.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(unknown.body()).contains("#UnknownOperationException");
  }

  @Test
  void itIsReadyOnceTheUpstreamAnswersAndTellsWhenItDoesNot() {
    await().untilAsserted(() -> assertThat(readyz(larder).statusCode()).isEqualTo(200));

    upstream.close();

    await().untilAsserted(() -> assertThat(readyz(larder).statusCode()).isEqualTo(503));
    assertThat(readyz(larder).body()).startsWith("the upstream does not answer: ");
  }

  @Test
  void hitsGoOnWhileTheUpstreamIsAway() {
    call("CreateTable", CREATE);
    call("PutItem", PUT);
    call("GetItem", GET);
    upstream.close();

    HttpResponse<String> hit = call("GetItem", GET);
    HttpResponse<String> miss = call("GetItem", GET.replace("\"1\"", "\"2\""));
    HttpResponse<String> write = call("PutItem", PUT);

    assertThat(hit.statusCode()).isEqualTo(200);
    assertThat(miss.statusCode()).isEqualTo(503);
    assertThat(write.statusCode()).isGreaterThanOrEqualTo(500);
  }

  @Test
  void itStartsBeforeItsUpstream() {
    String url = RunningLarder.url(upstream);
    int port = URI.create(url).getPort();
    upstream.close();
    try (Larder early =
        RunningLarder.before(
            upstream, Map.of("authentication.mode", "none", "upstream.endpoint", url))) {
      assertThat(call(early, "ListTables", "{}").statusCode()).isEqualTo(503);

      try (Larder late = RunningLarder.inMemory(Map.of("listen.port", String.valueOf(port)))) {
        await()
            .untilAsserted(
                () -> assertThat(call(early, "ListTables", "{}").statusCode()).isEqualTo(200));
        assertThat(late.addresses()).isNotEmpty();
      }
    }
  }

  @Test
  void whatIsCountedAtTheUpstreamIsAMetric() {
    call("CreateTable", CREATE);
    call("NotYetInvented", "{}");

    String metrics =
        send(HttpRequest.newBuilder(URI.create(admin(larder, "/metrics"))).build()).body();

    assertThat(metrics)
        .containsPattern("(?m)^larder_upstream_breaker 0\\.0$")
        .containsPattern("(?m)^larder_upstream_connections [1-9]")
        .containsPattern("(?m)^larder_upstream_calls_total [1-9]")
        .containsPattern("(?m)^larder_requests_total\\{operation=\"Forwarded\".*error.* 1\\.0$");
  }
}
