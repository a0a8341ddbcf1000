package io.larder.proxy.http;

import static io.larder.proxy.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.PutItemResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpBodyTest extends ServedConnection {
  @Test
  void mayComeByteByByte() {
    for (char c : getItem().toCharArray()) {
      assertThat(received()).isEmpty();
      send(String.valueOf(c));
    }

    assertThat(received()).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void mayComeInPartsBetweenRequestsThatComeWhole() {
    String request = getItem();

    String first = answerTo(request + request.substring(0, 100));
    String others = answerTo(request.substring(100) + request);

    assertThat(count(first, "200 OK")).isEqualTo(1);
    assertThat(count(others, "200 OK")).isEqualTo(2);
    assertThat(count(answerTo(request), "200 OK")).isEqualTo(1);
  }

  @Test
  void mayBeChunked() {
    String head =
        "POST / HTTP/1.1\r\nHost: here\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\n"
            + JSON
            + SIGNED
            + "Transfer-Encoding: chunked\r\n\r\n";

    send(head + "5\r\n" + GET.substring(0, 5) + "\r\n");
    String rest = GET.substring(5);

    assertThat(answerTo(Integer.toHexString(rest.length()) + "\r\n" + rest + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void mayBeCompressed(String coding) throws IOException {
    store.answerReads(
        read -> {
          throw ServiceException.validation(((GetItemRequest) read).tableName());
        });

    send(
        call(
            "GetItem",
            JSON + SIGNED + "Content-Encoding: " + coding + "\r\n",
            compressed(coding, GET)));

    assertThat(answerFromBesideTheLoop()).contains("\"message\":\"abc\"");
  }

  private static String compressed(String coding, String body) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var out =
        coding.equals("gzip")
            ? new GZIPOutputStream(compressed)
            : new DeflaterOutputStream(compressed)) {
      out.write(body.getBytes(ISO_8859_1));
    }
    return compressed.toString(ISO_8859_1);
  }

  /** What is coded is unpacked beside the event loop. */
  private String answerFromBesideTheLoop() {
    var answer = new StringBuilder();
    await().pollInSameThread().until(() -> !answer.append(received()).isEmpty());
    return answer.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "x-gzip", "br", "gzip, gzip", "aws-chunked"})
  void thatIsNotCodedAsItSaysIsAFaultAndNothingIsDone(String coding) {
    send(call("PutItem", JSON + SIGNED + "Content-Encoding: " + coding + "\r\n", PUT));

    assertThat(answerFromBesideTheLoop())
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
        .contains("com.amazonaws.dynamodb.v20120810#InternalServerError");
    assertThat(store.pendingPuts()).isZero();
  }

  @Test
  void thatIsCutOffWithinItsCodingIsAFault() throws IOException {
    String whole = compressed("gzip", PUT);
    String headers = JSON + SIGNED + "Content-Encoding: gzip\r\n";

    send(call("PutItem", headers, whole.substring(0, whole.length() - 1)));

    assertThat(answerFromBesideTheLoop()).startsWith("HTTP/1.1 500 ");
    assertThat(store.pendingPuts()).isZero();
  }

  @Test
  void thatSaysTwoCodingsInTwoHeadersIsAFault() throws IOException {
    String headers = JSON + SIGNED + "Content-Encoding: gzip\r\nContent-Encoding: deflate\r\n";

    send(call("PutItem", headers, compressed("gzip", PUT)));

    assertThat(answerFromBesideTheLoop()).startsWith("HTTP/1.1 500 ");
  }

  @Test
  void thatBecomesTooLargeWhenDecodedIsRefused() throws IOException {
    String headers = JSON + SIGNED + "Content-Encoding: gzip\r\n";

    send(call("GetItem", headers, compressed("gzip", " ".repeat(100_001))));

    assertThat(answerFromBesideTheLoop()).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void maySayThatItIsNotCoded() {
    send(call("PutItem", JSON + SIGNED + "Content-Encoding: Identity\r\n", PUT));

    await().pollInSameThread().until(() -> received().isEmpty() && store.pendingPuts() == 1);
    store.nextPut().complete(new PutItemResponse(null, null, null));

    assertThat(received()).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void isAskedForIfTheClientWaits() {
    String request = call("GetItem", JSON + SIGNED + "Expect: 100-continue\r\n", GET);
    int bodyAt = request.length() - GET.length();

    assertThat(answerTo(request.substring(0, bodyAt))).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(answerTo(request.substring(bodyAt))).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void thatFindsNoMemoryIsRefusedAndMayBeSentAgain() {
    // Given others that hold nearly all of it
    othersTakeAll();
    String head = "POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n";
    send(head);

    // When
    String answer = answerTo("ea60\r\n" + "x".repeat(60_000) + "\r\n");

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 503 ")
        .contains("ServiceUnavailableException", "Please try again shortly");
    othersGiveBack();
  }

  @Test
  void thatIsAnnouncedTooLargeIsRefusedAtOnce() {
    String head =
        "POST / HTTP/1.1\r\nHost: here\r\n"
            + JSON
            + "Expect: 100-continue\r\nContent-Length: 100001\r\n\r\n";

    assertThat(answerTo(head))
        .startsWith("HTTP/1.1 413 ")
        .contains("\r\nConnection: close\r\n")
        .contains("RequestEntityTooLargeException");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void thatBecomesTooLargeIsRefused() {
    send("POST / HTTP/1.1\r\nHost: here\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n");
    String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
    send(chunk + chunk + chunk);

    assertThat(received()).isEmpty();
    assertThat(answerTo(chunk)).startsWith("HTTP/1.1 413 ");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void thatNeverComesCostsNothing() {
    send(getItem().substring(0, getItem().length() - 10));

    channel.close();

    assertThat(received()).isEmpty();
  }
}
