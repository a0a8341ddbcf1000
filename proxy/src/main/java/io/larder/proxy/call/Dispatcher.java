package io.larder.proxy.call;

import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.DescribeEndpointsResponse;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.tracing.CallTrace;
import io.larder.proxy.tracing.Tracing;
import io.larder.security.auth.Authorizer;
import io.larder.security.auth.MustBlockException;
import io.larder.store.TableStore;
import io.larder.store.partiql.StatementWatch;
import io.larder.store.partiql.Statements;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls through authorisation to where they are answered: hits at once on the caller's
 * thread, misses on a thread that may block, writes by the store's own. Never blocks.
 */
public final class Dispatcher {
  private static final long ENDPOINT_CACHE_MINUTES = 1440;

  private final Authorizer authorizer;
  private final ReadCache cache;
  private final TableStore store;
  private final Statements statements;
  private final StatementWatch watch;
  private final Work blocking;
  private final Work evaluations;
  private final Work bodies;
  private final Recording recording;
  private final @Nullable Tracing tracing;

  /** A dispatcher of whose calls nothing is recorded or traced. */
  public Dispatcher(
      Authorizer authorizer,
      ReadCache cache,
      TableStore store,
      Work blocking,
      Work evaluations,
      Work bodies) {
    this(
        authorizer,
        cache,
        store,
        StatementWatch.NONE,
        new Threads(blocking, evaluations, bodies),
        Recording.NONE,
        null);
  }

  /**
   * Where calls go on that do so beside the event loops.
   *
   * @param blocking what may block
   * @param evaluations reads that evaluate expressions
   * @param bodies where large bodies are read and written
   */
  public record Threads(Work blocking, Work evaluations, Work bodies) {}

  /** {@code tracing} traces calls; null for none. */
  public Dispatcher(
      Authorizer authorizer,
      ReadCache cache,
      TableStore store,
      StatementWatch watch,
      Threads threads,
      Recording recording,
      @Nullable Tracing tracing) {
    this.authorizer = authorizer;
    this.cache = cache;
    this.store = store;
    this.statements = new Statements(store);
    this.watch = watch;
    this.blocking = threads.blocking();
    this.evaluations = threads.evaluations();
    this.bodies = threads.bodies();
    this.recording = recording;
    this.tracing = tracing;
  }

  /** Begins the trace of a call that has started, if calls are traced. */
  public void begin(Call call) {
    if (tracing != null) {
      call.trace(tracing);
    }
  }

  /**
   * The response to a decoded call, if it is at hand; else null, and {@code completion} is told.
   *
   * @param endpoint the address that the client used, for those who ask for it
   * @throws io.larder.protocol.error.ServiceException if the call is refused; then {@code
   *     completion} is not told
   */
  public @Nullable Response dispatch(Call call, String endpoint, Completion completion) {
    CallTrace trace = call.trace();
    return trace == null
        ? authorizeAndCarryOut(call, endpoint, completion)
        : trace.within(() -> authorizeAndCarryOut(call, endpoint, completion));
  }

  private @Nullable Response authorizeAndCarryOut(
      Call call, String endpoint, Completion completion) {
    try {
      authorizer.authorize(call.principal(), call.request(), call);
    } catch (MustBlockException e) {
      run(blocking, call, () -> authorizeBlocking(call, endpoint, completion), completion);
      return null;
    }
    return carryOut(call, endpoint, completion);
  }

  private static void run(Work place, Call call, Runnable work, Completion completion) {
    CallTrace trace = call.trace();
    place.run(trace == null ? work : trace.around(work), completion);
  }

  private void authorizeBlocking(Call call, String endpoint, Completion completion) {
    authorizer.authorizeBlocking(call.principal(), call.request(), call);
    Response hit = carryOut(call, endpoint, completion);
    if (hit != null) {
      completion.complete(new Answer.Answered(hit));
    }
  }

  private @Nullable Response carryOut(Call call, String endpoint, Completion completion) {
    Request<?> request = call.request();
    recording.admit(call);
    Lookup.@Nullable Miss miss = null;
    switch (look(request)) {
      case null -> {}
      case Response hit -> {
        call.cacheResult(CacheResult.HIT);
        return hit;
      }
      case Lookup.Miss left -> {
        call.cacheResult(CacheResult.MISS);
        miss = left;
      }
    }
    // Before the work begins, because the answer may be on its way when that returns.
    call.hold(RequestMemory.ofBody(call.size()) + WriteAnswers.mostBytes(request));
    return switch (request) {
      case Request.Read<?> read ->
          read(call, read.evaluates(), miss == null ? () -> store.read(read) : miss, completion);
      case Request.Write<?> write -> whenDone(store.write(write), completion);
      case Request.Statements<?> given -> statements(call, given, miss, completion);
      case Request.Describe<?> describe ->
          read(call, false, () -> store.describe(describe), completion);
      case Request.Change<?> change -> whenDone(store.change(change), completion);
      case ForwardedRequest forwarded -> whenDone(store.forward(forwarded), completion);
      case DescribeEndpointsRequest() ->
          new DescribeEndpointsResponse(endpoint, ENDPOINT_CACHE_MINUTES);
    };
  }

  /** Null if the answer cannot be in memory. */
  private @Nullable Lookup look(Request<?> request) {
    return switch (request) {
      case Request.Cacheable<?> read -> cache.look(read);
      case ExecuteStatementRequest execute -> statements.look(execute, cache::look);
      default -> null;
    };
  }

  private @Nullable Response read(
      Call call, boolean evaluates, Lookup.Miss miss, Completion completion) {
    Runnable work = () -> completion.complete(new Answer.Answered(miss.read()));
    run(evaluates ? evaluations : blocking, call, work, completion);
    return null;
  }

  /** {@code miss} is the read that the only statement comes to, if it is known. */
  private @Nullable Response statements(
      Call call, Request.Statements<?> request, Lookup.@Nullable Miss miss, Completion completion) {
    Runnable work = () -> whenDone(running(request, miss), completion);
    run(request.evaluates() ? evaluations : blocking, call, work, completion);
    return null;
  }

  private CompletableFuture<? extends Response> running(
      Request.Statements<?> request, Lookup.@Nullable Miss miss) {
    if (!(request instanceof ExecuteStatementRequest execute)) {
      return statements.run(request);
    }
    long begun = watch.begin();
    CompletableFuture<? extends Response> running;
    try {
      running =
          miss == null ? statements.run(execute) : CompletableFuture.completedFuture(miss.read());
    } catch (RuntimeException e) {
      running = CompletableFuture.failedFuture(e);
    }
    return running.whenComplete(
        (response, failure) -> watch.ended(execute, begun, response, failure));
  }

  /** What decides whether callers may do what they ask for. */
  public Authorizer authorizer() {
    return authorizer;
  }

  /**
   * The answer to tell of a call that has ended so, once what is to be recorded of it is; null if
   * that is to be waited for, and {@code later} is told the answer.
   */
  public @Nullable Answer ended(Call call, Answer answer, Completion later) {
    return recording.ended(call, answer, later);
  }

  /** Has the rest of a call written that was dispatched, and tells {@code completion}. */
  public void write(Request.Write<?> rest, Completion completion) {
    whenDone(store.write(rest), completion);
  }

  /**
   * Runs {@code work}, which may block and tells {@code completion} its outcome, unless it fails:
   * then {@code completion} is told here.
   *
   * @throws io.larder.protocol.error.ServiceException if too much is waiting already
   */
  public void lookUp(Runnable work, Completion completion) {
    blocking.run(work, completion);
  }

  /**
   * Runs {@code work}, which tells {@code completion} its outcome, where it does not hold up
   * others.
   *
   * @throws io.larder.protocol.error.ServiceException if too much is waiting already
   */
  public void offload(Runnable work, Completion completion) {
    bodies.run(work, completion);
  }

  private static @Nullable Response whenDone(
      CompletableFuture<? extends Response> future, Completion completion) {
    future.whenComplete(
        (response, failure) ->
            completion.complete(
                failure == null ? new Answer.Answered(response) : Answer.of(failure)));
    return null;
  }
}
