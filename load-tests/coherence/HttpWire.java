package coherence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;

/**
 * One keep-alive HTTP connection, as small as it can be so that the server is what gets tested.
 */
public final class HttpWire implements Wire {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String host;
  private final Signer signer = new Signer();

  public HttpWire(URI endpoint) throws IOException {
    int port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
    socket = new Socket(endpoint.getHost(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
    host = endpoint.getHost() + ":" + port;
  }

  @Override
  public Answer call(String operation, String body) throws IOException {
    byte[] payload = body.getBytes(UTF_8);
    String target = "DynamoDB_20120810." + operation;
    byte[] head =
        ("POST / HTTP/1.1\r\nHost: "
                + host
                + "\r\nContent-Type: "
                + CONTENT_TYPE
                + "\r\nX-Amz-Target: "
                + target
                + "\r\n"
                + signer.headers(host, CONTENT_TYPE, target, payload)
                + "Content-Length: "
                + payload.length
                + "\r\n\r\n")
            .getBytes(ISO_8859_1);
    byte[] request = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, request, head.length, payload.length);
    out.write(request);
    out.flush();
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).trim());
      }
    }
    byte[] answer = in.readNBytes(length);
    if (answer.length < length) {
      throw new IOException("connection closed within an answer");
    }
    return new Answer(Integer.parseInt(status.substring(9, 12)), new String(answer, UTF_8));
  }

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public String address() {
    return host;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("connection closed by the server");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
