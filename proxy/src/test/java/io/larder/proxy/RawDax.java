package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.cbor.MalformedCbor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Speaks DAX as a client does that writes every byte itself. */
final class RawDax {
  static final byte[] PRELUDE = HexFormat.of().parseHex("674a37796e65354700f6a000");

  private RawDax() {}

  /** A connection on which the prelude was sent. */
  static Socket connect(InetSocketAddress server) throws IOException {
    Socket socket = Sockets.connect(server);
    socket.getOutputStream().write(PRELUDE);
    return socket;
  }

  /** Sends a call of {@code method}. */
  static void send(Socket socket, DaxMethod method, Consumer<CborWriter> arguments)
      throws IOException {
    var out = new CborWriter();
    out.writeInt(1).writeInt(method.id());
    arguments.accept(out);
    socket.getOutputStream().write(out.buffer(), 0, out.length());
  }

  /** Reads an answer, of so many items. */
  static CborReader receive(Socket socket, int items) throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] part = new byte[64 * 1024];
    while (!isWhole(bytes.toByteArray(), items)) {
      int read = socket.getInputStream().read(part);
      assertThat(read).isPositive();
      bytes.write(part, 0, read);
    }
    return new CborReader(bytes.toByteArray());
  }

  private static boolean isWhole(byte[] bytes, int items) {
    var in = new CborReader(bytes);
    try {
      for (int i = 0; i < items; i++) {
        in.skip();
      }
      in.requireEnd();
      return true;
    } catch (MalformedCbor e) {
      return false;
    }
  }
}
