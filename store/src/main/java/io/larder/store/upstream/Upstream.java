package io.larder.store.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.client.ErrorReader;
import io.larder.protocol.json.client.MalformedAnswer;
import io.larder.protocol.json.client.RequestWriter;
import io.larder.protocol.json.client.ResponseReader;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import io.larder.protocol.wire.RenderedJson;
import io.larder.store.logging.RareLine;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the upstream and says how it ended. Its methods block; they are for virtual threads.
 *
 * <p>Clients repeat what fails, so little is repeated here: once, and within the time of the call,
 * what cannot have arrived, and what changes nothing or does so once however often it is sent. A
 * write that may have arrived is not: a condition would meet what its own first sending has done,
 * and be told as failed though it held.
 */
final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
  private static final int ATTEMPTS = 2;
  private static final int OK = 200;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int SERVER_ERROR = 500;

  private final UpstreamTransport transport;
  private final Duration readTimeout;
  private final Duration writeTimeout;
  private final CircuitBreaker breaker;
  private final LongSupplier nanoTime;
  private final RareLine failures;
  final LongAdder calls = new LongAdder();
  final LongAdder failedCalls = new LongAdder();
  final LongAdder unknownWrites = new LongAdder();

  /** {@code nanoTime} tells nanoseconds since some moment. */
  Upstream(
      UpstreamTransport transport,
      UpstreamOptions.Limits limits,
      CircuitBreaker breaker,
      LongSupplier nanoTime) {
    this.transport = transport;
    this.readTimeout = limits.readTimeout();
    this.writeTimeout = limits.writeTimeout();
    this.breaker = breaker;
    this.nanoTime = nanoTime;
    this.failures = new RareLine(nanoTime);
  }

  /** What became of a call that was sent. */
  private sealed interface Sent {}

  private record Answer(UpstreamAnswer answer) implements Sent {}

  /** That no answer came, or none that can be understood. */
  private record Silence(boolean mayHaveArrived, ServiceException reason) implements Sent {}

  /**
   * Asks for what changes nothing.
   *
   * @throws ServiceException what the upstream said, or that it said nothing
   */
  <R extends Response> R ask(Request<R> request) {
    return call(request, now(), readTimeout, true, () -> true).answer();
  }

  /** The moment in nanoseconds, since some other one. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** Has something done that no observer has let begin. */
  <R extends Response> Outcome<R> tell(Request<R> request, long since, boolean isRepeatable) {
    return tell(request, since, isRepeatable, () -> true);
  }

  /**
   * Has something done.
   *
   * @param since the moment from which the time of the call counts; after that time nothing of it
   *     is sent any more
   * @param isRepeatable true if it does not matter how often the upstream hears of it
   * @param mayBeSent asked each time before it is sent
   */
  <R extends Response> Outcome<R> tell(
      Request<R> request, long since, boolean isRepeatable, BooleanSupplier mayBeSent) {
    Outcome<R> outcome = call(request, since, writeTimeout, isRepeatable, mayBeSent);
    if (outcome instanceof Outcome.Unknown<R>) {
      unknownWrites.increment();
    }
    return outcome;
  }

  private <R extends Response> Outcome<R> call(
      Request<R> request,
      long since,
      Duration timeout,
      boolean isRepeatable,
      BooleanSupplier mayBeSent) {
    RenderedJson body = body(request);
    String target = RequestWriter.target(request);
    Silence silence = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Duration left = timeout.minusNanos(now() - since);
      if (!left.isPositive() || (silence != null && silence.mayHaveArrived() && !isRepeatable)) {
        break;
      }
      Sent sent = send(target, body, left, mayBeSent);
      boolean mayHaveArrivedBefore = silence != null && silence.mayHaveArrived();
      switch (sent) {
        case Answer(var answer) -> {
          try {
            return outcome(request, answer, mayHaveArrivedBefore);
          } catch (MalformedAnswer e) {
            silence = silence(target, e, true, "The answer of the upstream cannot be understood");
          }
        }
        case Silence(var mayHaveArrived, var reason) ->
            silence = new Silence(mayHaveArrived || mayHaveArrivedBefore, reason);
      }
    }
    if (silence == null) {
      return new Outcome.Refused<>(unavailable("There was no time left to call the upstream"));
    }
    return silence.mayHaveArrived()
        ? new Outcome.Unknown<>(silence.reason())
        : new Outcome.Refused<>(silence.reason());
  }

  private static RenderedJson body(Request<?> request) {
    if (request instanceof ForwardedRequest(_, var body)) {
      return body;
    }
    var json = new JsonWriter();
    RequestWriter.write(request, json);
    return JsonBytes.of(json.buffer(), 0, json.length());
  }

  private Sent send(String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent) {
    if (!breaker.tryAcquirePermission()) {
      return new Silence(false, unavailable("The upstream does not answer"));
    }
    calls.increment();
    long start = now();
    try {
      UpstreamAnswer answer = transport.send(target, body, timeout, mayBeSent).join();
      long took = now() - start;
      if (answer.status() < SERVER_ERROR) {
        breaker.onSuccess(took, TimeUnit.NANOSECONDS);
      } else {
        failedCalls.increment();
        breaker.onError(took, TimeUnit.NANOSECONDS, new ServerError());
      }
      return new Answer(answer);
    } catch (CompletionException e) {
      failedCalls.increment();
      breaker.onError(now() - start, TimeUnit.NANOSECONDS, e);
      boolean mayHaveArrived =
          !(e.getCause() instanceof UpstreamFailure failure) || failure.mayHaveArrived();
      return silence(target, e.getCause(), mayHaveArrived, "The upstream did not answer");
    } catch (RuntimeException | Error e) {
      breaker.onError(now() - start, TimeUnit.NANOSECONDS, e);
      throw e;
    }
  }

  /** For the breaker, which knows calls that failed by what they threw. */
  private static final class ServerError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerError() {
      super(null, null, false, false);
    }
  }

  private Silence silence(
      String target, @Nullable Throwable cause, boolean mayHaveArrived, String sentence) {
    failures.log(LOG.atWarn().addKeyValue("target", target).setCause(cause), sentence);
    return new Silence(
        mayHaveArrived,
        mayHaveArrived
            ? new ServiceException(new ServiceError.InternalServer(sentence))
            : unavailable("The upstream cannot be reached"));
  }

  private static ServiceException unavailable(String sentence) {
    return new ServiceException(new ServiceError.ServiceUnavailable(sentence));
  }

  /**
   * @param mayHaveArrivedBefore true if it is the answer to a repetition
   */
  private static <R extends Response> Outcome<R> outcome(
      Request<R> request, UpstreamAnswer answer, boolean mayHaveArrivedBefore) {
    if (answer.status() == OK) {
      return new Outcome.Done<>(response(request, answer));
    }
    var reason =
        new ServiceException(ErrorReader.read(answer.status(), answer.requestId(), answer.body()));
    boolean isRefusal = answer.status() < SERVER_ERROR && answer.status() != REQUEST_TIMEOUT;
    // A refusal of what was repeated says nothing of its first sending.
    return isRefusal && !mayHaveArrivedBefore
        ? new Outcome.Refused<>(reason)
        : new Outcome.Unknown<>(reason);
  }

  @SuppressWarnings("unchecked") // what is forwarded is answered by what came
  private static <R extends Response> R response(Request<R> request, UpstreamAnswer answer) {
    JsonBytes body = answer.body();
    return request instanceof ForwardedRequest
        ? (R) new ForwardedResponse(body, answer.requestId())
        : ResponseReader.read(request, body.array(), body.start(), body.jsonLength());
  }
}
