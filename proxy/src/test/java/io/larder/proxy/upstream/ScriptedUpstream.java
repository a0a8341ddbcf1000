package io.larder.proxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.proxy.Patience;
import io.netty.util.NetUtil;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that does with each call what a script says: answers, answers half, late or never,
 * and cuts connections off.
 */
public final class ScriptedUpstream implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final ServerSocket server;
  private final boolean tls;
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Function<Call, Step> script = _ -> Step.answer(200, "{}");

  /**
   * A call that has arrived.
   *
   * @param connection a number of the connection, from 1
   * @param headers with names in lower case
   */
  public record Call(int connection, Map<String, String> headers, String body) {
    public Call {
      headers = Map.copyOf(headers);
    }

    /** What it asks for, without the service's name. */
    public String operation() {
      String target = headers.getOrDefault("x-amz-target", "");
      return target.substring(target.indexOf('.') + 1);
    }
  }

  private ScriptedUpstream(ServerSocket server, boolean tls) {
    this.server = server;
    this.tls = tls;
  }

  /** One that listens on a free port of the loopback interface. */
  public static ScriptedUpstream start() {
    return start(null);
  }

  /** The same with TLS, unless {@code tls} is null. */
  static ScriptedUpstream start(@Nullable SSLContext tls) {
    try {
      ServerSocket socket =
          tls == null ? new ServerSocket() : tls.getServerSocketFactory().createServerSocket();
      socket.bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0), BACKLOG);
      var upstream = new ScriptedUpstream(socket, tls != null);
      upstream.acceptor.start();
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does from now on with each call what {@code next} says; called on a thread that may block. */
  public void script(Function<Call, Step> next) {
    script = next;
  }

  public URI uri() {
    return URI.create((tls ? "https" : "http") + "://localhost:" + server.getLocalPort());
  }

  int port() {
    return server.getLocalPort();
  }

  /** The calls that have arrived, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Connections that were ever accepted. */
  public int accepted() {
    return accepted.get();
  }

  /** Connections that are open now. */
  int open() {
    return connections.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.add(socket);
        int number = accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, number));
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (Call call = read(in, number); call != null; call = read(in, number)) {
        calls.add(call);
        script.apply(call).run(call, socket);
      }
    } catch (IOException _) {
      // The other side has closed it, or the script.
    } finally {
      connections.remove(socket);
    }
  }

  private static @Nullable Call read(InputStream in, int connection) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String each = line(in); each != null && !each.isEmpty(); each = line(in)) {
      int colon = each.indexOf(':');
      headers.put(
          each.substring(0, colon).toLowerCase(Locale.ROOT), each.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    return body.length < length ? null : new Call(connection, headers, new String(body, UTF_8));
  }

  private static @Nullable String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** Closes all connections, but goes on to accept new ones. */
  public void closeConnections() {
    connections.forEach(socket -> close(socket, false));
  }

  /** The same without a goodbye: what is sent on them from now on fails at once. */
  void resetConnections() {
    connections.forEach(socket -> close(socket, true));
    // They are closed by the threads that read them.
    Patience.await().until(connections::isEmpty);
  }

  private static void close(Socket socket, boolean reset) {
    try {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      // It listens until the thread that accepts has noticed.
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    closeConnections();
  }

  /** What is done with one call. It may block; the connection has no other call meanwhile. */
  @FunctionalInterface
  public interface Step {
    /**
     * Does it.
     *
     * @throws IOException if the connection is or shall be of no use any more
     */
    void run(Call call, Socket socket) throws IOException;

    /** Answers wholly. */
    static Step answer(int status, String body) {
      return raw(Answers.whole(status, body, Answers.crc(body)));
    }

    /** Answers with an error of the service, whose type is told without its name space. */
    static Step error(int status, String type, String message) {
      return answer(
          status,
          "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}"
              .formatted(type, message));
    }

    /** Sends these bytes as they are, and goes on. */
    static Step raw(byte[] bytes) {
      return (_, socket) -> send(socket, bytes);
    }

    /** Sends this text as it is. */
    static Step raw(String text) {
      return raw(text.getBytes(ISO_8859_1));
    }

    /** Answers and says a checksum that is another one's. */
    static Step damaged(int status, String body) {
      return raw(Answers.whole(status, body, Answers.crc(body) ^ 1));
    }

    /** Sends an answer but for its last bytes, then closes the connection. */
    static Step half(int status, String body) {
      byte[] whole = Answers.whole(status, body, Answers.crc(body));
      return raw(java.util.Arrays.copyOf(whole, whole.length - 1)).then(closing());
    }

    /** Closes the connection. */
    static Step closing() {
      return (_, _) -> {
        throw new IOException("closed by the script");
      };
    }

    /** Never answers: waits until the other side closes the connection. */
    static Step silence() {
      return (_, socket) -> {
        while (socket.getInputStream().read() >= 0) {
          // More is sent, which nobody reads.
        }
        throw new IOException("closed by the other side");
      };
    }

    /** Waits for {@code gate}, then does this. */
    default Step after(java.util.concurrent.CompletableFuture<?> gate) {
      return (call, socket) -> {
        gate.join();
        run(call, socket);
      };
    }

    /** Does this, and then {@code next}. */
    default Step then(Step next) {
      return (call, socket) -> {
        run(call, socket);
        next.run(call, socket);
      };
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }
  }

  /** Answers as the service sends them. */
  static final class Answers {
    private Answers() {}

    static long crc(String body) {
      var crc = new java.util.zip.CRC32();
      crc.update(body.getBytes(UTF_8));
      return crc.getValue();
    }

    static byte[] whole(int status, String body, long crc) {
      return """
      HTTP/1.1 %d Some Reason\r
      Server: Server\r
      x-amzn-RequestId: ID\r
      x-amz-crc32: %d\r
      Content-Type: application/x-amz-json-1.0\r
      Content-Length: %d\r
      \r
      %s\
      """
          .formatted(status, crc, body.getBytes(UTF_8).length, body)
          .getBytes(UTF_8);
    }
  }
}
