package io.larder.store.lmdb;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.lmdb.binding.LmdbException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A queued write, and what becomes of it until its group is durable. */
final class PendingWrite<R> {
  private final Work<R> work;
  private final CompletableFuture<R> future = new CompletableFuture<>();
  private @Nullable R result;
  private @Nullable RuntimeException refusal;
  private boolean excluded;

  PendingWrite(Work<R> work) {
    this.work = work;
  }

  /** Completed by {@link #complete}. */
  CompletableFuture<R> future() {
    return future;
  }

  boolean hasFailed() {
    return future.isCompletedExceptionally();
  }

  /**
   * Makes the write, unless it is excluded; false if it is refused, or needs a damaged record.
   *
   * @throws LmdbException if the store cannot be read
   * @throws RuntimeException for a defect
   */
  boolean make(WriteGroup writes) {
    if (excluded) {
      return false;
    }
    refusal = null;
    try {
      result = work.run(writes);
      return true;
    } catch (ServiceException e) {
      refusal = e;
    } catch (DamagedRecordException e) {
      fail();
    }
    return false;
  }

  /** Lets the write be refused whenever it is made again. */
  void exclude() {
    excluded = true;
    fail();
  }

  /** Lets the write be answered as one that failed through no fault of its own. */
  void fail() {
    refusal = internalError();
  }

  static ServiceException internalError() {
    return new ServiceException(new ServiceError.InternalServer("Internal server error"));
  }

  /** Answers the client. */
  void complete() {
    R value = result;
    if (value == null && refusal == null) {
      fail();
    }
    RuntimeException error = refusal;
    if (error != null) {
      future.completeExceptionally(error);
    } else {
      future.complete(value);
    }
  }
}
