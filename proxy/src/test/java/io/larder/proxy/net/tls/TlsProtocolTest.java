package io.larder.proxy.net.tls;

import static io.larder.proxy.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.proxy.Sockets;
import io.larder.proxy.metrics.ConnectionMetrics.Closing;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.NetLimits;
import io.larder.proxy.net.PlainProtocol;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.ReplyBuffer;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.net.SocketServer;
import io.larder.proxy.net.Timeouts;
import io.larder.proxy.net.Transport;
import io.larder.proxy.net.Watched;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of the JDK, and bytes that no client would send, against each engine. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
final class TlsProtocolTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Timeouts NONE = new Timeouts(LONG, LONG, LONG, LONG, 0);
  private static final TestIdentity IDENTITY = TestIdentity.of("test", "EC");

  private static final TestIdentity OTHER = TestIdentity.of("other", "RSA");

  @Parameter TlsEngine engine;

  @TempDir Path folder;

  private final RequestMetrics metrics = new RequestMetrics(List.of());
  private ServerCertificate certificate;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private SocketServer start(int connections, Timeouts timeouts) {
    SocketServer server =
        SocketServer.start(
            EventLoops.start(Transport.NIO, 1),
            new NetLimits(connections, 1 << 20, timeouts),
            metrics);
    opened.add(server);
    return server;
  }

  private InetSocketAddress listen(SocketServer server, Protocol inner) throws IOException {
    certificate = ServerCertificate.open(IDENTITY.write(folder), engine, Duration.ofHours(1));
    opened.add(certificate);
    return server
        .listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new TlsProtocol(inner, certificate))
        .addresses()
        .getFirst();
  }

  private InetSocketAddress listen() throws IOException {
    return listen(start(8, NONE), PlainProtocol.echo());
  }

  private Socket plain(InetSocketAddress address) throws IOException {
    Socket socket = Sockets.connect(address);
    opened.add(socket);
    return socket;
  }

  private SSLSocket secure(InetSocketAddress address) throws IOException {
    var socket =
        (SSLSocket)
            TestIdentity.client(IDENTITY, OTHER)
                .getSocketFactory()
                .createSocket(plain(address), "localhost", address.getPort(), true);
    opened.add(socket);
    return socket;
  }

  private static String echo(Socket socket, String text) throws IOException {
    Sockets.send(socket, text);
    return new String(socket.getInputStream().readNBytes(text.length()), ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void bothVersionsOfTlsAreSpoken(String version) throws IOException {
    SSLSocket client = secure(listen());
    client.setEnabledProtocols(new String[] {version});

    assertThat(echo(client, "hello")).isEqualTo("hello");

    assertThat(client.getSession().getProtocol()).isEqualTo(version);
    assertThat(metrics.connectionMetrics().failedHandshakeCount()).isZero();
  }

  @Test
  void whatIsLongerThanARecordArrivesWhole() throws IOException {
    String text = "0123456789abcdef".repeat(10_000);
    SSLSocket client = secure(listen());
    client.startHandshake();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Sockets.send(client, text);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    byte[] received = client.getInputStream().readNBytes(text.length());

    assertThat(new String(received, ISO_8859_1)).isEqualTo(text);
  }

  @Test
  void whateverHostTheClientNamesItIsShownTheCertificate() throws IOException {
    InetSocketAddress address = listen();
    for (String name : names()) {
      SSLSocket client = secure(address);
      SSLParameters parameters = client.getSSLParameters();
      parameters.setServerNames(List.of(new AnyName(name)));
      client.setSSLParameters(parameters);

      assertThat(echo(client, name)).isEqualTo(name);
    }
  }

  private List<String> names() {
    return switch (engine) {
      case BORINGSSL -> List.of("unknown.example", "127.0.0.1", "::1", "localhost.", "a b", "_");
      // It refuses what is no name of a host before it can be asked not to.
      case JDK -> List.of("unknown.example", "127.0.0.1");
    };
  }

  /** A host name of those bytes, valid or not. */
  private static final class AnyName extends SNIServerName {
    AnyName(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(UTF_8));
    }
  }

  @Test
  void aClientThatDoesNotTrustTheCertificateIsCounted() throws IOException {
    InetSocketAddress address = listen();
    var client =
        (SSLSocket)
            TestIdentity.client()
                .getSocketFactory()
                .createSocket(plain(address), "localhost", address.getPort(), true);

    assertThatThrownBy(client::startHandshake).isInstanceOf(SSLException.class);

    await().until(() -> metrics.connectionMetrics().failedHandshakeCount() == 1);
  }

  @Test
  void whoDoesNotSpeakTlsIsSentAwayAndOthersAreServed() throws IOException {
    InetSocketAddress address = listen();
    Socket client = plain(address);

    Sockets.send(client, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(isClosed(client)).isTrue();
    assertThat(echo(secure(address), "hello")).isEqualTo("hello");
    assertThat(metrics.connectionMetrics().failedHandshakeCount()).isEqualTo(1);
  }

  @Test
  void whoOnlyLooksWhetherThePortIsOpenIsNoFailure() throws IOException {
    InetSocketAddress address = listen();

    plain(address).close();

    // The one event loop has seen the end of the first when it serves the second.
    assertThat(echo(secure(address), "hello")).isEqualTo("hello");
    assertThat(metrics.connectionMetrics().failedHandshakeCount()).isZero();
  }

  @Test
  void aHandshakeMayTakeAsLongAsAHead() throws IOException {
    InetSocketAddress address =
        listen(start(8, new Timeouts(LONG, SHORT, LONG, LONG, 0)), PlainProtocol.echo());
    Socket silent = plain(address);
    Socket slow = plain(address);
    slow.getOutputStream().write(0x16);

    assertThat(isClosed(silent)).isTrue();
    assertThat(isClosed(slow)).isTrue();

    await().until(() -> metrics.connectionMetrics().count(Closing.HANDSHAKE) == 2);
  }

  @Test
  void aHandshakeMayTakeOnlySoManyBytes() throws IOException {
    InetSocketAddress address = listen();
    Socket oneRecord = plain(address);
    Socket manyRecords = plain(address);
    // Handshake records of TLS. The second begins a ClientHello of 16,000 bytes.
    byte[] endless = {0x16, 3, 1, (byte) 0xff, (byte) 0xff};
    byte[] beginning = {0x16, 3, 1, 0, 4, 1, 0, 0x3e, (byte) 0x80};
    byte[] next = {0x16, 3, 1, 0, 1, 0};
    var rest = new ByteArrayOutputStream();
    while (rest.size() < 48 * 1024) {
      rest.writeBytes(next);
    }

    sendInVain(oneRecord, endless, rest.toByteArray());
    sendInVain(manyRecords, beginning, rest.toByteArray());

    assertThat(isClosed(oneRecord)).isTrue();
    assertThat(isClosed(manyRecords)).isTrue();
  }

  private static void sendInVain(Socket socket, byte[]... parts) {
    try {
      for (byte[] part : parts) {
        socket.getOutputStream().write(part);
      }
    } catch (IOException _) {
      // The server need not read to the end.
    }
  }

  @Test
  void whatFollowsTheHandshakeAtOnceMayBeLong() throws IOException {
    String text = "x".repeat(200_000);
    SSLSocket client = secure(listen());
    var reader = new FutureTask<>(() -> client.getInputStream().readNBytes(text.length()).length);

    Thread.ofVirtual()
        .start(
            () -> {
              try {
                client.startHandshake();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
              reader.run();
            });
    Sockets.send(client, text);

    assertThat(reader).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(text.length());
  }

  @Test
  void aHandshakeThatStandsStillGivesWayAtTheLimit() throws IOException {
    InetSocketAddress address =
        listen(
            start(1, new Timeouts(LONG, Duration.ofMinutes(1), LONG, LONG, 0)),
            PlainProtocol.echo());
    Socket silent = plain(address);

    await().ignoreExceptions().until(() -> echo(secure(address), "hello").equals("hello"));

    assertThat(isClosed(silent)).isTrue();
  }

  @Test
  void aStoppingServerSaysGoodbyeAndWaitsForNoHandshake() throws IOException {
    SocketServer server = start(8, NONE);
    InetSocketAddress address = listen(server, PlainProtocol.echo());
    SSLSocket client = secure(address);
    assertThat(echo(client, "hello")).isEqualTo("hello");
    Socket silent = plain(address);
    await().until(() -> metrics.connectionMetrics().acceptedCount() == 2);
    server.stopAccepting();

    boolean drained = server.drain(LONG);

    assertThat(drained).isTrue();
    // Without the goodbye it would be an exception.
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThat(isClosed(silent)).isTrue();
  }

  @Test
  void aNewCertificateIsShownToNewConnectionsAndOldOnesGoOn() throws IOException {
    InetSocketAddress address = listen();
    SSLSocket old = secure(address);
    assertThat(echo(old, "hello")).isEqualTo("hello");
    OTHER.write(folder);

    certificate.lookAgain();

    SSLSocket client = secure(address);
    assertThat(echo(client, "hello")).isEqualTo("hello");
    assertThat(client.getSession().getPeerCertificates()).containsExactly(OTHER.certificate());
    assertThat(echo(old, "again")).isEqualTo("again");
  }

  @Test
  void aClientThatSaysGoodbyeIsLetGo() throws IOException {
    SSLSocket client = secure(listen());
    assertThat(echo(client, "hello")).isEqualTo("hello");

    client.shutdownOutput();

    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aClientThatTakesNothingIsCutOffOnce() throws IOException {
    var flood = new Flood();
    InetSocketAddress address = listen(start(8, new Timeouts(LONG, LONG, LONG, SHORT, 0)), flood);
    SSLSocket client = secure(address);

    Sockets.send(client, "?");

    assertThat(flood.closed).succeedsWithin(Duration.ofMinutes(1));
    assertThat(metrics.connectionMetrics().count(Closing.WRITE)).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsTheLastOneEndsWithAGoodbye() throws IOException {
    SSLSocket client = secure(listen(start(8, NONE), new LastAnswer()));

    assertThat(echo(client, "?")).isEqualTo("!");

    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void anAnswerOfARecordIsWrittenAtOnce() throws IOException {
    var counting = new Counting();
    SSLSocket client = secure(listen(start(8, NONE), counting));

    // With the first go the tickets of the session.
    for (int i = 0; i < 2; i++) {
      Sockets.send(client, "?");
      assertThat(client.getInputStream().readNBytes(Counting.ANSWER)).hasSize(Counting.ANSWER);
    }

    assertThat(counting.writes).hasValue(1);
  }

  /** Answers, and counts what reaches the network from then on. */
  private static final class Counting implements Protocol {
    private static final int ANSWER = 16_000;

    private final AtomicInteger writes = new AtomicInteger();

    @Override
    public Watched connect(Channel channel, LoopResources loop) {
      channel
          .pipeline()
          .addFirst(
              new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(
                    ChannelHandlerContext context, Object message, ChannelPromise promise) {
                  writes.incrementAndGet();
                  context.write(message, promise);
                }
              })
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                  ReferenceCountUtil.release(message);
                  writes.set(0);
                  context.writeAndFlush(Unpooled.wrappedBuffer(new byte[ANSWER]));
                }
              });
      return PlainProtocol.atRest();
    }
  }

  /** Answers with more than the network takes. */
  private static final class Flood implements Protocol {
    private static final int BYTES = 32 << 20;

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @Override
    public Watched connect(Channel channel, LoopResources loop) {
      channel.closeFuture().addListener(_ -> closed.complete(null));
      channel
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                  ReferenceCountUtil.release(message);
                  context.writeAndFlush(Unpooled.wrappedBuffer(new byte[BYTES]));
                }
              });
      return PlainProtocol.atRest();
    }
  }

  /** Answers once, while its client may go on to send. */
  private static final class LastAnswer implements Protocol {
    @Override
    public Watched connect(Channel channel, LoopResources loop) {
      var replies = new ReplyBuffer(channel, new RequestMemory(1 << 20), () -> {});
      channel
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                  ReferenceCountUtil.release(message);
                  replies.buffer(1).writeByte('!');
                  replies.flushAndLinger();
                }
              });
      return PlainProtocol.atRest();
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      // What remains is an alert at most.
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
