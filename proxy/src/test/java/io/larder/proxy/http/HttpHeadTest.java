package io.larder.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two readers may take for different requests is taken for none. */
final class HttpHeadTest extends ServedConnection {
  private static final String START = "POST / HTTP/1.1\r\nHost: here\r\n";

  private static String chunked(String body) {
    return START + JSON + SIGNED + "Transfer-Encoding: chunked\r\n\r\n" + body;
  }

  static List<Arguments> refused() {
    return List.of(
        // Host: RFC 9112, 3.2
        arguments(400, "POST / HTTP/1.1\r\n\r\n"),
        arguments(400, getItem().replace("Host: here\r\n", "")),
        arguments(400, getItem().replace("Host: here\r\n", "Host: here\r\nhost: here\r\n")),
        arguments(400, getItem().replace("Host: here", "Host: ")),
        arguments(400, getItem().replace("Host: here", "Host: h ere")),
        arguments(400, getItem().replace("Host: here", "Host: me@here")),
        arguments(400, getItem().replace("Host: here", "Host: here/there")),
        arguments(400, getItem().replace("Host: here", "Host: here:8000:1")),
        arguments(400, getItem().replace("Host: here", "Host: here:65536")),
        arguments(400, getItem().replace("Host: here", "Host: here:http")),
        arguments(400, getItem().replace("Host: here", "Host: [::1")),
        arguments(400, getItem().replace("Host: here", "Host: h%zz")),
        arguments(400, getItem().replace("Host: here", "Host: h\u00e9re")),
        arguments(400, getItem().replace("Host: here", "Host: " + "h".repeat(256))),
        arguments(400, getItem().replace("HTTP/1.1\r\nHost: here", "HTTP/1.0\r\nHost: h ere")),
        // versions: 2.3, and RFC 9110, 15.6.6
        arguments(505, getItem().replace("HTTP/1.1", "HTTP/9.9")),
        arguments(505, getItem().replace("HTTP/1.1", "HTTP/0.9")),
        arguments(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        arguments(400, getItem().replace("HTTP/1.1", "http/1.1")),
        arguments(400, getItem().replace("HTTP/1.1", "HTTP/1.10")),
        arguments(400, getItem().replace("HTTP/1.1", "HTTP/1")),
        arguments(400, getItem().replace("HTTP/1.1", "RTSP/1.0")),
        // targets: 3.2
        arguments(400, getItem().replace("POST / ", "POST /\u0000 ")),
        arguments(400, getItem().replace("POST / ", "POST /\u00e9 ")),
        arguments(400, getItem().replace("POST / ", "POST http:/// ")),
        arguments(400, getItem().replace("POST / ", "POST http://me@here/ ")),
        arguments(400, getItem().replace("POST / ", "POST http://here:99999/ ")),
        arguments(400, getItem().replace("POST / HTTP/1.1", "POST /")),
        arguments(400, getItem().replace("POST / ", "PO(ST / ")),
        // lines: 2.2 and 5
        arguments(400, START + "X: a\r\n b\r\n\r\n"),
        arguments(400, START + "X: a\r\n\tb\r\n\r\n"),
        arguments(400, "POST / HTTP/1.1\r\n Host: here\r\n\r\n"),
        arguments(400, " " + START + "\r\n"),
        arguments(400, "\r\n " + START + "\r\n"),
        arguments(400, "\u0001\r\n" + START + "\r\n"),
        arguments(400, "\r\n" + START + "X: a\r\n b\r\n\r\n"),
        arguments(400, START + "X : a\r\n\r\n"),
        arguments(400, START + "X\r\n\r\n"),
        arguments(400, START + ": a\r\n\r\n"),
        arguments(400, START + "X(: a\r\n\r\n"),
        arguments(400, START + "X: a\u0000b\r\n\r\n"),
        arguments(400, START + "X\u0000: b\r\n\r\n"),
        arguments(400, START + "X: a\rb\r\n\r\n"),
        arguments(400, START + "X: a\nY: b\r\n\r\n"),
        arguments(400, "POST / HTTP/1.1\nHost: here\r\n\r\n"),
        arguments(400, START + "X: a\r\n\n"),
        // lengths: 6
        arguments(501, START + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        arguments(
            501, START + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        arguments(400, START + "Transfer-Encoding: gzip\r\n\r\n"),
        arguments(400, START + "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n"),
        arguments(400, START + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        arguments(400, START + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        arguments(
            400, "POST / HTTP/1.0\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        arguments(400, START + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
        arguments(400, START + "Content-Length: 0, 0\r\n\r\n"),
        arguments(400, START + "Content-Length: +0\r\n\r\n"),
        arguments(400, START + "Content-Length: -1\r\n\r\n"),
        arguments(400, START + "Content-Length: 99999999999999999999\r\n\r\n"),
        arguments(400, START + "Content-Length:\r\n\r\n"),
        // chunks: 7.1
        arguments(400, chunked("0x2\r\n{}\r\n0\r\n\r\n")),
        arguments(400, chunked("-2\r\n{}\r\n0\r\n\r\n")),
        arguments(400, chunked("\r\n{}\r\n0\r\n\r\n")),
        arguments(400, chunked("2 \r\n{}\r\n0\r\n\r\n")),
        arguments(400, chunked("fffffffff2\r\n{}\r\n0\r\n\r\n")),
        arguments(400, chunked("2\n{}\r\n0\r\n\r\n")),
        arguments(400, chunked("2\r\n{}0\r\n\r\n")),
        arguments(400, chunked("3\r\n{}\r\n0\r\n\r\n")),
        arguments(414, chunked("2;" + "x".repeat(5000) + "\r\n{}\r\n0\r\n\r\n")),
        arguments(431, chunked("2\r\n{}\r\n0\r\n" + "X: y\r\n".repeat(2000) + "\r\n")),
        arguments(431, START + "X: y\r\n".repeat(2000) + "\r\n"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void thatIsAmbiguousIsRefusedWithAllThatFollows(int status, String request) {
    String answer = answerTo(request + getItem());

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nConnection: close\r\n")
        .containsOnlyOnce("HTTP/1.1");
    assertThat(channel.isOpen()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void thatIsAmbiguousIsSeenInPiecesToo(int status, String request) {
    for (int i = 0; i < request.length() && channel.isOpen(); i++) {
      send(request.substring(i, i + 1));
    }

    assertThat(received()).startsWith("HTTP/1.1 " + status + " ").containsOnlyOnce("HTTP/1.1");
    assertThat(channel.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: here:8000",
        "Host: HERE.example.com:",
        "Host: 127.0.0.1:8000",
        "Host: [::1]:8000",
        "Host: my_host",
        "Host: h%C3%A9re",
        "Host:\there\t",
      })
  void mayNameAnyHost(String host) {
    assertThat(answerTo(getItem().replace("Host: here", host))).startsWith("HTTP/1.1 200 OK");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST http://dynamodb.us-east-1.amazonaws.com/ HTTP/1.1",
        "POST http://here HTTP/1.1",
        "POST HTTP://here:8000/ HTTP/1.1",
        "POST https://here/ HTTP/1.1",
        "POST http://here/?a=b HTTP/1.1",
        "POST / HTTP/1.2",
        "\r\n\r\nPOST / HTTP/1.1"
      })
  void mayBeginOtherwise(String line) {
    assertThat(answerTo(getItem().replace("POST / HTTP/1.1", line))).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void ofHttp10NeedsNoHost() {
    String request = getItem().replace("HTTP/1.1\r\nHost: here", "HTTP/1.0");

    assertThat(answerTo(request)).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void thatHasAWholeUriGoesToTheHostInIt() {
    String request =
        call("DescribeEndpoints", JSON + SIGNED, "{}")
            .replace("POST / ", "POST http://there:8000/ ");

    assertThat(answerTo(request)).contains("{\"Address\":\"there:8000\"");
  }
}
