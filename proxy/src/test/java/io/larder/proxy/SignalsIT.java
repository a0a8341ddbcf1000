package io.larder.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What signals do to a running process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
final class SignalsIT {
  private static final String[] SERVE = {"--in-memory", "--port", "0", "--admin-port", "0"};
  private static final Map<String, String> SMALL_MAP = Map.of("LARDER_STORE_MAP_SIZE", "1 GB");

  @TempDir Path folder;

  /** A connection on which a request has been answered and another one has begun. */
  private static Socket connect(LarderProcess larder) throws IOException {
    int port =
        Integer.parseInt(larder.await("Larder is serving address=127.0.0.1:(\\d+)").group(1));
    var client = new Socket(InetAddress.getLoopbackAddress(), port);
    send(client, "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n");
    assertThat(client.getInputStream().read()).isEqualTo('H');
    return client;
  }

  private static void send(Socket client, String bytes) throws IOException {
    client.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }

  private static String rest(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void theFirstOneLetsWhatWasBegunBeAnsweredAndEndsWithZero(String signal) throws Exception {
    try (var larder = LarderProcess.start("", SMALL_MAP, SERVE);
        Socket client = connect(larder)) {

      larder.signal(signal);

      larder.await("Larder is stopping");
      send(client, "\r\n");
      assertThat(rest(client)).contains("HTTP/1.1 200 OK");
      assertThat(larder.rest()).last().asString().endsWith("Larder has stopped");
      assertThat(larder.exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP"})
  void oneDuringTheStartEndsItInOrder(String signal) throws Exception {
    Path configuration = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", configuration.toString()).start().waitFor()).isZero();
    String[] serve = {"--config", configuration.toString(), "--data-dir", folder + "/data"};

    try (var larder = LarderProcess.start("", SMALL_MAP, serve)) {
      // The pipe opens when the process reads its configuration.
      try (OutputStream pipe = Files.newOutputStream(configuration)) {
        larder.signal(signal);
        pipe.write("{listen: {port: 0}, admin: {port: 0}}".getBytes(ISO_8859_1));
      }

      assertThat(larder.rest()).noneMatch(line -> line.startsWith("larder: "));
      assertThat(larder.exitCode()).isZero();
    }
  }

  @Test
  void theSecondOneEndsTheProcessAtOnce() throws Exception {
    try (var larder = LarderProcess.start("", SMALL_MAP, SERVE);
        Socket _ = connect(larder)) {
      larder.signal("HUP");
      larder.await("Larder is stopping");

      larder.signal("TERM");

      assertThat(larder.rest()).isEmpty();
      assertThat(larder.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void aHangupThatTheProcessWasStartedToIgnoreIsIgnored() throws Exception {
    try (var larder = LarderProcess.start("trap '' HUP; ", SMALL_MAP, SERVE);
        Socket client = connect(larder)) {
      larder.signal("HUP");

      send(client, "Connection: close\r\n\r\n");
      assertThat(rest(client)).contains("HTTP/1.1 200 OK");
      larder.signal("TERM");
      assertThat(larder.rest()).hasSize(2);
      assertThat(larder.exitCode()).isZero();
    }
  }
}
