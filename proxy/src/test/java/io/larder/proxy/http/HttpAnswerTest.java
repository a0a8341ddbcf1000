package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.proxy.call.PromisedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpAnswerTest extends ServedConnection {
  @Nested
  final class AnAnswer {
    @Test
    void hasTheHeadersOfTheService() {
      String answer = answerTo(getItem());

      assertThat(answer)
          .startsWith(
              "HTTP/1.1 200 OK\r\nServer: Server\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n")
          .containsPattern("\r\nx-amzn-RequestId: [A-Z0-9]{52}\r\n")
          .contains("\r\nContent-Type: application/x-amz-json-1.0\r\n")
          .contains("\r\nx-larder-cache: HIT\r\n")
          .contains("\r\nConnection: keep-alive\r\n")
          .contains("\r\nx-amz-crc32: 2745614147\r\n")
          .endsWith("\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void hasAnotherIdEachTime() {
      assertThat(answerTo(getItem())).isNotEqualTo(answerTo(getItem()));
    }

    @ParameterizedTest
    @CsvSource({
      "application/json, application/json",
      "application/x-amz-json-1.0; charset=utf-8, application/x-amz-json-1.0",
      "APPLICATION/JSON, application/json"
    })
    void echoesTheMediaType(String asked, String given) {
      assertThat(answerTo(call("GetItem", "Content-Type: " + asked + "\r\n" + SIGNED, GET)))
          .contains("\r\nContent-Type: " + given + "\r\n");
    }

    @Test
    void mayBeShownToPagesOfAllowedOrigins() {
      assertThat(answerTo(call("GetItem", JSON + SIGNED + "Origin: https://x.org\r\n", GET)))
          .startsWith("HTTP/1.1 200 OK")
          .contains("\r\nAccess-Control-Allow-Origin: *\r\n")
          .contains(
              "\r\nAccess-Control-Expose-Headers: "
                  + "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date\r\n");
    }

    @ParameterizedTest
    @CsvSource({"3900, false", "4096, true"})
    void isPlainBelow4Kilobytes(int length, boolean isCoded) {
      store.answerReads(
          _ -> {
            throw ServiceException.validation("x".repeat(length));
          });

      String answer = answerTo(call("GetItem", JSON + SIGNED + "Accept-Encoding: gzip\r\n", GET));

      assertThat(answer.contains("\r\nContent-Encoding: gzip\r\n")).isEqualTo(isCoded);
    }

    @Test
    void weighsAllHeadersThatSayWhatIsAccepted() {
      store.answerReads(
          _ -> {
            throw ServiceException.validation("x".repeat(5000));
          });
      String headers = "Accept-Encoding: gzip;q=0.5\r\nAccept-Encoding: deflate\r\n";

      assertThat(answerTo(call("GetItem", JSON + SIGNED + headers, GET)))
          .contains("\r\nContent-Encoding: deflate\r\n");
    }

    @Test
    void isCompressedOnlyIfAskedAndWorthIt() throws IOException {
      store.answerReads(
          _ -> {
            throw ServiceException.validation("x".repeat(5000));
          });

      String plain = answerTo(getItem());
      String coded =
          answerTo(call("GetItem", JSON + SIGNED + "Accept-Encoding: br, gzip\r\n", GET));

      assertThat(plain).doesNotContain("Content-Encoding");
      assertThat(coded).contains("\r\nContent-Encoding: gzip\r\n");
      byte[] body = bodyOf(coded).getBytes(ISO_8859_1);
      try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo(bodyOf(plain));
      }
      var crc = new CRC32();
      crc.update(body);
      assertThat(coded).contains("\r\nx-amz-crc32: " + crc.getValue() + "\r\n");
    }
  }

  @Nested
  final class AnAnswerThatFindsNoRoom {
    private static final String GZIP = "Accept-Encoding: gzip\r\n";
    private final CompletableFuture<Void> othersEnd = new CompletableFuture<>();

    private void occupyAllPlaces() {
      for (int i = 0; i < PLACES; i++) {
        bodies.run(othersEnd::join, new PromisedResponse());
      }
    }

    @AfterEach
    void giveWay() {
      othersEnd.complete(null);
    }

    @Test
    void toBeCompressedInIsRefused() {
      store.answerReads(_ -> new GetItemResponse(LARGE, null));
      occupyAllPlaces();

      String answer = answerTo(call("GetItem", JSON + SIGNED + GZIP, GET));

      assertThat(answer).contains("#ThrottlingException");
    }

    @Test
    void toBeCompressedInTellsOfAWriteAllTheSame() {
      send(call("PutItem", JSON + SIGNED + GZIP, PUT));
      occupyAllPlaces();

      store.nextPut().complete(new PutItemResponse(LARGE, null, null));

      assertThat(received()).startsWith("HTTP/1.1 200 OK").contains("xxxx");
    }

    @Test
    void inTheNetworksBuffersEndsTheConnection() {
      send(putItem());
      channel.config().setAllocator(new ExhaustedAllocator());

      store.nextPut().complete(new PutItemResponse(LARGE, null, null));
      channel.runPendingTasks();

      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Nested
  final class ARefusal {
    @Test
    void ofAServiceErrorHasItsStatusAndBody() {
      store.answerReads(
          _ -> {
            throw new ServiceException(new ServiceError.ResourceNotFound("no such table"));
          });

      String answer = answerTo(getItem());

      assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n").doesNotContain("larder-cache");
      assertThat(bodyOf(answer))
          .isEqualTo(
              "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
                  + "\"message\":\"no such table\"}");
    }

    @Test
    void ofADefectSaysNothingAboutIt() {
      store.answerReads(
          _ -> {
            throw new IllegalArgumentException("secret");
          });

      String answer = answerTo(getItem());

      assertThat(answer)
          .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
          .contains("#InternalServerError")
          .doesNotContain("secret");
    }

    @Test
    void looksAtTheJsonThenTheTargetThenTheSignatureThenTheBody() {
      String broken = "{\"TableName\":";
      String serialization = "com.amazon.coral.service#SerializationException";
      String unknown = "com.amazon.coral.service#UnknownOperationException";
      String missingToken = "com.amazon.coral.service#MissingAuthenticationTokenException";

      assertThat(answerTo(call("Nothing", JSON, broken))).contains(serialization);
      assertThat(answerTo(call("Nothing", JSON, "{}"))).contains(unknown);
      assertThat(answerTo(call("Nothing", JSON, ""))).contains(unknown);
      assertThat(answerTo(call("GetItem", JSON, broken))).contains(serialization);
      assertThat(answerTo(call("GetItem", JSON, "{}"))).contains(missingToken);
      assertThat(answerTo(call("GetItem", JSON, ""))).contains(missingToken);
      assertThat(answerTo(call("GetItem", JSON + SIGNED, broken))).contains(serialization);
      assertThat(answerTo(call("GetItem", JSON + SIGNED, ""))).contains(serialization);
      assertThat(answerTo(call("GetItem", JSON + SIGNED, "[]"))).contains(serialization);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "PUT / HTTP/1.1\r\nHost: here\r\n\r\n",
          "DELETE / HTTP/1.1\r\nHost: here\r\n\r\n",
          "OPTIONS / HTTP/1.1\r\nHost: here\r\n\r\n",
          "GET /shell HTTP/1.1\r\nHost: here\r\n\r\n",
          "POST /x HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n{}",
          "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n{}",
          "POST / HTTP/1.1\r\nHost: here\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"
        })
    void ofWhatIsNoCallIsNotFound(String request) {
      String answer = answerTo(request);

      assertThat(answer)
          .startsWith("HTTP/1.1 404 Not Found\r\n")
          .containsPattern("x-amzn-RequestId: [A-Z0-9]{52}")
          .contains("\r\nx-amz-crc32: 3552371480\r\n")
          .doesNotContain("Content-Type")
          .endsWith("\r\nContent-Length: 29\r\n\r\n<UnknownOperationException/>\n");
    }

    @Test
    void ofHeadHasNoBody() {
      assertThat(answerTo("HEAD / HTTP/1.1\r\nHost: here\r\n\r\n"))
          .startsWith("HTTP/1.1 404")
          .endsWith("Content-Length: 29\r\n\r\n");
    }
  }
}
