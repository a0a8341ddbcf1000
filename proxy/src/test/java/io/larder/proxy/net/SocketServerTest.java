package io.larder.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.Sockets;
import io.larder.proxy.metrics.RequestMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SocketServerTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final SocketServer server =
      SocketServer.start(
          EventLoops.start(Transport.NIO, 1),
          new NetLimits(1, 1 << 20, new Timeouts(LONG, LONG, LONG, LONG, 0)),
          new RequestMetrics(List.of()));

  @AfterEach
  void close() {
    server.close();
  }

  /** Answers each message with that message, of which the first byte is {@code answer}. */
  private static Protocol oneByte(char answer) {
    return new PlainProtocol(said -> said.setByte(said.readerIndex(), answer));
  }

  private Socket connect(char answer) throws IOException {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Listener listener = server.listen(anyPort, oneByte(answer));
    return Sockets.connect(listener.addresses().getFirst());
  }

  private static int answerTo(Socket socket) throws IOException {
    socket.getOutputStream().write('?');
    return socket.getInputStream().read();
  }

  @Test
  void eachAddressHasItsProtocolAndAllShareTheLimitOfConnections() throws IOException {
    try (Socket one = connect('1')) {
      assertThat(answerTo(one)).isEqualTo('1');

      try (Socket other = connect('2')) {
        assertThat(answerTo(other)).isEqualTo('2');
        assertThat(one.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void connectionsOfAnyProtocolAreToldThatTheServerStops() throws IOException {
    try (Socket client = connect('1')) {
      assertThat(answerTo(client)).isEqualTo('1');

      server.stopAccepting();

      assertThat(server.drain(LONG)).isTrue();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }
}
