package io.larder.proxy;

import static io.larder.proxy.Patience.await;
import static io.larder.proxy.Sockets.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that keep the server waiting, or are too many, as they see it through their sockets. */
final class ConnectionsIT {
  private static final String HEAD =
      """
      POST / HTTP/1.1\r
      Host: h\r
      X-Amz-Target: DynamoDB_20120810.ListTables\r
      Content-Type: application/x-amz-json-1.0\r
      X-Amz-Date: 20260101T000000Z\r
      Authorization: AWS4-HMAC-SHA256 Credential=k, SignedHeaders=h, Signature=s\r
      """;
  private static final String CALL = HEAD + "Content-Length: 2\r\n\r\n{}";
  private static final String SHORT = "200ms";

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  /** A server whose clients may wait for hours, but for what {@code values} say. */
  private Larder serve(String... values) {
    Map<String, String> all = new HashMap<>();
    for (String timeout : List.of("idle", "header", "body", "write")) {
      all.put("timeouts." + timeout, "1h");
    }
    all.put("timeouts.minimum-rate", "0");
    for (int i = 0; i < values.length; i += 2) {
      all.put(values[i], values[i + 1]);
    }
    Larder larder = RunningLarder.inMemory(all);
    opened.add(larder);
    return larder;
  }

  private Socket connect(Larder larder) throws IOException {
    Socket socket = Sockets.connect(larder.addresses().getFirst());
    opened.add(socket);
    return socket;
  }

  /** The status line and all that follows until the server closes the connection. */
  private static String receiveAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** True if a call on {@code socket} is answered; false if the server has closed it. */
  private static boolean isAnswered(Socket socket) {
    try {
      send(socket, CALL);
      return socket.getInputStream().read() == 'H';
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  private static String metrics(Larder larder) throws IOException {
    var uri = "http://127.0.0.1:" + larder.adminAddresses().getFirst().getPort() + "/metrics";
    try (var in = URI.create(uri).toURL().openStream()) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  private static void assertClosed(Larder larder, String reason, int count) throws IOException {
    assertThat(metrics(larder))
        .contains("larder_closed_connections_total{reason=\"" + reason + "\"} " + count + ".0\n");
  }

  @Test
  void aHeadThatIsNotSentToItsEndEndsTheConnection() throws IOException {
    Larder larder = serve("timeouts.header", SHORT);
    Socket socket = connect(larder);

    send(socket, HEAD);

    assertThat(isClosed(socket)).isTrue();
    assertClosed(larder, "header", 1);
  }

  @Test
  void aBodyThatStandsStillIsGivenUp() throws IOException {
    Larder larder = serve("timeouts.body", SHORT);
    Socket socket = connect(larder);

    send(socket, HEAD + "Content-Length: 100000\r\n\r\n{");

    assertThat(receiveAll(socket)).startsWith("HTTP/1.1 408 ").contains("Connection: close");
    assertClosed(larder, "body", 1);
  }

  @Test
  void aBodyThatComesTooSlowlyIsGivenUp() throws IOException {
    Larder larder = serve("timeouts.body", "1s", "timeouts.minimum-rate", "1 MB");
    Socket socket = connect(larder);
    send(socket, HEAD + "Content-Length: 100000\r\n\r\n");

    await()
        .until(
            () -> {
              if (socket.getInputStream().available() == 0) {
                send(socket, " ");
              }
              return socket.getInputStream().available() > 0;
            });

    assertThat(receiveAll(socket)).startsWith("HTTP/1.1 408 ");
    assertClosed(larder, "body", 1);
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    Larder larder = serve("timeouts.idle", SHORT);
    Socket fresh = connect(larder);
    Socket used = connect(larder);
    send(used, CALL);

    assertThat(isClosed(fresh)).isTrue();
    assertThat(receiveAll(used)).startsWith("HTTP/1.1 200 OK");
    assertClosed(larder, "idle", 2);
  }

  @Test
  void aClientThatTakesNoneOfItsAnswersIsCutOff() throws IOException {
    Larder larder = serve("timeouts.write", SHORT);
    Socket socket = connect(larder);
    String refused = HEAD.replace("ListTables", "x".repeat(100)) + "Content-Length: 2\r\n\r\n{}";
    String calls = refused.repeat(1000);

    await()
        .until(
            () -> {
              try {
                send(socket, calls);
                return false;
              } catch (IOException e) {
                return true;
              }
            });

    assertClosed(larder, "write", 1);
  }

  @Test
  void aClientThatTakesItsAnswersTooSlowlyIsCutOff() throws IOException {
    Larder larder = serve("timeouts.write", "1s", "timeouts.minimum-rate", "1 GB");
    Socket socket = connect(larder);
    Thread.startVirtualThread(
        () -> {
          try {
            while (true) {
              send(socket, CALL.repeat(1000));
            }
          } catch (IOException e) {
            // The server has closed the connection.
          }
        });

    await()
        .until(
            () ->
                socket.getInputStream().read() < 0
                    || metrics(larder)
                        .contains("larder_closed_connections_total{reason=\"write\"} 1.0"));

    assertClosed(larder, "write", 1);
  }

  @Test
  void atTheLimitTheConnectionThatIsIdleForLongestGivesWay() throws IOException {
    Larder larder = serve("limits.connections", "2");
    Socket first = connect(larder);
    assertThat(isAnswered(first)).isTrue();
    Socket second = connect(larder);
    assertThat(isAnswered(second)).isTrue();
    receiveRest(first);
    assertThat(isAnswered(first)).isTrue();

    Socket third = connect(larder);

    assertThat(isAnswered(third)).isTrue();
    receiveRest(second);
    assertThat(isClosed(second)).isTrue();
    receiveRest(first);
    assertThat(isAnswered(first)).isTrue();
    assertClosed(larder, "limit", 1);
    assertThat(metrics(larder)).contains("larder_accepted_connections_total 3.0\n");
  }

  /** What has come of an answer that has begun. */
  private static void receiveRest(Socket socket) throws IOException {
    byte[] rest = new byte[4096];
    int read = socket.getInputStream().read(rest);
    assertThat(new String(rest, 0, read, ISO_8859_1)).endsWith("{\"TableNames\":[]}");
  }

  @Test
  void aConnectionWithARequestUnderWayGivesNoWay() throws IOException {
    Larder larder = serve("limits.connections", "1");
    Socket busy = connect(larder);
    send(busy, CALL.substring(0, CALL.length() - 1));
    await().until(() -> metrics(larder).contains("\nClientConnections{protocol=\"http\"} 1.0"));

    Socket refused = connect(larder);

    assertThat(isClosed(refused)).isTrue();
    send(busy, CALL.substring(CALL.length() - 1));
    assertThat(busy.getInputStream().read()).isEqualTo('H');
    assertThat(metrics(larder)).contains("larder_refused_connections_total 1.0\n");
  }

  @Test
  void halfSentHeadsLockNobodyOut() throws IOException {
    Larder larder = serve("limits.connections", "50");
    for (int i = 0; i < 60; i++) {
      send(connect(larder), HEAD);
    }

    await().until(() -> isAnswered(connect(larder)));
  }
}
