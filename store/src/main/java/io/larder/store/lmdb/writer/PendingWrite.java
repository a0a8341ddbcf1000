package io.larder.store.lmdb.writer;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.sealed.KeyTakenException;
import io.larder.store.trace.RequestTrace.CommitWait;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A queued write, and what becomes of it until its group is durable. */
public final class PendingWrite<R> {
  private final Work<R> work;
  private final @Nullable CommitWait wait;
  private final CompletableFuture<R> future = new CompletableFuture<>();
  private @Nullable R result;
  private @Nullable RuntimeException refusal;
  private boolean excluded;
  private boolean unfinished;

  /** A write of which {@code wait} is told how long it waits, if that is of interest. */
  PendingWrite(Work<R> work, @Nullable CommitWait wait) {
    this.work = work;
    this.wait = wait;
  }

  /** Completed by {@link #complete}. */
  CompletableFuture<R> future() {
    return future;
  }

  /** True if it is to be made once more, because it takes long. */
  boolean isUnfinished() {
    return unfinished;
  }

  /** Lets go of what is known of an unfinished write. */
  void forget() {
    work.forget();
  }

  boolean hasFailed() {
    return future.isCompletedExceptionally();
  }

  /**
   * Makes the write, unless it is excluded; false if it is refused, needs a damaged record, or is
   * unfinished.
   *
   * @param mayBegin false if what may take long is left unfinished at once
   * @throws LmdbException if the store cannot be read
   * @throws RuntimeException for a defect
   */
  boolean make(WriteGroup writes, boolean mayBegin) {
    if (excluded) {
      return false;
    }
    if (wait != null) {
      wait.taken();
    }
    if (!mayBegin && work.mayTakeLong()) {
      unfinished = true;
      return false;
    }
    refusal = null;
    unfinished = false;
    try {
      result = work.run(writes);
      return true;
    } catch (UnfinishedException e) {
      unfinished = true;
    } catch (ServiceException e) {
      refusal = e;
    } catch (DamagedRecordException e) {
      fail();
    } catch (KeyTakenException e) {
      refusal = Tables.keyTaken();
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
    refuse(internalError());
  }

  /** Lets the write be answered by {@code reason}. */
  void refuse(ServiceException reason) {
    unfinished = false;
    refusal = reason;
  }

  public static ServiceException internalError() {
    return new ServiceException(new ServiceError.InternalServer("Internal server error"));
  }

  /** Answers the client, unless the write is unfinished. */
  void complete() {
    if (unfinished) {
      return;
    }
    if (wait != null) {
      wait.ended();
    }
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
