package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients make a server keep in memory, as its meter says. */
final class RequestMemoryIT {
  private static final int MEGABYTE = 1 << 20;
  private static final int LIMIT = 64 * MEGABYTE;
  private static final int ITEMS = 40;
  private static final int ITEM_SIZE = 390_000;
  private static final String CREATE =
      """
      {"TableName":"abc","BillingMode":"PAY_PER_REQUEST",
       "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],
       "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}]}
      """;
  private static final String GET = "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"absent\"}}}";

  private final Larder larder =
      RunningLarder.inMemory(Map.of("limits.request-memory", LIMIT + " B"));
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void createTable() throws IOException {
    assertThat(answerTo(call("CreateTable", "", CREATE))).startsWith("HTTP/1.1 200");
  }

  @AfterEach
  void stop() throws IOException {
    hangUp();
    larder.close();
    client.close();
  }

  private void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static byte[] call(String operation, String headers, String body) {
    String head =
        "POST / HTTP/1.1\r\nHost: h\r\nX-Amz-Target: DynamoDB_20120810."
            + operation
            + "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20260101T000000Z\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential=k, SignedHeaders=h, Signature=s\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(ISO_8859_1);
  }

  private static byte[] batchWrite(int first, int count) {
    var random = new SplittableRandom(first);
    var requests = new StringBuilder();
    for (int key = first; key < first + count; key++) {
      var text = new StringBuilder(ITEM_SIZE);
      while (text.length() < ITEM_SIZE) {
        text.append(Long.toHexString(random.nextLong()));
      }
      requests
          .append(requests.isEmpty() ? "" : ",")
          .append("{\"PutRequest\":{\"Item\":{\"k\":{\"S\":\"")
          .append(key)
          .append("\"},\"v\":{\"S\":\"")
          .append(text)
          .append("\"}}}}");
    }
    return call("BatchWriteItem", "", "{\"RequestItems\":{\"abc\":[" + requests + "]}}");
  }

  private static byte[] batchGet(String headers) {
    var keys = new StringBuilder();
    for (int key = 0; key < ITEMS; key++) {
      keys.append(key == 0 ? "" : ",").append("{\"k\":{\"S\":\"").append(key).append("\"}}");
    }
    return call("BatchGetItem", headers, "{\"RequestItems\":{\"abc\":{\"Keys\":[" + keys + "]}}}");
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(larder.addresses().getFirst());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private String answerTo(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes("HTTP/1.1 200".length()), ISO_8859_1);
    }
  }

  private long memory() {
    var uri =
        URI.create("http://127.0.0.1:" + larder.adminAddresses().getFirst().getPort() + "/metrics");
    try {
      String meters =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      Matcher line = Pattern.compile("\nlarder_request_memory_bytes (\\S+)").matcher(meters);
      assertThat(line.find()).isTrue();
      return (long) Double.parseDouble(line.group(1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitNothingInMemory() {
    await().pollInSameThread().untilAsserted(() -> assertThat(memory()).isZero());
  }

  @Test
  void whatIsSentByClientsThatGoIsLetGo() throws IOException {
    byte[] batch = batchWrite(0, 25);

    for (int i = 0; i < 8; i++) {
      Socket socket = connect();
      socket.getOutputStream().write(batch);
      socket.close();
      assertThat(memory()).isLessThanOrEqualTo(LIMIT * 9L / 8);
    }

    awaitNothingInMemory();
    assertThat(answerTo(call("GetItem", "", GET))).isEqualTo("HTTP/1.1 200");
  }

  @Test
  void answersThatNobodyReadsAreBoundedAndKeepNobodyOut() throws IOException {
    // Given
    assertThat(answerTo(batchWrite(0, 20))).isEqualTo("HTTP/1.1 200");
    assertThat(answerTo(batchWrite(20, 20))).isEqualTo("HTTP/1.1 200");

    // When
    for (int i = 0; i < 20; i++) {
      connect().getOutputStream().write(batchGet("Accept-Encoding: gzip\r\n"));
      connect().getOutputStream().write(batchGet(""));
    }

    // Then some are answered, the others refused, and small requests go on
    await().pollInSameThread().until(() -> memory() > 12 * MEGABYTE);
    for (int i = 0; i < 100; i++) {
      assertThat(answerTo(call("GetItem", "", GET))).isEqualTo("HTTP/1.1 200");
      assertThat(memory()).isLessThanOrEqualTo(LIMIT * 9L / 8);
    }

    // And when the clients are gone
    hangUp();
    awaitNothingInMemory();
  }
}
