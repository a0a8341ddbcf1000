package io.larder.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Sockets of clients that do what no SDK would. */
public final class Sockets {
  /** So much the system takes for a client that reads nothing. */
  private static final int RECEIVE_BUFFER = 16 * 1024;

  private static final int MILLIS = 10_000;

  private Sockets() {}

  /** A socket that is connected, and whose reads fail rather than hang. */
  public static Socket connect(InetSocketAddress address) throws IOException {
    return connect(address, RECEIVE_BUFFER);
  }

  static Socket connect(InetSocketAddress address, int receiveBuffer) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(address);
    socket.setSoTimeout(MILLIS);
    return socket;
  }

  /** Sends text of ASCII or Latin-1. */
  public static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }
}
