package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole server as a DAX client sees it, beside one that speaks HTTP. */
abstract class DaxContract {
  static final Map<String, String> UNSIGNED = Map.of("authentication.mode", "none");

  private static final String CREATE =
      """
      {"TableName":"abc","BillingMode":"PAY_PER_REQUEST",
       "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],
       "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}]}
      """;
  private static final int TOP_LEVEL_ITEMS_OF_GET = 2;

  private final Larder larder;
  private final List<Larder> servers;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> sockets = new ArrayList<>();

  /** Clients speak to the first server; the others are behind it. */
  DaxContract(List<Larder> servers) {
    this.larder = servers.getFirst();
    this.servers = servers;
  }

  @BeforeEach
  void createTable() throws Exception {
    assertThat(http("CreateTable", CREATE)).contains("\"TableName\":\"abc\"");
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    servers.forEach(Larder::close);
    client.close();
  }

  private String http(String operation, String body) throws Exception {
    int port = larder.addresses().getFirst().getPort();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private Socket connect() throws IOException {
    Socket socket = RawDax.connect(larder.daxAddresses().getFirst());
    sockets.add(socket);
    return socket;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void put(Socket socket, String key, int list, String value) throws IOException {
    byte[] values = new CborWriter().writeInt(list).writeText(value).toByteArray();
    RawDax.send(
        socket,
        DaxMethod.PUT_ITEM,
        out -> out.writeBytes(bytes("abc")).writeBytes(bytes(key)).writeBytes(values).writeNull());
    CborReader answer = RawDax.receive(socket, TOP_LEVEL_ITEMS_OF_GET);
    assertThat(answer.beginArray()).isZero();
    answer.readNull();
  }

  private static int list(Socket socket, String name) throws IOException {
    RawDax.send(
        socket, DaxMethod.DEFINE_ATTRIBUTE_LIST_ID, out -> out.beginArray(1).writeText(name));
    CborReader answer = RawDax.receive(socket, 2);
    assertThat(answer.beginArray()).isZero();
    return answer.readInt();
  }

  /** The one value of the item of that key, which must have the attributes of that list. */
  private static String get(Socket socket, String key, int list) throws IOException {
    RawDax.send(
        socket,
        DaxMethod.GET_ITEM,
        out -> out.writeBytes(bytes("abc")).writeBytes(bytes(key)).writeNull());
    CborReader answer = RawDax.receive(socket, TOP_LEVEL_ITEMS_OF_GET);
    assertThat(answer.beginArray()).isZero();
    answer.beginMap();
    assertThat(answer.readInt()).isZero();
    CborReader item = answer.readContent();
    assertThat(item.readInt()).isEqualTo(list);
    return item.readText();
  }

  @Test
  void whatIsWrittenOverOneProtocolIsReadOverTheOther() throws Exception {
    Socket dax = connect();
    int list = list(dax, "v");

    put(dax, "one", list, "by dax");
    http(
        "PutItem",
        "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"two\"},\"v\":{\"S\":\"by http\"}}}");

    assertThat(http("GetItem", "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"one\"}}}"))
        .contains("\"v\":{\"S\":\"by dax\"}");
    assertThat(get(dax, "two", list)).isEqualTo("by http");
    http(
        "PutItem",
        "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"one\"},\"v\":{\"S\":\"again\"}}}");
    assertThat(get(dax, "one", list)).isEqualTo("again");
  }

  @Test
  void anItemWhoseListNobodyHasAskedForGetsOne() throws Exception {
    http("PutItem", "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"1\"},\"new\":{\"S\":\"x\"}}}");
    Socket dax = connect();

    RawDax.send(
        dax,
        DaxMethod.GET_ITEM,
        out -> out.writeBytes(bytes("abc")).writeBytes(bytes("1")).writeNull());
    CborReader answer = RawDax.receive(dax, TOP_LEVEL_ITEMS_OF_GET);

    answer.skip();
    answer.beginMap();
    answer.readInt();
    int list = answer.readContent().readInt();
    RawDax.send(dax, DaxMethod.DEFINE_ATTRIBUTE_LIST, out -> out.writeInt(list));
    CborReader names = RawDax.receive(dax, 2);
    names.skip();
    assertThat(names.beginArray()).isOne();
    assertThat(names.readText()).isEqualTo("new");
  }

  @Test
  void aLargeItemGoesAndComes() throws Exception {
    Socket dax = connect();
    int list = list(dax, "v");
    String large = "x".repeat(390_000);

    put(dax, "large", list, large);

    assertThat(get(dax, "large", list)).isEqualTo(large);
    assertThat(get(dax, "large", list)).isEqualTo(large);
  }

  @Test
  void requestsOfBothProtocolsAreCountedApart() throws Exception {
    Socket dax = connect();
    int list = list(dax, "v");
    put(dax, "one", list, "x");
    get(dax, "one", list);
    get(dax, "one", list);

    int port = larder.adminAddresses().getFirst().getPort();
    var metrics =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    String scraped = client.send(metrics, BodyHandlers.ofString()).body();

    assertThat(scraped)
        .contains(
            "\n"
                + "larder_requests_total{operation=\"GetItem\",outcome=\"success\",protocol=\"dax\"}"
                + " 2.0\n")
        .contains("\nTotalRequestCount_total{protocol=\"dax\"} 4.0\n")
        .contains("\nClientConnections{protocol=\"dax\"} 1.0\n");
  }

  @Test
  void endpointsTellTheAddressThatTheClientHasConnectedTo() throws Exception {
    Socket dax = connect();

    RawDax.send(dax, DaxMethod.ENDPOINTS, out -> {});
    CborReader answer = RawDax.receive(dax, 2);

    answer.skip();
    assertThat(answer.beginArray()).isOne();
    answer.beginMap();
    assertThat(answer.readInt()).isZero();
    answer.skip();
    answer.skip();
    assertThat(answer.readText()).isEqualTo("127.0.0.1");
    answer.skip();
    assertThat(answer.readBytes()).containsExactly(127, 0, 0, 1);
    answer.skip();
    assertThat(answer.readInt()).isEqualTo(larder.daxAddresses().getFirst().getPort());
  }

  @Test
  void endpointsTellWhatIsAdvertised() throws Exception {
    try (Larder other =
        RunningLarder.inMemory(
            Map.of("dax.advertised-address", "10.1.2.3:9", "dax.nodes", "10.1.2.4, [::1]:7"))) {
      Socket dax = Sockets.connect(other.daxAddresses().getFirst());
      sockets.add(dax);
      dax.getOutputStream().write(RawDax.PRELUDE);

      RawDax.send(dax, DaxMethod.ENDPOINTS, out -> {});
      CborReader answer = RawDax.receive(dax, 2);

      answer.skip();
      assertThat(answer.beginArray()).isEqualTo(3);
      assertThat(HexFormat.of().formatHex(answer.array()))
          .contains("440a01020303" + "09" + "0401")
          .contains("440a01020403")
          .contains("50" + "0".repeat(31) + "1" + "03" + "07" + "0402");
    }
  }

  @Test
  void aPortThatWasAskedForMustBeHad() {
    String taken = String.valueOf(larder.addresses().getFirst().getPort());

    assertThatThrownBy(() -> RunningLarder.inMemory(Map.of("dax.port", taken)))
        .hasMessageContaining("the address is already in use")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void daxCanBeLeftOff() {
    try (Larder other = RunningLarder.inMemory(Map.of("dax.port", "none"))) {
      assertThat(other.daxAddresses()).isEmpty();
    }
  }

  @Test
  void aThousandConnectionsAreServedAtOnce() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      RawDax.send(connect(), DaxMethod.ENDPOINTS, out -> {});
    }

    for (Socket socket : sockets) {
      assertThat(RawDax.receive(socket, 2).beginArray()).isZero();
    }
  }

  @Test
  void aClientThatBreaksOffLeavesNothing() throws Exception {
    Socket dax = connect();
    dax.getOutputStream().write(HexFormat.of().parseHex("013a7d8e7e56436162635a0001"));

    dax.close();

    int port = larder.adminAddresses().getFirst().getPort();
    var metrics =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    await()
        .untilAsserted(
            () ->
                assertThat(client.send(metrics, BodyHandlers.ofString()).body())
                    .contains("\nClientConnections{protocol=\"dax\"} 0.0\n")
                    .contains("\nlarder_request_memory_bytes 0.0\n"));
  }
}
