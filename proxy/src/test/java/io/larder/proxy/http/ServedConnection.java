package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.proxy.call.BlockingWork;
import io.larder.proxy.call.Defects;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.call.LongWork;
import io.larder.proxy.call.MeasuredOperations;
import io.larder.proxy.call.Regions;
import io.larder.proxy.call.RequestIds;
import io.larder.proxy.call.ScriptedTableStore;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Authorizer;
import io.larder.security.auth.HeaderFormAuthenticator;
import io.larder.security.auth.Network;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** One connection of a client to a store that the test plays; every buffer is given back. */
abstract class ServedConnection {
  static final String AUTHORIZATION =
      "Authorization: AWS4-HMAC-SHA256 Credential=k, SignedHeaders=h, Signature=s\r\n";
  static final String SIGNED = AUTHORIZATION + "X-Amz-Date: 20260101T000000Z\r\n";
  static final String JSON = "Content-Type: application/x-amz-json-1.0\r\n";
  static final String GET = "{\"TableName\":\"abc\",\"Key\":{\"k\":{\"S\":\"1\"}}}";
  static final String PUT = "{\"TableName\":\"abc\",\"Item\":{\"k\":{\"S\":\"1\"}}}";
  static final HttpLimits LIMITS = new HttpLimits(100_000, 4096, 3);
  static final long MEMORY = 500_000;

  static final int PLACES = 4;
  static final Item LARGE = Item.of(Map.of("k", new AttributeValue.Str("x".repeat(100_000))));

  final ScriptedTableStore store = new ScriptedTableStore();
  final LongWork bodies = LongWork.start("body", 2, PLACES - 2);
  private final List<ByteBuf> inputs = new ArrayList<>();
  final RequestMemory memory = new RequestMemory(MEMORY);
  final RequestMetrics metrics = new RequestMetrics(MeasuredOperations.names());
  private final HttpLoop loop =
      new HttpLoop(
          new LoopResources(metrics),
          new Defects(System::nanoTime),
          new ReplyWriter(
              new RequestIds(new SplittableRandom(1)),
              new HttpDate(InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")))));
  final StallableChannel channel =
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
                      authenticator(),
                      Regions.one(dispatcher),
                      new HttpProtocol.Service(
                          "eu-west-1",
                          ValidationReport.ALL,
                          "https://x.org"::equals,
                          hasUpstream(),
                          () -> List.of("10.0.0.1", "larder-2.example")),
                      forms());
              var connection =
                  new HttpConnection(processor, loop, opened, memory, LIMITS, Network.MAIN);
              opened
                  .pipeline()
                  .addLast(new RequestDecoder(LIMITS, loop.plainRequest, connection))
                  .addLast(connection);
            }
          });

  /** Called before the test's own fields are there. */
  Authenticator authenticator() {
    return new HeaderFormAuthenticator();
  }

  /** True to let an upstream keep the tables. */
  boolean hasUpstream() {
    return false;
  }

  /** Answers forms; none, for nobody does. */
  @Nullable FormCalls forms() {
    return null;
  }

  @AfterEach
  void everyBufferIsReleased() {
    channel.finishAndReleaseAll();
    assertThat(inputs).allSatisfy(input -> assertThat(input.refCnt()).isZero());
    assertThat(metrics.connections(ClientProtocol.HTTP)).isZero();
    assertThat(memory.taken()).isZero();
  }

  static String call(String operation, String headers, String body) {
    return "POST / HTTP/1.1\r\nHost: here\r\nX-Amz-Target: DynamoDB_20120810."
        + operation
        + "\r\n"
        + headers
        + "Content-Length: "
        + body.getBytes(ISO_8859_1).length
        + "\r\n\r\n"
        + body;
  }

  static String getItem() {
    return call("GetItem", JSON + SIGNED, GET);
  }

  static String putItem() {
    return call("PutItem", JSON + SIGNED, PUT);
  }

  void send(String bytes) {
    ByteBuf input = Unpooled.copiedBuffer(bytes, ISO_8859_1);
    inputs.add(input);
    channel.writeInbound(input);
  }

  String received() {
    channel.runPendingTasks();
    var text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(ISO_8859_1));
      part.release();
    }
    return text.toString();
  }

  void othersTakeAll() {
    memory.add(2 * MEMORY);
  }

  void othersGiveBack() {
    memory.giveBack(2 * MEMORY);
  }

  String answerTo(String request) {
    send(request);
    return received();
  }

  static String bodyOf(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
