package io.larder.proxy.http;

import static io.larder.proxy.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.RenderedJson;
import io.larder.proxy.call.ScriptedTableStore.Forwarded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of clients of a server whose tables another one keeps. */
final class HttpForwardingTest extends ServedConnection {
  private static final String BODY = "{\"TableName\":\"abc\",\"New\":[1, 2]}";

  @Override
  boolean hasUpstream() {
    return true;
  }

  private static String call(String target) {
    return call("X", JSON + SIGNED, BODY).replace("DynamoDB_20120810.X", target);
  }

  private static RenderedJson json(String text) {
    return JsonBytes.of(text.getBytes(UTF_8));
  }

  private static String text(RenderedJson json) {
    byte[] bytes = new byte[json.jsonLength()];
    json.copyJsonTo(bytes, 0);
    return new String(bytes, UTF_8);
  }

  private String answer(String body, @Nullable String requestId) {
    store.nextForwarded().response().complete(new ForwardedResponse(json(body), requestId));
    return received();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DynamoDB_20120810.DescribeTable",
        "DynamoDB_20120810.ListTables",
        "DynamoDB_20120810.UpdateTable",
        "DynamoDB_20120810.TagResource",
        "DynamoDB_20120810.SomethingNew",
        "DynamoDB_20120810.NotYetInvented",
        "DynamoDBStreams_20120810.GetRecords"
      })
  void aCallThatIsNoneOfItemsIsHandedOnAsItCame(String target) {
    send(call(target));
    Forwarded forwarded = store.nextForwarded();
    // What the client sends next must not change what was handed on.
    send(getItem());
    forwarded.response().complete(new ForwardedResponse(json("{\"A\": 1}"), null));
    String answers = received();

    assertThat(forwarded.request().target()).isEqualTo(target);
    assertThat(text(forwarded.request().body())).isEqualTo(BODY);
    assertThat(answers)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\n\r\n{\"A\": 1}HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DynamoDB_20111205.GetItem",
        "DynamoDB_20120810.",
        "DynamoDB_20120810.Get Item",
        "DynamoDBStreams_20120810",
        "AWSCognitoIdentityService.GetId",
        "x"
      })
  void aTargetOfAnotherServiceIsUnknown(String target) {
    assertThat(answerTo(call(target)))
        .startsWith("HTTP/1.1 400 ")
        .contains("#UnknownOperationException");
  }

  @Test
  void aCallThatIsNotSignedIsNotHandedOn() {
    assertThat(answerTo(call("SomethingNew", JSON, BODY)))
        .startsWith("HTTP/1.1 400 ")
        .contains("#MissingAuthenticationTokenException");
  }

  @Test
  void whereTheServerIsTheServerItselfSays() {
    assertThat(answerTo(call("DescribeEndpoints", JSON + SIGNED, "{}")))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"Address\":\"here\"");
  }

  @Test
  void anAnswerWithoutABodyStaysOne() {
    send(call("DynamoDB_20120810.UntagResource"));

    assertThat(answer("", null))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\nContent-Length: 0\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "0123456789ABCDEFGHIJKLMNOPQRSTUV0123456789ABCDEFGHIJ, true",
        "8a3b1f0e-2c4d-4e6f-9a0b-1c2d3e4f5a6b,                 true",
        "a,                                                    true",
        "'a\r\nx: y',                                          false",
        "'',                                                   false",
        "'a b',                                                false",
        "\u00e9,                                               false",
        "12345678901234567890123456789012345678901234567890123456789012345, false",
        "NULL,                                                 false"
      },
      nullValues = "NULL")
  void theIdByWhichTheUpstreamKnowsTheCallIsTold(@Nullable String id, boolean isTold) {
    send(call("DynamoDB_20120810.DescribeTable"));
    String told = answer("{}", id);
    String next = answerTo(getItem());

    String own = "(?s).*\r\nx-amzn-RequestId: [A-Z0-9]{52}\r\n.*";
    assertThat(told.contains("\r\nx-amzn-RequestId: " + id + "\r\n")).isEqualTo(isTold);
    assertThat(told.matches(own)).isEqualTo(!isTold || String.valueOf(id).length() == 52);
    assertThat(next).matches(own).doesNotContain("RequestId: " + id + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "400, HTTP/1.1 400 Bad Request",
    "429, HTTP/1.1 429 Too Many Requests",
    "500, HTTP/1.1 500 Internal Server Error",
    "503, HTTP/1.1 503 Service Unavailable",
    "504, HTTP/1.1 504 Gateway Timeout",
    "599, HTTP/1.1 599 ",
    "302, HTTP/1.1 500 Internal Server Error",
    "600, HTTP/1.1 500 Internal Server Error"
  })
  void anErrorIsToldAsItCame(int status, String line) {
    String body = "{\"__type\":\"new#Strange\",\"reason\":\"x\"}";
    send(call("DynamoDB_20120810.DescribeTable"));

    store
        .nextForwarded()
        .response()
        .completeExceptionally(
            new ServiceException(
                new ServiceError.Relayed(
                    new ServiceError.Other("Strange", "", status), status, json(body), "id-1")));
    String told = received();

    assertThat(told).startsWith(line).contains("\r\nx-amzn-RequestId: id-1\r\n").endsWith(body);
  }

  @Test
  void aLargeAnswerIsCopiedBesideTheLoop() {
    send(call("DynamoDB_20120810.SomethingNew"));
    String body = "[" + "x".repeat(70_000) + "]";
    store.nextForwarded().response().complete(new ForwardedResponse(json(body), "id-2"));

    var told = new StringBuilder();
    await().untilAsserted(() -> assertThat(told.append(received())).endsWith(body));
    assertThat(told).contains("\r\nx-amzn-RequestId: id-2\r\n");
  }

  @Test
  void anAnswerForWhichThereIsNoRoomIsRefused() {
    send(call("DynamoDB_20120810.SomethingNew"));
    othersTakeAll();
    String told = answer("x".repeat(70_000), null);
    othersGiveBack();

    assertThat(told).startsWith("HTTP/1.1 400 ").contains("#ThrottlingException");
  }

  @Test
  void whatIsHandedOnHoldsItsMemory() {
    send(call("DynamoDB_20120810.SomethingNew"));
    assertThat(memory.taken()).isPositive();
    answer("{}", null);

    assertThat(memory.taken()).isZero();
  }
}
