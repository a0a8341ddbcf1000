package io.larder.proxy.call;

import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import io.larder.store.WriteObserver;
import io.larder.store.access.TableAccess;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store that a test plays: reads are answered by a function, writes when the test completes them.
 * It has nothing else.
 */
@SuppressWarnings("unchecked") // a test asks for what it has scripted
public final class ScriptedTableStore implements TableStore {
  private final Queue<Written> writes = new ArrayDeque<>();
  private final Queue<Forwarded> forwarded = new ArrayDeque<>();
  private Function<Request.Read<?>, Response> reads = _ -> new GetItemResponse(null, null);

  /** A call that was handed on. */
  public record Forwarded(
      ForwardedRequest request, CompletableFuture<ForwardedResponse> response) {}

  /** The oldest call that was handed on and not taken by this method yet. */
  public Forwarded nextForwarded() {
    return forwarded.remove();
  }

  public void answerReads(Function<Request.Read<?>, Response> answer) {
    reads = answer;
  }

  /** A write, which ends when the test completes it. */
  public record Written(Request.Write<?> request, CompletableFuture<Response> response) {}

  /** The oldest write that was not taken by this method yet. */
  public Written nextWrite() {
    return writes.remove();
  }

  /** The response to the oldest write, which is a put. */
  public CompletableFuture<Response> nextPut() {
    return nextWrite().response();
  }

  public int pendingPuts() {
    return writes.size();
  }

  /** As a cache that knows nothing. */
  public Lookup look(Request.Cacheable<?> request) {
    return (Lookup.Miss) () -> read(request);
  }

  @Override
  public <R extends Response> R read(Request.Read<R> request) {
    return (R) reads.apply(request);
  }

  @Override
  public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    var response = new CompletableFuture<Response>();
    writes.add(new Written(request, response));
    return (CompletableFuture<R>) response;
  }

  @Override
  public <R extends Response> R describe(Request.Describe<R> request) {
    return (R) new DescribeLimitsResponse(1, 2, 3, 4);
  }

  @Override
  public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    throw new UnsupportedOperationException("the test does not play this");
  }

  @Override
  public CompletableFuture<ForwardedResponse> forward(ForwardedRequest request) {
    var response = new CompletableFuture<ForwardedResponse>();
    forwarded.add(new Forwarded(request, response));
    return response;
  }

  @Override
  public @Nullable Table known(String nameOrArn) {
    return null;
  }

  @Override
  public TableAccess access(String nameOrArn) {
    return TableAccess.NONE;
  }

  @Override
  public StoreGuarantees guarantees() {
    throw new UnsupportedOperationException("the test does not play this");
  }

  @Override
  public void observe(WriteObserver observer) {}

  @Override
  public void watch(Consumer<TableEvent> watcher) {}

  @Override
  public void close() {}
}
