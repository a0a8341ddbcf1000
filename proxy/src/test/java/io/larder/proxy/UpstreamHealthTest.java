package io.larder.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.RenderedJson;
import io.larder.store.StoreGauge;
import io.larder.store.StoreHealth;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamFailure;
import io.larder.store.upstream.UpstreamTransport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UpstreamHealthTest {
  private final Queue<CompletableFuture<UpstreamAnswer>> asked = new ArrayDeque<>();
  private Optional<String> ofStore = Optional.empty();

  private final UpstreamHealth health =
      new UpstreamHealth(
          new UpstreamTransport() {
            @Override
            public CompletableFuture<UpstreamAnswer> send(
                String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent) {
              var answer = new CompletableFuture<UpstreamAnswer>();
              asked.add(answer);
              return answer;
            }

            @Override
            public void close() {}
          },
          Duration.ofSeconds(1),
          new StoreHealth() {
            @Override
            public Optional<String> failure() {
              return ofStore;
            }

            @Override
            public List<StoreGauge> gauges() {
              return List.of();
            }
          });

  private void answer(int status, String body) {
    health.ask();
    asked.remove().complete(new UpstreamAnswer(status, null, JsonBytes.of(body.getBytes(UTF_8))));
  }

  private static String error(String type) {
    return "{\"__type\":\"com.amazon.coral.service#" + type + "\",\"message\":\"so\"}";
  }

  @Test
  void untilTheUpstreamHasAnsweredItIsNotReady() {
    assertThat(health.failure()).contains("the upstream has not answered yet");
    health.ask();
    assertThat(health.failure()).contains("the upstream has not answered yet");

    asked.remove().complete(new UpstreamAnswer(200, null, JsonBytes.of("{}".getBytes(UTF_8))));

    assertThat(health.failure()).isEmpty();
  }

  @Test
  void silenceIsToldUntilItEnds() {
    answer(200, "{}");
    health.ask();
    asked.remove().completeExceptionally(new UpstreamFailure("connection refused", false, null));
    assertThat(health.failure()).contains("the upstream does not answer: connection refused");

    answer(200, "{}");

    assertThat(health.failure()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, AccessDeniedException, true",
    "400, ThrottlingException, true",
    "400, RequestLimitExceeded, true",
    "400, UnrecognizedClientException, false",
    "400, ExpiredTokenException, false",
    "403, InvalidSignatureException, false",
    "400, MissingAuthenticationTokenException, false",
    "500, InternalServerError, false",
    "503, ThrottlingException, false"
  })
  void anErrorThatIsNotOfThisCallAloneIsTold(int status, String type, boolean isReady) {
    answer(status, error(type));

    assertThat(health.failure().isEmpty()).isEqualTo(isReady);
    assertThat(health.failure().orElse("the upstream says: " + type + ": so"))
        .startsWith("the upstream says: ")
        .endsWith(type + ": so");
  }

  @Test
  void somethingElseThanTheServiceIsTold() {
    answer(502, "<html>");

    assertThat(health.failure().orElseThrow()).startsWith("the upstream says: ").contains("502");
  }

  @Test
  void whatTheStoreSaysIsToldToo() {
    answer(200, "{}");
    ofStore = Optional.of("broken");

    assertThat(health.failure()).contains("broken");
  }
}
