package io.larder.proxy;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.json.client.ErrorReader;
import io.larder.protocol.wire.JsonBytes;
import io.larder.proxy.metrics.Outcome;
import io.larder.store.StoreGauge;
import io.larder.store.StoreHealth;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the upstream answers this server. It is asked every few seconds, and not only when
 * clients call: a server that is not ready is sent no clients, by whom it could notice that the
 * upstream is back.
 */
final class UpstreamHealth implements StoreHealth {
  /** How often {@link #ask} is to be called. */
  static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final String TARGET = "DynamoDB_20120810.ListTables";
  private static final JsonBytes BODY =
      JsonBytes.of("{\"Limit\":1}".getBytes(StandardCharsets.US_ASCII));
  private static final String ACCESS_DENIED = "AccessDeniedException";
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  private final UpstreamTransport transport;
  private final Duration timeout;
  private final StoreHealth store;
  private volatile @Nullable String obstacle = "the upstream has not answered yet";

  /** Asks by {@code transport}, with {@code timeout} for each answer. */
  UpstreamHealth(UpstreamTransport transport, Duration timeout, StoreHealth store) {
    this.transport = transport;
    this.timeout = timeout;
    this.store = store;
  }

  /** Asks the upstream, and notes what it says. Never blocks. */
  void ask() {
    transport
        .send(TARGET, BODY, timeout)
        .whenComplete(
            (answer, failure) -> obstacle = failure == null ? obstacle(answer) : silence(failure));
  }

  private static String silence(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return "the upstream does not answer: " + (cause == null ? failure : cause).getMessage();
  }

  private static @Nullable String obstacle(UpstreamAnswer answer) {
    if (answer.status() == OK) {
      return null;
    }
    ServiceError error = ErrorReader.read(answer.status(), answer.requestId(), answer.body());
    return answer.status() < SERVER_ERROR && isOfTheCall(error)
        ? null
        : "the upstream says: " + error.type() + ": " + error.message();
  }

  /** True of what says that the caller is known, and that others of its calls may succeed. */
  private static boolean isOfTheCall(ServiceError error) {
    return Outcome.of(error) == Outcome.THROTTLED || error.type().endsWith(ACCESS_DENIED);
  }

  @Override
  public Optional<String> failure() {
    String own = obstacle;
    return own == null ? store.failure() : Optional.of(own);
  }

  @Override
  public List<StoreGauge> gauges() {
    return store.gauges();
  }
}
