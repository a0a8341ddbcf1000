package io.larder.proxy.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

final class SharedIdentityTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
  private static final byte[] OTHER = "0123456789abcdef0123456789abcdeF".getBytes(US_ASCII);

  @Test
  void makesTheKeyPairOfItsSeed() throws GeneralSecurityException {
    // Given the first test vector of RFC 8032, 7.1
    byte[] seed =
        HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    // When
    byte[] publicKey = SharedIdentity.keys(seed).getPublic().getEncoded();

    // Then
    assertThat(HexFormat.of().formatHex(publicKey))
        .endsWith("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  }

  @Test
  void refusesAShortSecret() {
    assertThatThrownBy(() -> SharedIdentity.context(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thoseWhoShareASecretSpeakToEachOther() throws Exception {
    // Given
    SSLContext server = SharedIdentity.context(SECRET);
    SSLContext client = SharedIdentity.context(SECRET.clone());

    // When
    int answer = ask(server, client);

    // Then
    assertThat(answer).isEqualTo(42);
  }

  @Test
  void aNodeTellsNothingToOneWithAnotherSecret() {
    assertThatThrownBy(() -> ask(SharedIdentity.context(SECRET), SharedIdentity.context(OTHER)))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void whoShowsNoCertificateIsNotHeard() throws Exception {
    // Given a client that trusts everybody
    var trusting = SSLContext.getInstance("TLSv1.3");
    trusting.init(null, new TrustManager[] {new TrustsAll()}, null);

    // Then
    assertThatThrownBy(() -> ask(SharedIdentity.context(SECRET), trusting))
        .isInstanceOf(IOException.class);
  }

  /** What the server answers to the byte that the client sends. */
  private static int ask(SSLContext server, SSLContext client) throws IOException {
    try (var listening =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening.setNeedClientAuth(true);
      CompletableFuture<Void> serving =
          CompletableFuture.runAsync(
              () -> {
                try (var socket = listening.accept()) {
                  if (socket.getInputStream().read() == 41) {
                    socket.getOutputStream().write(42);
                  }
                } catch (IOException e) {
                  // The client sees it too.
                }
              });
      try (var socket =
          (SSLSocket)
              client
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
        socket.getOutputStream().write(41);
        int answer = socket.getInputStream().read();
        serving.get();
        return answer;
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What an attacker would have. */
  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
