package io.larder.proxy.admin;

import static io.larder.proxy.Patience.await;
import static io.larder.proxy.Sockets.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.Sockets;
import io.larder.proxy.net.Transport;
import io.larder.proxy.net.tls.ServerCertificate;
import io.larder.proxy.net.tls.TestIdentity;
import io.larder.proxy.net.tls.TlsEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AdminServerTest {
  private static final String METRICS = "x".repeat(100_000);
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger made = new AtomicInteger();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private AdminServer serve(Duration timeout) throws IOException {
    return serve(timeout, null);
  }

  private AdminServer serve(Duration timeout, @Nullable ServerCertificate certificate)
      throws IOException {
    var pages =
        AdminPages.of(
            AdminAccess.everyone(),
            () -> null,
            () -> {
              made.incrementAndGet();
              return METRICS;
            },
            () -> "{}",
            new AdminPages.Posture(() -> "{}", () -> "COMPLIANT"),
            new AdminPages.Cluster(() -> "[]", () -> "alone"));
    var server =
        AdminServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Transport.NIO,
            pages,
            timeout,
            certificate);
    opened.add(server);
    return server;
  }

  private Socket connect(AdminServer server) throws IOException {
    Socket socket = Sockets.connect(server.addresses().getFirst());
    opened.add(socket);
    return socket;
  }

  private static String request(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  }

  /** Reads one answer to {@code /healthz}. */
  private static boolean isHealthy(Socket socket) throws IOException {
    send(socket, request("/healthz"));
    var answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\nok\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return false;
      }
      answer.append((char) next);
    }
    return true;
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void pagesAreMadeAsFastAsTheyAreTaken() throws IOException {
    AdminServer server = serve(LONG);
    Socket greedy = connect(server);
    Socket patient = connect(server);

    send(greedy, request("/metrics").repeat(500) + "GET / HTTP/1.0\r\n\r\n");
    await().until(() -> made.get() > 0);
    for (int i = 0; i < 100; i++) {
      assertThat(isHealthy(patient)).isTrue();
    }

    // A socket takes some megabytes.
    assertThat(made.get()).isLessThan(200);
    String answers = new String(greedy.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(answers.split("200 OK", -1)).hasSize(501);
    assertThat(answers).endsWith("not found\n");
  }

  @Test
  void anAnswerThatIsNotTakenEndsTheConnection() throws IOException {
    AdminServer server = serve(Duration.ofMillis(200));
    Socket socket = connect(server);

    await()
        .until(
            () -> {
              try {
                send(socket, request("/metrics").repeat(10));
                return false;
              } catch (IOException e) {
                return true;
              }
            });
  }

  @Test
  void aRequestThatIsNotSentToItsEndEndsTheConnection() throws IOException {
    Socket socket = connect(serve(Duration.ofMillis(200)));

    send(socket, "GET /metrics HT");

    assertThat(isClosed(socket)).isTrue();
  }

  @Test
  void ofTooManyConnectionsTheOneGivesWayThatWasUsedLongestAgo() throws IOException {
    AdminServer server = serve(LONG);
    Socket first = connect(server);
    Socket second = connect(server);
    assertThat(isHealthy(second)).isTrue();
    assertThat(isHealthy(first)).isTrue();

    for (int i = 0; i < RecentConnections.MOST - 1; i++) {
      assertThat(isHealthy(connect(server))).isTrue();
    }

    assertThat(isClosed(second)).isTrue();
    assertThat(isHealthy(first)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8001, 200",
    "localhost, 200",
    "LOCALHOST:8001, 200",
    "[::1]:8001, 200",
    "admin.localhost, 200",
    "example.com:8001, 421",
    "127.0.0.1.example.com, 421",
    "localhost.example.com, 421"
  })
  void aNameThatOthersMadePointHereIsRefused(String host, int status) throws IOException {
    Socket socket = connect(serve(LONG));

    send(socket, "GET /admin/info HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

    assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void itSpeaksTlsIfItHasACertificate(TlsEngine engine, @TempDir Path folder) throws IOException {
    TestIdentity identity = TestIdentity.of("localhost", "EC");
    ServerCertificate certificate = ServerCertificate.open(identity.write(folder), engine, LONG);
    opened.add(certificate);
    Socket plain = connect(serve(LONG, certificate));
    Socket socket =
        TestIdentity.client(identity)
            .getSocketFactory()
            .createSocket(plain, "localhost", plain.getPort(), true);

    assertThat(isHealthy(socket)).isTrue();
    assertThat(isHealthy(socket)).isTrue();
  }
}
