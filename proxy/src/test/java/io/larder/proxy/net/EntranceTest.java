package io.larder.proxy.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.Sockets;
import io.larder.proxy.metrics.RequestMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets through to the protocol of an address, and as whom. */
final class EntranceTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final AddressSet LOOPBACK = AddressSet.parse("127.0.0.0/8");
  private static final AddressSet ELSEWHERE = AddressSet.parse("192.0.2.0/24, 2001:db8::/32");
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private final RequestMetrics metrics = new RequestMetrics(List.of());
  private final SocketServer server =
      SocketServer.start(
          EventLoops.start(Transport.NIO, 1),
          new NetLimits(8, 1 << 20, new Timeouts(LONG, LONG, LONG, LONG, 0)),
          metrics);

  @AfterEach
  void close() {
    server.close();
  }

  /** Says where the client is before each thing that it says. */
  private static final class Mirror implements Protocol {
    @Override
    public Watched connect(Channel channel, LoopResources loop) {
      channel
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                  String address = Peer.of(channel).address().getHostAddress() + " ";
                  context.writeAndFlush(
                      Unpooled.wrappedBuffer(
                          Unpooled.copiedBuffer(address, US_ASCII), (ByteBuf) message));
                }
              });
      return PlainProtocol.atRest();
    }
  }

  private Socket connect(AddressSet allowed, AddressSet proxies) throws IOException {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Listener listener = server.listen(anyPort, new Entrance(allowed, proxies), new Mirror());
    return Sockets.connect(listener.addresses().getFirst());
  }

  /** What is answered to these bytes before the connection ends. */
  private static String answer(Socket socket, byte[]... parts) {
    try (socket) {
      for (byte[] part : parts) {
        socket.getOutputStream().write(part);
      }
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  private static String echo(Socket socket, String expected, byte[] sent) throws IOException {
    try (socket) {
      socket.getOutputStream().write(sent);
      return new String(socket.getInputStream().readNBytes(expected.length()), ISO_8859_1);
    }
  }

  private static byte[] hex(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts));
  }

  @Test
  void whoIsAllowedComesIn() throws IOException {
    Socket socket = connect(LOOPBACK, AddressSet.NONE);

    assertThat(echo(socket, "127.0.0.1 hi", "hi".getBytes(US_ASCII))).isEqualTo("127.0.0.1 hi");
    assertThat(metrics.connectionMetrics().forbiddenCount()).isZero();
  }

  @Test
  void whoIsNotIsClosedAtOnceAndCounted() throws IOException {
    Socket socket = connect(ELSEWHERE, AddressSet.NONE);

    assertThat(answer(socket, "hi".getBytes(US_ASCII))).isEmpty();
    assertThat(metrics.connectionMetrics().forbiddenCount()).isEqualTo(1);
    assertThat(metrics.connectionMetrics().acceptedCount()).isZero();
  }

  @Test
  void aTrustedProxySaysForWhichClientItConnects() throws IOException {
    Socket four = connect(ELSEWHERE, LOOPBACK);
    Socket six = connect(ELSEWHERE, LOOPBACK);

    assertThat(
            echo(
                four,
                "192.0.2.7 hi",
                hex(SIGNATURE, "2111000c", "c0000207", "7f000001", "1234", "1f40", "6869")))
        .isEqualTo("192.0.2.7 hi");
    // With something that is of no interest behind the addresses.
    assertThat(
            echo(
                six,
                "2001:db8:0:0:0:0:0:1 hi",
                hex(
                    SIGNATURE,
                    "21210027",
                    "20010db8000000000000000000000001",
                    "00000000000000000000000000000001",
                    "12341f40",
                    "040000",
                    "6869")))
        .isEqualTo("2001:db8:0:0:0:0:0:1 hi");
  }

  @Test
  void itSpeaksForItselfIfItSaysSo() throws IOException {
    Socket socket = connect(ELSEWHERE, LOOPBACK);

    assertThat(echo(socket, "127.0.0.1 hi", hex(SIGNATURE, "20000000", "6869")))
        .isEqualTo("127.0.0.1 hi");
  }

  @Test
  void aHeaderMayComeInPieces() throws IOException {
    byte[] all = hex(SIGNATURE, "2111000c", "c0000207", "7f000001", "1234", "1f40", "6869");
    try (Socket socket = connect(ELSEWHERE, LOOPBACK)) {
      socket.setTcpNoDelay(true);
      for (byte each : all) {
        socket.getOutputStream().write(each);
      }

      assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
          .startsWith("192.0.2.7 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // None at all, one of version 1, another command, a family without addresses, too short,
        // one that says that it is longer than any, a client that is not allowed.
        "474554202f20485454502f312e310d0a",
        "50524f585920544350342031",
        SIGNATURE + "2211000cc00002077f00000112341f40",
        SIGNATURE + "21000000",
        SIGNATURE + "21110008c00002077f000001",
        SIGNATURE + "2111ffff",
        SIGNATURE + "2111000cc63364077f00000112341f40"
      })
  void whatIsNoHeaderOfAClientThatIsAllowedEndsTheConnection(String header) throws IOException {
    Socket socket = connect(ELSEWHERE, LOOPBACK);

    assertThat(answer(socket, hex(header, "6869"))).isEmpty();
  }

  @Test
  void whoIsNoProxyIsNotBelieved() throws IOException {
    byte[] sent = hex(SIGNATURE, "2111000c", "c0000207", "7f000001", "1234", "1f40", "6869");
    Socket socket = connect(LOOPBACK, ELSEWHERE);

    assertThat(echo(socket, "127.0.0.1 \r\n", sent)).isEqualTo("127.0.0.1 \r\n");
  }
}
