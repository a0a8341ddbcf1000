package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static io.larder.proxy.Sockets.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running server, seen through its sockets. */
final class LarderIT {
  private static final String HEADERS =
      """
      Host: h\r
      Content-Type: application/x-amz-json-1.0\r
      X-Amz-Date: 20260101T000000Z\r
      Authorization: AWS4-HMAC-SHA256 Credential=k, SignedHeaders=h, Signature=s\r
      """;
  private static final String CREATE =
      "{\"TableName\":\"abc\",\"BillingMode\":\"PAY_PER_REQUEST\",\"KeySchema\":[{\"AttributeName\":"
          + "\"k\",\"KeyType\":\"HASH\"}],\"AttributeDefinitions\":[{\"AttributeName\":\"k\","
          + "\"AttributeType\":\"S\"}]}";

  private final Larder larder =
      RunningLarder.inMemory(Map.of("limits.pipelined-requests", "4", "limits.max-body", "64 KB"));

  @AfterEach
  void stop() {
    larder.close();
  }

  private static String call(String operation, String body) {
    return "POST / HTTP/1.1\r\nX-Amz-Target: DynamoDB_20120810."
        + operation
        + "\r\n"
        + HEADERS
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String put(int key) {
    return call("PutItem", "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"" + key + "\"}}}");
  }

  private static String get(int key) {
    return call("GetItem", "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"" + key + "\"}}}");
  }

  private Socket connect() throws IOException {
    return Sockets.connect(larder.addresses().getFirst());
  }

  /** Reads one answer: its head and as much body as that announces. */
  private static String receive(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return answer.toString();
      }
      answer.append((char) next);
    }
    String head = answer.toString();
    int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    return head + new String(in.readNBytes(length), ISO_8859_1);
  }

  private HttpResponse<String> admin(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var uri =
          URI.create("http://127.0.0.1:" + larder.adminAddresses().getFirst().getPort() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderWhoeverAnswersThem() throws IOException {
    try (Socket socket = connect()) {
      send(socket, call("CreateTable", CREATE));
      receive(socket);
      var requests = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        requests.append(put(i)).append(get(i)).append(get(-1));
      }

      send(socket, requests.toString());

      for (int i = 0; i < 50; i++) {
        assertThat(receive(socket)).endsWith("\r\n\r\n{}");
        assertThat(receive(socket)).endsWith("{\"Item\":{\"k\":{\"S\":\"" + i + "\"}}}");
        assertThat(receive(socket)).endsWith("\r\n\r\n{}");
      }
    }
  }

  @Test
  void theFirstOfSeveralValidationErrorsIsReportedAloneIfSoConfigured() throws IOException {
    try (Larder first = RunningLarder.inMemory(Map.of("service.validation-errors", "first"));
        var socket = new Socket()) {
      socket.connect(first.addresses().getFirst());
      socket.setSoTimeout(10_000);

      send(socket, call("GetItem", "{}"));

      assertThat(receive(socket))
          .endsWith(
              "\"message\":\"1 validation error detected: Value null at 'key' failed to satisfy"
                  + " constraint: Member must not be null\"}");
    }
  }

  @Test
  void aReadIsMarkedAsMissOrHit() throws IOException {
    try (Socket socket = connect()) {
      send(socket, call("CreateTable", CREATE));
      receive(socket);

      send(socket, get(7));
      assertThat(receive(socket)).contains("x-larder-cache: MISS");
      send(socket, get(7));
      assertThat(receive(socket)).contains("x-larder-cache: HIT");
    }
  }

  @Test
  void aBodyThatIsTooLargeIsAnsweredBeforeTheConnectionCloses() throws IOException {
    try (Socket socket = connect()) {
      send(socket, call("PutItem", " ".repeat(80_000)));

      assertThat(receive(socket)).startsWith("HTTP/1.1 413 ");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void bodiesHaveUpTo16MegabytesAndHeadersAndRequestLinesUpTo16Kilobytes() throws IOException {
    String body = get(1).substring(get(1).indexOf("\r\n\r\n") + 4);
    String largest = call("GetItem", body + " ".repeat(16 * 1024 * 1024 - body.length()));
    String tooLarge =
        largest
            .substring(0, largest.indexOf("\r\n\r\n") + 4)
            .replace("Content-Length: 16777216", "Content-Length: 16777217");

    try (Larder unlimited = RunningLarder.inMemory(Map.of())) {
      assertThat(statusOf(unlimited, largest)).isEqualTo(400);
      assertThat(statusOf(unlimited, tooLarge)).isEqualTo(413);
      assertThat(
              statusOf(
                  unlimited, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(16_000) + "\r\n\r\n"))
          .isEqualTo(200);
      assertThat(
              statusOf(
                  unlimited, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(16_384) + "\r\n\r\n"))
          .isEqualTo(431);
      assertThat(
              statusOf(unlimited, "GET /?" + "x".repeat(16_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
          .isEqualTo(200);
      assertThat(
              statusOf(unlimited, "GET /?" + "x".repeat(16_384) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
          .isEqualTo(414);
    }
  }

  private static int statusOf(Larder server, String request) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(server.addresses().getFirst());
      socket.setSoTimeout(10_000);
      send(socket, request);
      return Integer.parseInt(receive(socket).substring("HTTP/1.1 ".length()).substring(0, 3));
    }
  }

  @Test
  void shapeThenOwnChecksThenTheTableThenItsKeyAreLookedAt() throws IOException {
    try (Socket socket = connect()) {
      send(socket, call("CreateTable", CREATE));
      receive(socket);

      for (String[] step :
          new String[][] {
            {
              "{\"TableName\":\"no\",\"Key\":{},\"ProjectionExpression\":\"\"}",
              "1 validation error detected: Value 'no' at 'tableName' failed to satisfy constraint:"
                  + " Member must have length greater than or equal to 3"
            },
            {
              "{\"TableName\":\"none\",\"Key\":{},\"ProjectionExpression\":\"\"}",
              "Invalid ProjectionExpression: The expression can not be empty;"
            },
            {"{\"TableName\":\"none\",\"Key\":{}}", "Requested resource not found"},
            {
              "{\"TableName\":\"abc\",\"Key\":{}}",
              "The provided key element does not match the schema"
            }
          }) {
        send(socket, call("GetItem", step[0]));

        assertThat(receive(socket)).endsWith("\"message\":\"" + step[1] + "\"}");
      }
    }
  }

  @Test
  void aClientThatDisappearsLeavesNothingBehind() throws IOException {
    try (Socket socket = connect()) {
      send(socket, get(1).substring(0, 100));
    }

    await()
        .until(
            () -> admin("/metrics").body().contains("\nClientConnections{protocol=\"http\"} 0.0"));
  }

  @Test
  void aWebPageOfAnotherMachineCannotDeleteATable() throws IOException {
    try (Socket own = connect();
        Socket foreign = connect()) {
      send(own, call("CreateTable", CREATE));
      receive(own);
      String delete = call("DeleteTable", "{\"TableName\":\"abc\"}");

      send(foreign, delete.replace("Host: h\r\n", "Host: h\r\nOrigin: https://example.com\r\n"));
      assertThat(receive(foreign)).contains("AccessDeniedException");

      send(own, get(1));
      assertThat(receive(own)).startsWith("HTTP/1.1 200 OK");
      send(own, delete.replace("Host: h\r\n", "Host: h\r\nOrigin: http://localhost:3000\r\n"));
      assertThat(receive(own))
          .startsWith("HTTP/1.1 200 OK")
          .contains("Access-Control-Allow-Origin: *");
    }
  }

  @Test
  void theAdminPortTellsHealthMetricsAndConfiguration() throws IOException {
    try (Socket socket = connect()) {
      send(socket, get(1));
      receive(socket);
    }

    assertThat(admin("/healthz").statusCode()).isEqualTo(HttpURLConnection.HTTP_OK);
    assertThat(admin("/readyz").statusCode()).isEqualTo(HttpURLConnection.HTTP_OK);
    assertThat(admin("/metrics").body())
        .contains(
            "larder_requests_total{operation=\"GetItem\",outcome=\"error\",protocol=\"http\"} 1.0")
        .contains("ErrorRequestCount_total{protocol=\"http\"} 1.0");
    assertThat(admin("/admin/info").body()).contains("\"store.in-memory\":\"true\"");
    assertThat(admin("/nothing").statusCode()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
  }

  @Test
  void stoppingAnswersWhatWasReceivedAndRefusesTheRest() throws Exception {
    try (Socket idle = connect();
        Socket half = connect()) {
      String request = call("DescribeLimits", "{}");
      send(half, request.substring(0, request.length() - 1));
      await()
          .until(
              () ->
                  admin("/metrics").body().contains("\nClientConnections{protocol=\"http\"} 2.0"));

      var stopped = CompletableFuture.runAsync(larder::close);

      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      assertThat(admin("/readyz").statusCode()).isEqualTo(HttpURLConnection.HTTP_UNAVAILABLE);
      send(half, request.substring(request.length() - 1));
      assertThat(receive(half)).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
      stopped.get();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void localhostIsBothOfItsAddressesAndNoOther(String transport) throws IOException {
    assumeThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
        .anyMatch(Inet6Address.class::isInstance);
    try (Larder local =
        RunningLarder.inMemory(
            Map.of(
                "listen.host",
                "localhost",
                "admin.host",
                "localhost",
                "server.transport",
                transport))) {

      for (int port :
          List.of(
              local.addresses().getFirst().getPort(),
              local.adminAddresses().getFirst().getPort())) {
        assertThat(accepts("127.0.0.1", port)).isTrue();
        assertThat(accepts("::1", port)).isTrue();
        assertThat(accepts("127.0.0.2", port)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void anAddressOfOneFamilyIsNoneOfTheOther(String transport) {
    for (String[] step :
        new String[][] {{"0.0.0.0", "127.0.0.1", "::1"}, {"::1", "::1", "127.0.0.1"}}) {
      try (Larder one =
          RunningLarder.inMemory(
              Map.of(
                  "listen.host",
                  step[0],
                  "authentication.allow-unauthenticated-remote",
                  "true",
                  "server.transport",
                  transport))) {
        int port = one.addresses().getFirst().getPort();

        assertThat(accepts(step[1], port)).isTrue();
        assertThat(accepts(step[2], port)).isFalse();
      }
    }
  }

  private static boolean accepts(String host, int port) {
    try (var socket = new Socket(host, port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void aPortThatIsTakenOnOneAddressOfLocalhostIsAReasonNotToStart() {
    int taken = larder.addresses().getFirst().getPort();

    var failure =
        catchThrowable(
            () ->
                RunningLarder.inMemory(
                    Map.of("listen.host", "localhost", "listen.port", String.valueOf(taken))));

    assertThat(failure.getCause())
        .hasMessage("cannot listen on 127.0.0.1:" + taken + ": the address is already in use");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listen.port", "admin.port"})
  void aPortThatIsTakenIsAReasonNotToStart(String port) {
    InetSocketAddress taken = larder.addresses().getFirst();

    var failure =
        catchThrowable(() -> RunningLarder.inMemory(Map.of(port, String.valueOf(taken.getPort()))));

    assertThat(failure.getCause())
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "cannot listen on 127.0.0.1:" + taken.getPort() + ": the address is already in use");
  }
}
