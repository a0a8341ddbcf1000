package io.larder.proxy.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.wire.JsonBytes;
import io.larder.proxy.Patience;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.Transport;
import io.larder.proxy.upstream.ScriptedUpstream.Step;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamFailure;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

final class NettyUpstreamTransportTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final String TARGET = "DynamoDB_20120810.GetItem";
  private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(UTF_8);

  private static final AwsCredentialsProvider KEYS = () -> AwsBasicCredentials.create("id", "key");

  private final EventLoops loops = EventLoops.start(Transport.fastest(), 1);
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final Limits limits = new Limits();
  private @Nullable NettyUpstreamTransport transport;

  /** Limits that a test can change before its first call. */
  private static final class Limits {
    int connections = 8;
    int waiting = 100;
    Duration idle = LONG;
    Duration age = LONG;
    int answer = 1_000_000;
    long answers = 10_000_000;

    ConnectionLimits get() {
      return new ConnectionLimits(connections, waiting, LONG, idle, age, LONG, answer, answers);
    }
  }

  @AfterEach
  void close() {
    if (transport != null) {
      transport.close();
    }
    upstream.close();
    loops.close();
  }

  private NettyUpstreamTransport transport() {
    if (transport == null) {
      transport = open(InetAddress::getAllByName, KEYS);
    }
    return transport;
  }

  private NettyUpstreamTransport open(
      UpstreamAddresses.Resolver resolver, AwsCredentialsProvider provider) {
    return open(resolver, provider, upstream.port());
  }

  private NettyUpstreamTransport open(
      UpstreamAddresses.Resolver resolver, AwsCredentialsProvider provider, int port) {
    var endpoint = new UpstreamEndpoint(false, "localhost", port);
    return NettyUpstreamTransport.open(
        loops,
        new Site(endpoint, new UpstreamAddresses(endpoint, resolver, System::nanoTime), null),
        "eu-central-1",
        limits.get(),
        new CurrentCredentials(provider));
  }

  private CompletableFuture<UpstreamAnswer> send(String body) {
    return send(body, LONG);
  }

  private CompletableFuture<UpstreamAnswer> send(String body, Duration timeout) {
    return transport().send(TARGET, JsonBytes.of(body.getBytes(UTF_8)), timeout);
  }

  private static String body(UpstreamAnswer answer) {
    byte[] body = new byte[answer.body().jsonLength()];
    answer.body().copyJsonTo(body, 0);
    return new String(body, UTF_8);
  }

  private static UpstreamAnswer answer(CompletableFuture<UpstreamAnswer> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static UpstreamFailure failure(CompletableFuture<UpstreamAnswer> future) {
    ExecutionException failed =
        catchThrowableOfType(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS));
    return (UpstreamFailure) failed.getCause();
  }

  @Test
  void answersWithWhatTheUpstreamSays() {
    upstream.script(call -> Step.answer(200, "{\"echo\":" + call.body() + "}"));
    UpstreamAnswer answer = answer(send("{\"key\":\"schön\"}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.requestId()).isEqualTo("ID");
    assertThat(body(answer)).isEqualTo("{\"echo\":{\"key\":\"schön\"}}");
    assertThat(upstream.calls().getFirst().headers())
        .containsEntry("host", "localhost:" + upstream.port())
        .containsEntry("x-amz-target", TARGET);
  }

  @Test
  void keepsConnectionForTheNextCall() {
    for (int i = 0; i < 5; i++) {
      answer(send("{}"));
    }
    assertThat(upstream.accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 500, 503})
  void handsOnErrorsAsTheyCome(int status) {
    upstream.script(_ -> Step.error(status, "ThrottlingException", "slow down"));
    UpstreamAnswer answer = answer(send("{}"));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(body(answer)).contains("ThrottlingException", "slow down");
    assertThat(upstream.calls()).hasSize(1);
  }

  @Test
  void opensNoMoreConnectionsThanItMay() {
    limits.connections = 2;
    CompletableFuture<?> gate = new CompletableFuture<>();
    upstream.script(call -> Step.answer(200, call.body()).after(gate));
    List<CompletableFuture<UpstreamAnswer>> calls =
        IntStream.range(0, 20).mapToObj(i -> send("{\"n\":" + i + "}")).toList();
    Patience.await().until(() -> upstream.calls().size() == 2);
    gate.complete(null);
    assertThat(calls.stream().map(call -> body(answer(call))))
        .containsExactlyElementsOf(
            IntStream.range(0, 20).mapToObj(i -> "{\"n\":" + i + "}").toList());
    assertThat(upstream.accepted()).isEqualTo(2);
  }

  @Test
  void refusesCallThatNoPlaceIsLeftToWaitFor() {
    limits.connections = 1;
    limits.waiting = 1;
    upstream.script(_ -> Step.silence());
    send("{}");
    Patience.await().until(() -> upstream.calls().size() == 1);
    send("{}");
    assertThat(failure(send("{}")))
        .hasMessageContaining("too many calls wait")
        .returns(false, UpstreamFailure::mayHaveArrived);
  }

  @Test
  void callsThatHaveFailedLeaveTheirPlaceToOthers() {
    limits.connections = 1;
    limits.waiting = 1;
    CompletableFuture<?> gate = new CompletableFuture<>();
    upstream.script(_ -> Step.answer(200, "{}").after(gate));
    CompletableFuture<UpstreamAnswer> first = send("{}");
    Patience.await().until(() -> upstream.calls().size() == 1);
    assertThat(failure(send("{}", SHORT)))
        .hasMessage("no answer within 50 ms")
        .returns(false, UpstreamFailure::mayHaveArrived);
    CompletableFuture<UpstreamAnswer> next = send("{}");
    gate.complete(null);
    assertThat(Stream.of(first, next).map(call -> answer(call).status())).containsOnly(200);
  }

  @Test
  void failsWhereTheChecksumIsWrong() {
    upstream.script(_ -> Step.damaged(200, "{}"));
    assertThat(failure(send("{}")))
        .hasMessage("the checksum of the answer is wrong")
        .returns(true, UpstreamFailure::mayHaveArrived);
    Patience.await().until(() -> upstream.open() == 0);
  }

  @Test
  void failsWhereTheAnswerIsCut() {
    upstream.script(_ -> Step.half(200, "{\"a\":1}"));
    assertThat(failure(send("{}"))).returns(true, UpstreamFailure::mayHaveArrived);
    assertThat(upstream.calls()).hasSize(1);
  }

  @Test
  void sendsNothingTwiceThatMayHaveArrived() {
    answer(send("{}"));
    upstream.script(_ -> Step.closing());
    assertThat(failure(send("{}"))).returns(true, UpstreamFailure::mayHaveArrived);
    assertThat(upstream.calls()).hasSize(2);
  }

  @Test
  void failsWhenTimeIsUpAndUsesTheConnectionForNothingElse() {
    upstream.script(_ -> Step.silence());
    assertThat(failure(send("{}", SHORT)))
        .hasMessage("no answer within 50 ms")
        .returns(true, UpstreamFailure::mayHaveArrived);
    Patience.await().until(() -> upstream.open() == 0);
    upstream.script(_ -> Step.answer(200, "{}"));
    answer(send("{}"));
    assertThat(upstream.accepted()).isEqualTo(2);
  }

  /** How a connection ends for the upstream, which reads all that comes. */
  private String endOfConnection(Runnable sending) throws IOException {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      transport = open(InetAddress::getAllByName, KEYS, listener.getLocalPort());
      sending.run();
      try (Socket accepted = listener.accept()) {
        accepted.setSoTimeout((int) LONG.toMillis());
        InputStream in = accepted.getInputStream();
        byte[] some = new byte[1000];
        while (in.read(some) >= 0) {
          if (new String(some, UTF_8).contains("answered")) {
            accepted.getOutputStream().write(OK);
          }
        }
        return "in order";
      } catch (SocketException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  /** What the system still holds of a request must not come over when it counts as over. */
  @Test
  void takesBackWhatHasNotComeOverWhenTimeIsUp() throws IOException {
    assertThat(endOfConnection(() -> send("{}", SHORT))).isEqualTo("Connection reset");
  }

  @Test
  void takesBackWhatHasNotComeOverWhenItIsClosed() throws IOException {
    assertThat(
            endOfConnection(
                () -> {
                  send("{}");
                  Patience.await().until(() -> connections() == 1);
                  transport().close();
                }))
        .isEqualTo("Connection reset");
  }

  @Test
  void sendsNothingForWhichItHasBecomeTooLate() {
    answer(send("{}"));
    var isAsked = new AtomicInteger();
    CompletableFuture<UpstreamAnswer> late =
        transport()
            .send(
                TARGET,
                JsonBytes.of("{}".getBytes(UTF_8)),
                LONG,
                () -> isAsked.incrementAndGet() > 1);
    assertThat(failure(late))
        .hasMessage("it is too late to send the call")
        .returns(false, UpstreamFailure::mayHaveArrived);
    assertThat(isAsked).hasValue(1);
    assertThat(answer(send("{}")).status()).isEqualTo(200);
    assertThat(upstream.calls()).hasSize(2);
  }

  @Test
  void closesInOrderWhatHasNoCall() throws IOException {
    limits.idle = SHORT;
    assertThat(endOfConnection(() -> send("{\"answered\":true}"))).isEqualTo("in order");
  }

  @Test
  void theTimeOfACallCoversAnAnswerThatComesSlowly() {
    upstream.script(
        _ -> Step.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").then(Step.silence()));
    assertThat(failure(send("{}", SHORT))).hasMessage("no answer within 50 ms");
  }

  @Test
  void callGoesToNewConnectionWhereTheKeptOneWasClosed() {
    answer(send("{}"));
    upstream.closeConnections();
    Patience.await().until(() -> connections() == 0);
    assertThat(answer(send("{}")).status()).isEqualTo(200);
    assertThat(upstream.accepted()).isEqualTo(2);
  }

  private int connections() {
    return transport().gauges().getFirst().value().get().intValue();
  }

  @Test
  void sendsOnceMoreWhatTheKeptConnectionDidNotTake() throws InterruptedException {
    answer(send("{}"));
    // What happens meanwhile is not seen before the call is written.
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    loops
        .group()
        .execute(
            () -> {
              entered.countDown();
              await(leave);
            });
    entered.await();
    upstream.resetConnections();
    CompletableFuture<UpstreamAnswer> call = send("{\"again\":true}");
    leave.countDown();
    assertThat(answer(call).status()).isEqualTo(200);
    assertThat(upstream.calls()).hasSize(2);
    assertThat(upstream.accepted()).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void saysThatNothingArrivedWhereNobodyListens() {
    transport();
    upstream.close();
    assertThat(failure(send("{}")))
        .hasMessageContaining("cannot connect to http://localhost")
        .returns(false, UpstreamFailure::mayHaveArrived);
  }

  @Test
  void triesTheNextAddressWhereOneRefuses() {
    InetAddress nobody = InetAddress.ofLiteral("127.0.0.2");
    InetAddress here = NetUtil.LOCALHOST4;
    transport = open(_ -> new InetAddress[] {nobody, here}, KEYS);
    assertThat(answer(send("{}")).status()).isEqualTo(200);
  }

  @Test
  void triesAllAddressesAndThenOnlyThatWhichWorks() {
    transport =
        open(
            _ ->
                new InetAddress[] {
                  InetAddress.ofLiteral("127.0.0.2"),
                  InetAddress.ofLiteral("127.0.0.3"),
                  InetAddress.ofLiteral("127.0.0.4"),
                  NetUtil.LOCALHOST4
                },
            KEYS);
    limits.connections = 4;
    List<CompletableFuture<UpstreamAnswer>> calls =
        Stream.generate(() -> send("{}")).limit(50).toList();
    assertThat(calls).allSatisfy(call -> assertThat(answer(call).status()).isEqualTo(200));
    assertThat(transport.gauges().getLast().value().get().intValue()).isLessThanOrEqualTo(12);
  }

  @Test
  void saysThatTheHostHasNoAddress() {
    transport =
        open(
            host -> {
              throw new UnknownHostException(host);
            },
            KEYS);
    assertThat(failure(send("{}")))
        .hasMessage("no address of localhost was found")
        .returns(false, UpstreamFailure::mayHaveArrived);
  }

  @Test
  void saysWhyThereAreNoCredentials() {
    transport =
        open(
            InetAddress::getAllByName,
            () -> {
              throw new IllegalStateException("the file is empty");
            });
    assertThat(failure(send("{}")))
        .hasMessage("there are no credentials to sign with: the file is empty")
        .returns(false, UpstreamFailure::mayHaveArrived);
  }

  @Test
  void readsAnswersInChunks() {
    upstream.script(
        _ ->
            Step.raw(
                """
                HTTP/1.1 200 OK\r
                Transfer-Encoding: chunked\r
                \r
                4\r
                {"a"\r
                3\r
                :1}\r
                0\r
                \r
                """));
    assertThat(body(answer(send("{}")))).isEqualTo("{\"a\":1}");
    answer(send("{}"));
    assertThat(upstream.accepted()).isEqualTo(1);
  }

  @Test
  void passesOverWhatIsNoAnswerYet() {
    upstream.script(_ -> Step.raw("HTTP/1.1 100 Continue\r\n\r\n").then(Step.answer(200, "{}")));
    assertThat(body(answer(send("{}")))).isEqualTo("{}");
  }

  @Test
  void keepsNoConnectionThatTheUpstreamCloses() {
    upstream.script(
        _ -> Step.raw("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"));
    answer(send("{}"));
    answer(send("{}"));
    assertThat(upstream.calls().stream().map(ScriptedUpstream.Call::connection))
        .containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no HTTP at all\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nx-amz-crc32: x\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n{}",
      })
  void failsWhereTheAnswerIsNone(String text) {
    upstream.script(_ -> Step.raw(text).then(Step.silence()));
    assertThat(failure(send("{}"))).returns(true, UpstreamFailure::mayHaveArrived);
    Patience.await().until(() -> upstream.open() == 0);
  }

  @Test
  void failsWhereNothingSaysWhetherTheAnswerIsWhole() {
    upstream.script(_ -> Step.raw("HTTP/1.1 200 OK\r\n\r\n{}").then(Step.closing()));
    assertThat(failure(send("{}"))).hasMessage("nothing says whether the answer is whole");
  }

  @Test
  void readsLargeAnswers() {
    String large = "{\"a\":\"" + "x".repeat(limits.answer - 8) + "\"}";
    upstream.script(_ -> Step.answer(200, large));
    assertThat(body(answer(send("{}")))).isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 101\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n65\r\n"})
  void refusesAnswerThatIsTooLong(String framing) {
    limits.answer = 100;
    upstream.script(
        _ -> Step.raw("HTTP/1.1 200 OK\r\n" + framing + "x".repeat(101)).then(Step.silence()));
    assertThat(failure(send("{}"))).hasMessage("the answer is longer than 100 bytes");
  }

  @Test
  void boundsWhatAllAnswersOnTheirWayTake() {
    limits.answers = 100_000;
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n";
    upstream.script(_ -> Step.raw(head + "x".repeat(200_000)).then(Step.silence()));
    assertThat(failure(send("{}"))).hasMessage("too much is in memory for the answer");
  }

  @Test
  void givesBackWhatAnswersTook() {
    limits.answers = 1_200_000;
    String large = "x".repeat(900_000);
    upstream.script(_ -> Step.answer(200, large));
    for (int i = 0; i < 5; i++) {
      assertThat(answer(send("{}")).body().jsonLength()).isEqualTo(900_000);
    }
    upstream.script(_ -> Step.half(200, large));
    failure(send("{}"));
    upstream.script(_ -> Step.answer(200, large));
    answer(send("{}"));
  }

  @Test
  void closesConnectionThatIsNotUsed() {
    limits.idle = SHORT;
    answer(send("{}"));
    Patience.await().until(() -> upstream.open() == 0);
  }

  @Test
  void usesNoConnectionForLongerThanItsAge() {
    limits.age = Duration.ZERO;
    answer(send("{}"));
    answer(send("{}"));
    assertThat(upstream.accepted()).isEqualTo(2);
  }

  @Test
  void closesConnectionThatSaysWhatNobodyAsked() {
    upstream.script(_ -> Step.answer(200, "{}").then(Step.answer(200, "{}")));
    answer(send("{}"));
    Patience.await().until(() -> upstream.open() == 0);
  }

  @Test
  void failsWhatIsOnItsWayWhenItIsClosed() {
    limits.connections = 1;
    upstream.script(_ -> Step.silence());
    CompletableFuture<UpstreamAnswer> sent = send("{}");
    Patience.await().until(() -> upstream.calls().size() == 1);
    CompletableFuture<UpstreamAnswer> waiting = send("{}");
    transport().close();
    assertThat(failure(sent)).returns(true, UpstreamFailure::mayHaveArrived);
    assertThat(failure(waiting)).returns(false, UpstreamFailure::mayHaveArrived);
    assertThat(failure(send("{}"))).hasMessage("the server is stopping");
  }

  @Test
  void sendsFromItsOwnLoops() {
    transport();
    CompletableFuture<UpstreamAnswer> answer =
        CompletableFuture.supplyAsync(() -> send("{}"), loops.group()).thenCompose(sent -> sent);
    assertThat(answer(answer).status()).isEqualTo(200);
  }

  @Test
  void sayNoMoreOnceTheLoopsHaveEnded() {
    transport();
    loops.close();
    assertThat(failure(send("{}"))).hasMessage("the server is stopping");
  }
}
