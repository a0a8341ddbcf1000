package io.larder.proxy.dispatch;

import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.DescribeEndpointsResponse;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.proxy.auth.Authorizer;
import io.larder.proxy.auth.Principal;
import io.larder.store.TableStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests through authorisation to where they are answered: hits at once on the caller's
 * thread, misses on a thread that may block, writes by the store's own. Never blocks.
 */
public final class Dispatcher {
  private static final long ENDPOINT_CACHE_MINUTES = 1440;

  private final Authorizer authorizer;
  private final ReadCache cache;
  private final TableStore store;
  private final BlockingWork blocking;
  private final LongWork evaluations;
  private final LongWork bodies;

  /**
   * {@code evaluations} is where reads run that evaluate expressions, {@code bodies} where large
   * bodies are read and written.
   */
  public Dispatcher(
      Authorizer authorizer,
      ReadCache cache,
      TableStore store,
      BlockingWork blocking,
      LongWork evaluations,
      LongWork bodies) {
    this.authorizer = authorizer;
    this.cache = cache;
    this.store = store;
    this.blocking = blocking;
    this.evaluations = evaluations;
    this.bodies = bodies;
  }

  /**
   * The answer, if the caches have it; else the request is to be dispatched.
   *
   * @throws io.larder.protocol.error.ServiceException if the request is refused
   */
  public @Nullable Response cached(Principal principal, Request request) {
    authorizer.authorize(principal, request);
    return request instanceof Request.Read read ? cache.cached(read) : null;
  }

  /**
   * The answer, if it is at hand; else null, and {@code completion} is told. To be asked only after
   * {@link #cached}.
   *
   * @param endpoint the address that the client used, for those who ask for it
   * @throws io.larder.protocol.error.ServiceException if the request is refused; then {@code
   *     completion} is not told
   */
  public @Nullable Response dispatch(Request request, String endpoint, Completion completion) {
    return switch (request) {
      case Request.Read read -> read(read, completion);
      case Request.Write write -> whenDone(store.write(write), completion);
      case Request.Control control -> control(control, endpoint, completion);
    };
  }

  private @Nullable Response read(Request.Read request, Completion completion) {
    if (!evaluates(request)) {
      return runBlocking(() -> store.read(request), completion);
    }
    evaluations.run(() -> completion.succeeded(store.read(request)), completion);
    return null;
  }

  /** True if a filter or a projection is applied to more than one item. */
  private static boolean evaluates(Request.Read request) {
    return switch (request) {
      case GetItemRequest _ -> false;
      case QueryRequest query -> evaluates(query.page());
      case ScanRequest scan -> evaluates(scan.page());
      case BatchGetItemRequest batch ->
          batch.requestItems().values().stream().anyMatch(keys -> keys.projection() != null);
      case TransactGetItemsRequest transaction ->
          transaction.items().stream().anyMatch(get -> get.projection() != null);
    };
  }

  private static boolean evaluates(PageRequest page) {
    return page.filter() != null || page.projection() != null;
  }

  private @Nullable Response control(
      Request.Control request, String endpoint, Completion completion) {
    return switch (request) {
      case DescribeEndpointsRequest() ->
          new DescribeEndpointsResponse(endpoint, ENDPOINT_CACHE_MINUTES);
      case DescribeTableRequest describe ->
          runBlocking(() -> store.describeTable(describe), completion);
      case ListTablesRequest list -> runBlocking(() -> store.listTables(list), completion);
      case DescribeLimitsRequest limits ->
          runBlocking(() -> store.describeLimits(limits), completion);
      case ListTagsOfResourceRequest tags ->
          runBlocking(() -> store.listTagsOfResource(tags), completion);
      case DescribeTimeToLiveRequest timeToLive ->
          runBlocking(() -> store.describeTimeToLive(timeToLive), completion);
      case DescribeContinuousBackupsRequest backups ->
          runBlocking(() -> store.describeContinuousBackups(backups), completion);
      case CreateTableRequest create -> whenDone(store.createTable(create), completion);
      case UpdateTableRequest update -> whenDone(store.updateTable(update), completion);
      case DeleteTableRequest delete -> whenDone(store.deleteTable(delete), completion);
      case UpdateTimeToLiveRequest timeToLive ->
          whenDone(store.updateTimeToLive(timeToLive), completion);
      case TagResourceRequest tag -> whenDone(store.tagResource(tag), completion);
      case UntagResourceRequest untag -> whenDone(store.untagResource(untag), completion);
    };
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

  private @Nullable Response runBlocking(Supplier<? extends Response> work, Completion completion) {
    blocking.run(() -> completion.succeeded(work.get()), completion);
    return null;
  }

  private static @Nullable Response whenDone(
      CompletableFuture<? extends Response> future, Completion completion) {
    future.whenComplete(
        (response, failure) -> {
          if (failure == null) {
            completion.succeeded(response);
          } else {
            completion.failed(failure);
          }
        });
    return null;
  }
}
