package io.larder.proxy.metrics.cloudwatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** Where metrics are written to. */
@FunctionalInterface
public interface EmfTarget {
  /** Writes all of these lines, or fails. */
  void write(List<String> lines) throws IOException;

  /** Among what the process says, from where a log driver takes it to CloudWatch. */
  static EmfTarget to(PrintStream out) {
    return lines -> {
      out.print(text(lines));
      out.flush();
      if (out.checkError()) {
        throw new IOException("the output is closed");
      }
    };
  }

  /** At the end of a file, which is opened each time: it may be moved away meanwhile. */
  static EmfTarget to(Path file) {
    return lines ->
        Files.writeString(
            file, text(lines), UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** To an agent of CloudWatch that listens there. */
  static EmfTarget to(String host, int port, Duration timeout) {
    return lines -> {
      int millis = Math.toIntExact(timeout.toMillis());
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), millis);
        OutputStream out = socket.getOutputStream();
        out.write(text(lines).getBytes(UTF_8));
        out.flush();
      }
    };
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
