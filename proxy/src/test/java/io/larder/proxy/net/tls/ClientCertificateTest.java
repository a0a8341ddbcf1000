package io.larder.proxy.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.proxy.Sockets;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.NetLimits;
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.PlainProtocol;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.SocketServer;
import io.larder.proxy.net.Timeouts;
import io.larder.proxy.net.Transport;
import io.larder.proxy.net.Watched;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the net learns of clients from TLS, with each engine. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
final class ClientCertificateTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final TestIdentity SERVER = TestIdentity.of("localhost", "RSA");
  private static final TestIdentity CLIENT = TestIdentity.of("app,O=Example", "EC");
  private static final TestIdentity STRANGER = TestIdentity.of("app,O=Example", "EC");

  @Parameter TlsEngine engine;

  @TempDir Path folder;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private ServerCertificate certificate;

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  /** Says to any message how the connection is kept secret. */
  private static final class Mirror implements Protocol {
    @Override
    public Watched connect(Channel channel, LoopResources loop) {
      channel
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                  ReferenceCountUtil.release(message);
                  Peer.TlsSession tls = Peer.of(channel).tls();
                  context.writeAndFlush(
                      Unpooled.copiedBuffer(tls.version() + " " + tls.subject() + "\n", US_ASCII));
                }
              });
      return PlainProtocol.atRest();
    }
  }

  private InetSocketAddress listen(boolean isRequired) throws IOException {
    writeAuthority(CLIENT);
    PemFiles own = SERVER.write(folder);
    var files =
        new PemFiles(
            own.certificate(),
            own.privateKey(),
            new PemFiles.ClientAuthorities(folder.resolve("clients.pem"), isRequired));
    certificate = ServerCertificate.open(files, engine, LONG);
    opened.add(certificate);
    SocketServer server =
        SocketServer.start(
            EventLoops.start(Transport.NIO, 1),
            new NetLimits(8, 1 << 20, new Timeouts(LONG, LONG, LONG, LONG, 0)),
            new RequestMetrics(List.of()));
    opened.add(server);
    return server
        .listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new TlsProtocol(new Mirror(), certificate))
        .addresses()
        .getFirst();
  }

  private void writeAuthority(TestIdentity authority) throws IOException {
    try {
      Files.writeString(
          folder.resolve("clients.pem"),
          TestIdentity.pem("CERTIFICATE", authority.certificate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private SSLSocket connect(InetSocketAddress address, SSLContext client) throws IOException {
    Socket plain = Sockets.connect(address);
    opened.add(plain);
    var socket =
        (SSLSocket)
            client.getSocketFactory().createSocket(plain, "localhost", address.getPort(), true);
    opened.add(socket);
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    Sockets.send(socket, "?");
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
      if (c < 0) {
        throw new IOException("closed");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSubjectOfACertificateIsKnownThatAnAuthorityVouchesFor(boolean isRequired)
      throws IOException {
    InetSocketAddress address = listen(isRequired);

    assertThat(answer(connect(address, CLIENT.showingClient(SERVER))))
        .isEqualTo("TLSv1.3 CN=app,O=Example");
  }

  @Test
  void whoHasNoneComesInWhereItIsOptionalAndNotWhereItIsRequired() throws IOException {
    InetSocketAddress optional = listen(false);
    InetSocketAddress required = listen(true);

    assertThat(answer(connect(optional, TestIdentity.client(SERVER)))).isEqualTo("TLSv1.3 null");
    assertThatThrownBy(() -> answer(connect(required, TestIdentity.client(SERVER))))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobodyComesInWithACertificateThatNobodyVouchesFor(boolean isRequired) throws IOException {
    InetSocketAddress address = listen(isRequired);

    // It names the same subject.
    assertThatThrownBy(() -> answer(connect(address, STRANGER.showingClient(SERVER))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void authoritiesAreReplacedWithoutARestart() throws IOException {
    InetSocketAddress address = listen(true);
    writeAuthority(STRANGER);

    certificate.lookAgain();

    assertThat(answer(connect(address, STRANGER.showingClient(SERVER)))).contains("CN=app");
    assertThatThrownBy(() -> answer(connect(address, CLIENT.showingClient(SERVER))))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"
      })
  void aCipherSuiteThatDoesNotSealAndAuthenticateInOneIsRefused(String suite) throws IOException {
    SSLSocket socket = connect(listen(false), TestIdentity.client(SERVER));
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.setEnabledCipherSuites(new String[] {suite});

    assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
  }
}
