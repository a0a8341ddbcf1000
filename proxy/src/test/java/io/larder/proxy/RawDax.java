package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.cbor.MalformedCbor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Speaks DAX as a client does that writes every byte itself. */
final class RawDax {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static final byte[] PRELUDE = HexFormat.of().parseHex("674a37796e65354700f6a000");

  private RawDax() {}

  /** A connection on which the prelude was sent. */
  static Socket connect(InetSocketAddress server) throws IOException {
    Socket socket = Sockets.connect(server);
    socket.getOutputStream().write(PRELUDE);
    return socket;
  }

  /** A connection that was authorised by the key of that caller. */
  static Socket connect(InetSocketAddress server, AwsCredentials caller) throws IOException {
    Socket socket = connect(server);
    authorize(socket, caller, Instant.now());
    return socket;
  }

  /** Signs a connection as of that moment. It is not answered. */
  static void authorize(Socket socket, AwsCredentials caller, Instant moment) throws IOException {
    authorize(socket, caller, moment, "us-east-1");
  }

  /** The same for another region. */
  static void authorize(Socket socket, AwsCredentials caller, Instant moment, String region)
      throws IOException {
    String time = TIME.format(moment);
    String scope = time.substring(0, 8) + "/" + region + "/dax/aws4_request";
    String canonical =
        "POST\n/\n\nhost:dax.amazonaws.com\nx-amz-date:%s\n\nhost;x-amz-date\n%s"
            .formatted(time, hash(""));
    String toSign = "AWS4-HMAC-SHA256\n%s\n%s\n%s".formatted(time, scope, hash(canonical));
    byte[] key = ("AWS4" + caller.secretAccessKey()).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = mac(key, part);
    }
    String signature = HexFormat.of().formatHex(mac(key, toSign));
    send(
        socket,
        DaxMethod.AUTHORIZE_CONNECTION,
        out -> {
          out.writeText(caller.accessKeyId())
              .writeText(signature)
              .writeBytes(toSign.getBytes(UTF_8));
          if (caller instanceof AwsSessionCredentials session) {
            out.writeText(session.sessionToken());
          } else {
            out.writeNull();
          }
          out.writeNull();
        });
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a call came to.
   *
   * @param codes of its error; none if it succeeded
   * @param message of its error; empty if it succeeded
   */
  record Answer(List<Integer> codes, String message) {}

  /** Makes a call whose answer, if it is no error, is one item. */
  static Answer call(Socket socket, DaxMethod method, Consumer<CborWriter> arguments)
      throws IOException {
    send(socket, method, arguments);
    var bytes = new ByteArrayOutputStream();
    byte[] part = new byte[64 * 1024];
    while (true) {
      int read = socket.getInputStream().read(part);
      assertThat(read).isPositive();
      bytes.write(part, 0, read);
      try {
        return answer(new CborReader(bytes.toByteArray()));
      } catch (MalformedCbor e) {
        // More is to come.
      }
    }
  }

  private static Answer answer(CborReader in) {
    List<Integer> codes = new ArrayList<>();
    for (int left = in.beginArray(); left > 0; left--) {
      codes.add(in.readInt());
    }
    String message = codes.isEmpty() ? "" : in.readText();
    in.skip();
    in.requireEnd();
    return new Answer(List.copyOf(codes), message);
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
