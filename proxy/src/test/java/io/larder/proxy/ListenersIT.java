package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.proxy.net.tls.PemFiles;
import io.larder.proxy.net.tls.TestIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners that the configuration names, of a running server. */
final class ListenersIT {
  private static final TestIdentity IDENTITY = TestIdentity.of("localhost", "EC");

  @TempDir Path folder;

  private static InetSocketAddress address(Larder larder, String name) {
    return larder.furtherAddresses().get(name).getFirst();
  }

  private static int status(HttpClient client, String scheme, InetSocketAddress address)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + address.getPort() + "/"))
                .timeout(Duration.ofMinutes(1))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void eachSpeaksItsProtocolToThoseWhoMayConnect() throws Exception {
    PemFiles files = IDENTITY.write(folder);
    try (Larder larder =
            RunningLarder.inMemory(
                Map.ofEntries(
                    Map.entry("listeners[0].name", "plain"),
                    Map.entry("listeners[0].allow", "127.0.0.0/8"),
                    Map.entry("listeners[1].name", "secret"),
                    Map.entry("listeners[1].tls-certificate", files.certificate().toString()),
                    Map.entry("listeners[1].tls-private-key", files.privateKey().toString()),
                    Map.entry("listeners[2].name", "dax"),
                    Map.entry("listeners[2].protocol", "dax"),
                    Map.entry("listeners[3].name", "others"),
                    Map.entry("listeners[3].allow", "192.0.2.0/24")));
        HttpClient client =
            HttpClient.newBuilder().sslContext(TestIdentity.client(IDENTITY)).build()) {
      assertThat(status(client, "http", address(larder, "plain"))).isEqualTo(200);
      assertThat(status(client, "https", address(larder, "secret"))).isEqualTo(200);
      try (Socket dax = Sockets.connect(address(larder, "dax"))) {
        var request = new CborWriter().writeInt(1).writeInt(DaxMethod.ENDPOINTS.id());
        dax.getOutputStream().write(HexFormat.of().parseHex("674a37796e65354700f6a000"));
        dax.getOutputStream().write(request.buffer(), 0, request.length());
        assertThat(HexFormat.of().formatHex(dax.getInputStream().readNBytes(32)))
            .startsWith("80")
            .contains("19%04x".formatted(address(larder, "dax").getPort()));
      }
      try (Socket forbidden = Sockets.connect(address(larder, "others"))) {
        assertThat(isClosed(forbidden)).isTrue();
      }
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException _) {
      return true;
    }
  }
}
