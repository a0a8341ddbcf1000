package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.proxy.net.Protocol;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpConnectionTest extends ServedConnection {
  @Test
  void answersWithTheHostsThatClientsMayCall() {
    assertThat(answerTo("GET /localnodes HTTP/1.1\r\nHost: here\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Type: application/json\r\n")
        .endsWith("\r\n\r\n[\"10.0.0.1\",\"larder-2.example\"]");
  }

  @Test
  void theHealthCheckIsAnsweredWithItsBlank() {
    assertThat(answerTo("GET / HTTP/1.1\r\nHost: here\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\nhealthy: dynamodb.eu-west-1.amazonaws.com ");
  }

  @Test
  void aRequestMayBeSignedByItsQueryString() {
    String signature =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=k%2F20260101%2Feu-west-1%2Fdynamodb"
            + "%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60"
            + "&X-Amz-SignedHeaders=host&X-Amz-Signature=0a1b";

    String answer =
        answerTo(call("GetItem", JSON, GET).replace("POST / ", "POST /?" + signature + " "));

    assertThat(answer).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void aPreflightIsAnsweredWithWhatItAsksFor() {
    assertThat(
            answerTo(
                """
                OPTIONS / HTTP/1.1\r
                Host: here\r
                Origin: https://x.org\r
                Access-Control-Request-Method: POST\r
                Access-Control-Request-Headers: x-amz-target,authorization\r
                \r
                """))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nAccess-Control-Allow-Origin: *\r\n")
        .contains("\r\nAccess-Control-Allow-Methods: POST\r\n")
        .contains("\r\nAccess-Control-Allow-Headers: x-amz-target,authorization\r\n")
        .contains("\r\nAccess-Control-Max-Age: 172800\r\n")
        .endsWith("\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void describeEndpointsNamesTheAddressThatTheClientUsed() {
    assertThat(answerTo(call("DescribeEndpoints", JSON + SIGNED, "{}")))
        .endsWith("{\"Endpoints\":[{\"Address\":\"here\",\"CachePeriodInMinutes\":1440}]}");
  }

  @Test
  void aFailedWriteIsAnsweredWithItsError() {
    send(putItem());

    store
        .nextPut()
        .completeExceptionally(
            new ServiceException(new ServiceError.ConditionalCheckFailed("no", null)));

    assertThat(received()).contains("ConditionalCheckFailedException");
  }

  @Test
  void anAbsentItemIsAnEmptyObject() {
    store.answerReads(_ -> new GetItemResponse(null, null));

    assertThat(bodyOf(answerTo(getItem()))).isEqualTo("{}");
  }

  @Nested
  final class APageOfAForeignOrigin {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "Origin: https://y.org",
          "Origin: null",
          "Origin: https://x.org.y.org",
          "Origin:",
          "Origin: https://x.org\r\nOrigin: https://y.org",
          "Origin: https://y.org\r\nOrigin: https://x.org",
        })
    void canDoNothing(String origin) {
      String answer = answerTo(call("PutItem", JSON + SIGNED + origin + "\r\n", PUT));

      assertThat(answer)
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("com.amazon.coral.service#AccessDeniedException")
          .doesNotContain("Access-Control");
      assertThat(store.pendingPuts()).isZero();
    }

    @Test
    void isToldSoWhenItsBrowserAsks() {
      String preflight =
          """
          OPTIONS / HTTP/1.1\r
          Host: here\r
          Origin: https://y.org\r
          Access-Control-Request-Method: POST\r
          \r
          """;

      assertThat(answerTo(preflight)).startsWith("HTTP/1.1 400 ").doesNotContain("Access-Control");
    }
  }

  @Nested
  final class PipelinedRequests {
    @Test
    void areAnsweredTogetherInOrder() {
      send(getItem() + call("Nothing", JSON, "{}") + getItem());

      Object first = channel.readOutbound();
      assertThat(first).isInstanceOf(ByteBuf.class);
      assertThat(channel.<Object>readOutbound()).isNull();
      assertThat(((ByteBuf) first).toString(ISO_8859_1))
          .containsSubsequence("200 OK", "400 Bad Request", "200 OK");
      ((ByteBuf) first).release();
    }

    @Test
    void waitForTheAnswerBefore() {
      send(putItem() + getItem() + putItem());

      assertThat(received()).isEmpty();
      assertThat(store.pendingPuts()).isEqualTo(1);

      store.nextPut().complete(new PutItemResponse(null, null, null));
      assertThat(count(received(), "HTTP/1.1 200")).isEqualTo(2);
      assertThat(store.pendingPuts()).isEqualTo(1);

      store.nextPut().complete(new PutItemResponse(null, null, null));
      assertThat(count(received(), "HTTP/1.1 200")).isEqualTo(1);
    }

    @Test
    void beyondTheLimitAreLeftInTheSocket() {
      send(putItem() + getItem() + getItem() + getItem());

      assertThat(channel.config().isAutoRead()).isFalse();
      store.nextPut().complete(new PutItemResponse(null, null, null));

      assertThat(count(received(), "HTTP/1.1 200")).isEqualTo(4);
      assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void areForgottenWhenTheClientIsGone() {
      send(putItem() + getItem());

      channel.close();
      store.nextPut().complete(new PutItemResponse(null, null, null));

      assertThat(received()).isEmpty();
    }
  }

  @Nested
  final class TheConnection {
    @ParameterizedTest
    @CsvSource({
      "HTTP/1.1, keep-alive, true",
      "HTTP/1.1, close,      false",
      "HTTP/1.1, Close,      false",
      "HTTP/1.0, close,      false",
      "HTTP/1.0, keep-alive, true"
    })
    void staysAsTheClientWishes(String version, String connection, boolean stays) {
      String answer =
          answerTo("GET / " + version + "\r\nHost: here\r\nConnection: " + connection + "\r\n\r\n");

      assertThat(answer).contains("\r\nConnection: " + (stays ? "keep-alive" : "close") + "\r\n");
      assertThat(channel.isOpen()).isEqualTo(stays);
    }

    @Test
    void ofHttp10ClosesUnlessAsked() {
      assertThat(answerTo("GET / HTTP/1.0\r\n\r\n")).contains("\r\nConnection: close\r\n");
      assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/, 5000, 431", "/5000, 1, 414"})
    void closesOnHeadsThatAreTooLarge(String path, int length, int status) {
      String uri = path.equals("/") ? path : "/" + "x".repeat(5000);

      String answer =
          answerTo(
              "GET " + uri + " HTTP/1.1\r\nHost: here\r\nX: " + "y".repeat(length) + "\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesOnWhatIsNotHttp() {
      assertThat(answerTo("\u0016\u0003\u0001\u0002 \u0001 x\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersNothingBehindWhatIsNotHttp() {
      assertThat(answerTo("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: x\r\n\r\n" + getItem()))
          .startsWith("HTTP/1.1 400 ")
          .containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void closesAtOnceWhenDrainedIdle() {
      channel.pipeline().fireUserEventTriggered(Protocol.Event.DRAIN);

      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersARequestThatHasBegunBeforeItIsDrained() {
      String request = putItem();
      send(request.substring(0, 30));
      channel.pipeline().fireUserEventTriggered(Protocol.Event.DRAIN);
      assertThat(channel.isOpen()).isTrue();

      send(request.substring(30));
      store.nextPut().complete(new PutItemResponse(null, null, null));

      assertThat(received()).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
      assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersBeforeItIsDrained() {
      send(putItem());
      channel.pipeline().fireUserEventTriggered(Protocol.Event.DRAIN);
      assertThat(channel.isOpen()).isTrue();

      store.nextPut().complete(new PutItemResponse(null, null, null));

      assertThat(received()).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
      assertThat(channel.isOpen()).isFalse();
    }
  }
}
