package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.proxy.auth.Authorizer;
import io.larder.proxy.auth.HeaderFormAuthenticator;
import io.larder.proxy.call.BlockingWork;
import io.larder.proxy.call.Defects;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.call.LongWork;
import io.larder.proxy.call.MeasuredOperations;
import io.larder.proxy.call.PromisedResponse;
import io.larder.proxy.call.RequestIds;
import io.larder.proxy.call.ScriptedTableStore;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.RequestMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpConnectionTest {
  private static final String AUTHORIZATION =
      "Authorization: AWS4-HMAC-SHA256 Credential=k, SignedHeaders=h, Signature=s\r\n";
  private static final String SIGNED = AUTHORIZATION + "X-Amz-Date: 20260101T000000Z\r\n";
  private static final String JSON = "Content-Type: application/x-amz-json-1.0\r\n";
  private static final String GET = "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"1\"}}}";
  private static final String PUT = "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"1\"}}}";
  private static final HttpLimits LIMITS = new HttpLimits(100_000, 4096, 3);
  private static final long MEMORY = 500_000;

  private static final int PLACES = 4;
  private static final Item LARGE =
      Item.of(Map.of("k", new AttributeValue.Str("x".repeat(100_000))));

  private final ScriptedTableStore store = new ScriptedTableStore();
  private final LongWork bodies = LongWork.start("body", 2, PLACES - 2);
  private final List<ByteBuf> inputs = new ArrayList<>();
  private final RequestMemory memory = new RequestMemory(MEMORY);
  private final RequestMetrics metrics = new RequestMetrics(MeasuredOperations.names());
  private final HttpLoop loop =
      new HttpLoop(
          new LoopResources(metrics.newRecorder()),
          new Defects(System::nanoTime),
          new ReplyWriter(
              new RequestIds(new SplittableRandom(1)),
              new HttpDate(InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")))));
  private final StallableChannel channel =
      new StallableChannel(
          new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel opened) {
              // Every read is a hit that the test's store answers.
              var dispatcher =
                  new Dispatcher(
                      Authorizer.allowAll(),
                      store::read,
                      store,
                      new BlockingWork(2, 2),
                      LongWork.start("evaluation", 1, 1),
                      bodies);
              var processor =
                  new RequestProcessor(
                      new HeaderFormAuthenticator(),
                      dispatcher,
                      new HttpProtocol.Service(
                          "eu-west-1", ValidationReport.ALL, "https://x.org"::equals));
              var connection = new HttpConnection(processor, loop, opened, memory, LIMITS);
              opened
                  .pipeline()
                  .addLast(new RequestDecoder(LIMITS, loop.plainRequest, connection))
                  .addLast(connection);
            }
          });

  @AfterEach
  void everyBufferIsReleased() {
    channel.finishAndReleaseAll();
    assertThat(inputs).allSatisfy(input -> assertThat(input.refCnt()).isZero());
    assertThat(metrics.connections()).isZero();
    assertThat(memory.taken()).isZero();
  }

  private static String call(String operation, String headers, String body) {
    return "POST / HTTP/1.1\r\nHost: here\r\nX-Amz-Target: DynamoDB_20120810."
        + operation
        + "\r\n"
        + headers
        + "Content-Length: "
        + body.getBytes(ISO_8859_1).length
        + "\r\n\r\n"
        + body;
  }

  private static String getItem() {
    return call("GetItem", JSON + SIGNED, GET);
  }

  private static String putItem() {
    return call("PutItem", JSON + SIGNED, PUT);
  }

  private void send(String bytes) {
    ByteBuf input = Unpooled.copiedBuffer(bytes, ISO_8859_1);
    inputs.add(input);
    channel.writeInbound(input);
  }

  private String received() {
    channel.runPendingTasks();
    var text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(ISO_8859_1));
      part.release();
    }
    return text.toString();
  }

  private void othersTakeAll() {
    memory.add(2 * MEMORY);
  }

  private void othersGiveBack() {
    memory.giveBack(2 * MEMORY);
  }

  private String answerTo(String request) {
    send(request);
    return received();
  }

  private static String bodyOf(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

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
  final class Memory {
    private static final Item ITEM =
        Item.of(Map.of("k", new AttributeValue.Str("x".repeat(20_000))));

    private void completeAllPuts() {
      while (store.pendingPuts() > 0) {
        store.nextPut().complete(new PutItemResponse(null, null, null));
        channel.runPendingTasks();
      }
    }

    @Test
    void isTakenUntilTheAnswerIsWritten() {
      send(putItem());
      assertThat(memory.taken()).isGreaterThanOrEqualTo(3 * PUT.length());

      store.nextPut().complete(new PutItemResponse(null, null, null));

      assertThat(received()).startsWith("HTTP/1.1 200 OK");
      assertThat(memory.taken()).isZero();
    }

    @Test
    void isTakenUntilTheOutcomeAlthoughTheClientIsGone() {
      send(putItem());
      channel.close();
      assertThat(memory.taken()).isGreaterThanOrEqualTo(3 * PUT.length());

      store.nextPut().complete(new PutItemResponse(null, null, null));
      channel.runPendingTasks();

      assertThat(memory.taken()).isZero();
    }

    @Test
    void isTakenForALargeBodyUntilTheOutcomeAlthoughTheClientIsGone() {
      String put =
          "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"" + "x".repeat(90_000) + "\"}}}";
      send(call("PutItem", JSON + SIGNED, put));
      channel.close();
      await().until(() -> store.pendingPuts() == 1);
      assertThat(memory.taken()).isGreaterThanOrEqualTo(3 * put.length());

      store.nextPut().complete(new PutItemResponse(null, null, null));
      channel.runPendingTasks();

      assertThat(memory.taken()).isZero();
    }

    @Test
    void isReservedForTheItemThatAWriteReturns() {
      send(call("PutItem", JSON + SIGNED, PUT.replace("}}}", "}},\"ReturnValues\":\"ALL_OLD\"}")));

      assertThat(memory.taken()).isGreaterThanOrEqualTo(ItemSize.MAX);

      completeAllPuts();
    }

    @Test
    void thatIsUsedUpRefusesAWrite() {
      othersTakeAll();

      String refused = answerTo(putItem());

      assertThat(refused).startsWith("HTTP/1.1 400 ").contains("#ThrottlingException");
      assertThat(store.pendingPuts()).isZero();
      assertThat(channel.isOpen()).isTrue();
      othersGiveBack();
    }

    @Test
    void thatIsUsedUpRefusesAReadWhoseAnswerIsNotSmall() {
      store.answerReads(_ -> new GetItemResponse(ITEM, null));
      othersTakeAll();

      assertThat(answerTo(getItem())).contains("#ThrottlingException");

      othersGiveBack();
      assertThat(answerTo(getItem())).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void thatIsUsedUpDoesNotKeepASmallAnswerBack() {
      othersTakeAll();

      assertThat(answerTo(getItem())).startsWith("HTTP/1.1 200 OK");
      othersGiveBack();
    }

    @Test
    void isTakenByAnswersThatTheClientDoesNotRead() {
      // Given
      store.answerReads(_ -> new GetItemResponse(ITEM, null));
      channel.config().setWriteBufferHighWaterMark(Integer.MAX_VALUE);
      channel.stall(true);

      // When more is asked for than there is room
      for (int i = 0; i < 100; i++) {
        send(getItem());
      }

      // Then
      assertThat(memory.taken()).isBetween(MEMORY, MEMORY * 5 / 4);
      assertThat(channel.config().isAutoRead()).isFalse();

      // And when the client reads
      channel.stall(false);
      String answers = received() + received();
      assertThat(count(answers, "HTTP/1.1 200")).isEqualTo(100);
      assertThat(channel.config().isAutoRead()).isTrue();
      assertThat(memory.taken()).isZero();
    }

    @Test
    void isGivenBackByAClientThatGoesWithAnswersUnread() {
      store.answerReads(_ -> new GetItemResponse(ITEM, null));
      channel.stall(true);
      send(getItem() + getItem());
      assertThat(memory.taken()).isGreaterThanOrEqualTo(2 * ITEM.jsonLength());

      channel.close();
      channel.runPendingTasks();

      assertThat(memory.taken()).isZero();
    }

    @Test
    void isTakenByWhatIsSentAhead() {
      send(putItem());
      long one = memory.taken();

      send(putItem());

      assertThat(memory.taken()).isEqualTo(one + PUT.length());

      completeAllPuts();
    }

    @Test
    void isTakenByALargeAnswerWhileItIsWritten() {
      store.answerReads(_ -> new GetItemResponse(LARGE, null));
      memory.add(400_000);

      send(getItem());

      await()
          .pollInSameThread()
          .untilAsserted(() -> assertThat(received()).contains("#ThrottlingException"));
      memory.giveBack(400_000);
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

  /** What two readers may take for different requests is taken for none. */
  @Nested
  final class AHead {
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
              501,
              START + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          arguments(400, START + "Transfer-Encoding: gzip\r\n\r\n"),
          arguments(400, START + "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n"),
          arguments(400, START + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
          arguments(
              400, START + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
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
      assertThat(answerTo(getItem().replace("POST / HTTP/1.1", line)))
          .startsWith("HTTP/1.1 200 OK");
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
  final class ABody {
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
    void answersBeforeItIsDrained() {
      send(putItem());
      channel.pipeline().fireUserEventTriggered(Protocol.Event.DRAIN);
      assertThat(channel.isOpen()).isTrue();

      store.nextPut().complete(new PutItemResponse(null, null, null));

      assertThat(received()).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
      assertThat(channel.isOpen()).isFalse();
    }
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
}
