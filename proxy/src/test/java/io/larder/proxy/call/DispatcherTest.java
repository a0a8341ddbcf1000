package io.larder.proxy.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.auth.Authorizer;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DispatcherTest {
  private static final String GET = "{'TableName':'abc','Key':{'k':{'S':'1'}}}";

  private final ScriptedTableStore store = new ScriptedTableStore();
  private final Dispatcher dispatcher =
      new Dispatcher(
          Authorizer.allowAll(),
          store::look,
          store,
          new BlockingWork(128, 128),
          LongWork.start("evaluation", 1, 128),
          LongWork.start("body", 1, 128));
  private volatile boolean othersEnd;

  @AfterEach
  void letOthersEnd() {
    othersEnd = true;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Scan             | {'TableName':'abc','FilterExpression':'attribute_exists(a)'}
          Scan             | {'TableName':'abc','ProjectionExpression':'a'}
          Query            | {'TableName':'abc','KeyConditionExpression':'k = :k','ExpressionAttributeValues':{':k':{'S':'1'}},'FilterExpression':'attribute_exists(a)'}
          BatchGetItem     | {'RequestItems':{'abc':{'Keys':[{'k':{'S':'1'}}],'ProjectionExpression':'a'}}}
          TransactGetItems | {'TransactItems':[{'Get':{'TableName':'abc','Key':{'k':{'S':'1'}},'ProjectionExpression':'a'}}]}
          """)
  void readsThatComputeForLongHoldNoOthersUp(String operation, String request) {
    // Given as many of them as there are carriers of virtual threads, and more
    store.answerReads(
        read -> read instanceof GetItemRequest ? new GetItemResponse(null, null) : compute());
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      dispatch(operation, request);
    }

    // When
    CompletableFuture<Response> item = dispatch("GetItem", GET);

    // Then
    assertThat(item.orTimeout(1, TimeUnit.MINUTES).join())
        .isEqualTo(new GetItemResponse(null, null));
  }

  /** Keeps the processor, as the evaluation of an expression does. */
  private Response compute() {
    while (!othersEnd) {
      Thread.onSpinWait();
    }
    return new GetItemResponse(null, null);
  }

  private CompletableFuture<Response> dispatch(String operation, String body) {
    byte[] json = body.replace('\'', '"').getBytes(UTF_8);
    Request<?> request =
        RequestDecoder.decode(
            Objects.requireNonNull(Operation.of("DynamoDB_20120810." + operation)),
            json,
            0,
            json.length,
            ValidationReport.ALL);
    var promised = new PromisedResponse();
    var call =
        new Call(
            new Source(ClientProtocol.HTTP, new Peer(null), false, Network.MAIN),
            new RequestMemory(1 << 20));
    call.decoded(Principal.UNVERIFIED, request, json.length);
    dispatcher.dispatch(call, "here", promised);
    return promised.outcome();
  }
}
