package io.larder.store;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The port to a store of tables: DynamoDB's operations on valid requests, by what they do. The
 * store checks what needs a table (existence, key schema, index) and throws {@link
 * io.larder.protocol.error.ServiceException}, or completes a future with it, in the service's
 * words. Safe for any number of threads.
 */
public interface TableStore extends Directory, AutoCloseable {

  /** What those may rely on who keep copies of what they read. */
  StoreGuarantees guarantees();

  /** Lets {@code observer} hear of all writes from now on; call before the first one. */
  void observe(WriteObserver observer);

  /** Reads items, of a committed state. May block on storage. */
  <R extends Response> R read(Request.Read<R> request);

  /**
   * Reads the whole item that was planned for, consistently; null if there is none. A store plans
   * anew if the table is another than it was.
   *
   * @throws io.larder.protocol.error.ServiceException as {@link #read} does for a GetItemRequest
   */
  default @Nullable Item item(PointPlan plan) {
    return read(plan.request()).item();
  }

  /**
   * Reads the page that was planned for. A store plans anew if the table is another than it was.
   *
   * @throws io.larder.protocol.error.ServiceException as {@link #read} does for the plan's request
   */
  default ItemPage page(PagePlan plan) {
    return switch (plan) {
      case PagePlan.OfQuery query -> read(query.request()).page();
      case PagePlan.OfScan scan -> read(scan.request()).page();
    };
  }

  /**
   * Queues a write, and never blocks. The future completes, on a thread of the store, once the
   * write is durable; where the queue is full it fails at once.
   */
  <R extends Response> CompletableFuture<R> write(Request.Write<R> request);

  /** Looks at tables and what belongs to them. May block on storage. */
  <R extends Response> R describe(Request.Describe<R> request);

  /** Changes tables and what belongs to them, under the rules of {@link #write}. */
  <R extends Response> CompletableFuture<R> change(Request.Change<R> request);

  /**
   * Hands on what only an upstream can do. Never blocks.
   *
   * @return fails with UnknownOperation where there is no upstream
   */
  default CompletableFuture<ForwardedResponse> forward(ForwardedRequest request) {
    return CompletableFuture.failedFuture(
        new ServiceException(new ServiceError.UnknownOperation()));
  }

  /** Completes every queued write, then releases the storage. */
  @Override
  void close();
}
