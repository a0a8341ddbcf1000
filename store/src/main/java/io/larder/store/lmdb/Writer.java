package io.larder.store.lmdb;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.CommitListener;
import io.larder.store.ItemChange;
import io.larder.store.lmdb.binding.LmdbException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the store. It takes all writes that wait, makes them in order, so
 * that each sees what the ones before it did, appends the group to the log with one sync, and only
 * then answers them, the refused ones too, since what refused them may have been part of the group.
 * With each group goes a chunk of its own {@link Chore}s, if one is due.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final Snapshots snapshots;
  private final Journal journal;
  private final Sizes sizes;
  private final Backlog backlog;
  private final List<Chore> chores;
  private final int maxGroupSize;
  private final WriteQueue<Pending<?>> queue;
  private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private final WriterCounters counters = new WriterCounters();
  private final Thread thread;
  private volatile Tables tables;
  private volatile @Nullable String failure;

  Writer(
      Snapshots snapshots,
      Journal journal,
      Sizes sizes,
      Tables tables,
      Backlog backlog,
      List<Chore> chores,
      LmdbOptions options) {
    this.snapshots = snapshots;
    this.journal = journal;
    this.sizes = sizes;
    this.tables = tables;
    this.backlog = backlog;
    this.chores = chores;
    this.maxGroupSize = options.maxGroupSize();
    this.queue = new WriteQueue<>(options.writeQueueCapacity());
    this.thread = new Thread(this::run, "larder-writer");
  }

  void start() {
    journal.start(queue::wakeUp);
    thread.start();
  }

  /** The tables as the last commit left them. */
  Tables tables() {
    return tables;
  }

  void addListener(CommitListener listener) {
    listeners.add(listener);
  }

  WriterCounters counters() {
    return counters;
  }

  Checkpoints checkpoints() {
    return journal.checkpoints();
  }

  int queueSize() {
    return queue.size();
  }

  /** Why no write is possible any more, or null. */
  @Nullable String failure() {
    return failure;
  }

  /** Queues {@code work}; its future completes, on the writer's thread, once it is durable. */
  <R> CompletableFuture<R> submit(Work<R> work) {
    var pending = new Pending<>(work);
    if (!queue.offer(pending)) {
      pending.future.completeExceptionally(refusal());
    }
    return pending.future;
  }

  private ServiceException refusal() {
    if (queue.isClosed()) {
      return new ServiceException(new ServiceError.ServiceUnavailable("The store is closed"));
    }
    counters.refused();
    return new ServiceException(
        new ServiceError.Throttling(
            "Throughput exceeds the current capacity of your table or index."
                + " Please try again shortly: the queue of writes is full."));
  }

  private void run() {
    List<Pending<?>> group = new ArrayList<>();
    boolean choreFailed = false;
    while (!queue.isExhausted()) {
      checkpoint();
      queue.drainTo(group, maxGroupSize);
      // What failed is tried again with the next writes or after a while, not at once and for ever.
      Pending<Boolean> chunk = group.isEmpty() && choreFailed ? null : nextChunk();
      if (chunk != null) {
        group.add(chunk);
      }
      if (group.isEmpty()) {
        queue.await(Math.min(nanosToNextChore(), nanosToNextCheckpoint()));
        choreFailed = false;
      } else {
        commit(group);
        group.clear();
        choreFailed = chunk != null && chunk.future.isCompletedExceptionally();
      }
    }
  }

  private @Nullable Pending<Boolean> nextChunk() {
    if (failure == null && !queue.isClosed()) {
      for (Chore chore : chores) {
        Work<Boolean> chunk = chore.next();
        if (chunk != null) {
          return new Pending<>(chunk);
        }
      }
    }
    return null;
  }

  private long nanosToNextChore() {
    long nanos = Long.MAX_VALUE;
    for (Chore chore : chores) {
      nanos = Math.min(nanos, chore.nanosUntilNext());
    }
    return nanos;
  }

  private void checkpoint() {
    if (failure == null) {
      try {
        checkpoints().step();
      } catch (RuntimeException e) {
        stop(e);
      }
    }
  }

  private long nanosToNextCheckpoint() {
    return failure == null ? checkpoints().nanosUntilNext() : Long.MAX_VALUE;
  }

  private void commit(List<Pending<?>> group) {
    List<Pending<?>> rest = group;
    while (!rest.isEmpty()) {
      List<Pending<?>> done = rest.subList(0, commitSome(rest));
      done.forEach(Pending::complete);
      rest = rest.subList(done.size(), rest.size());
    }
  }

  /** Commits or fails the first writes of a group, and returns how many. */
  private int commitSome(List<Pending<?>> group) {
    try {
      if (failure == null) {
        checkpoints().awaitRoom();
        return attempt(group);
      }
      group.forEach(pending -> pending.fail(internalError()));
    } catch (WriteAheadLog.NotWrittenException e) {
      failAll(group, e, "there is no room for the log");
    } catch (IOException e) {
      failAll(group, e, "the log cannot be written");
      stop(e);
    } catch (LmdbException e) {
      failAll(group, e, "LMDB reports an error");
      if (e.isDamage()) {
        stop(e);
      }
    } catch (RuntimeException e) {
      failAll(group, e, "defect");
    } catch (Error e) {
      failAll(group, e, "the process fails");
      stop(e);
    }
    return group.size();
  }

  /**
   * Nobody knows what the disk holds now of later writes, so none is accepted until a restart has
   * read back what is really there.
   */
  private void stop(Throwable cause) {
    failure = String.valueOf(cause);
    LOG.atError()
        .addKeyValue("reason", failure)
        .log("The store accepts no more writes until it is restarted");
  }

  private void failAll(List<Pending<?>> group, Throwable cause, String reason) {
    counters.failed();
    LOG.atError().setCause(cause).addKeyValue("reason", reason).log("A group of writes failed");
    for (Pending<?> pending : group) {
      pending.fail(internalError());
    }
  }

  private static ServiceException internalError() {
    return new ServiceException(new ServiceError.InternalServer("Internal server error"));
  }

  /** Makes and commits the first writes of a group, as many as the log takes at once. */
  private int attempt(List<Pending<?>> group) throws IOException {
    try (Snapshot committed = snapshots.open()) {
      while (true) {
        WriteGroup writes = journal.begin(committed, tables);
        int made = make(group, writes);
        if (made > 0) {
          if (writes.mutations() > 0) {
            commit(writes, made);
          }
          return made;
        }
      }
    }
  }

  /** Returns how many writes were made or refused; 0 if they must be made again from the start. */
  private int make(List<Pending<?>> group, WriteGroup writes) {
    int made = 0;
    while (made < group.size() && !journal.isFull()) {
      Pending<?> pending = group.get(made);
      int before = writes.mutations();
      boolean intact = pending.make(writes);
      if (!intact && writes.mutations() != before) {
        // A defect that left half a write behind: the group is made again without it.
        pending.exclude();
        return 0;
      }
      made++;
    }
    return made;
  }

  private void commit(WriteGroup writes, int groupSize) throws IOException {
    sizes.write(writes);
    List<ItemChange> changes = writes.changes();
    listeners.forEach(listener -> listener.beforeCommit(changes));
    long start = System.nanoTime();
    boolean committed = false;
    try {
      journal.commit(writes);
      committed = true;
    } finally {
      if (!committed) {
        listeners.forEach(listener -> listener.aborted(changes));
      }
    }
    counters.committed(groupSize, System.nanoTime() - start);
    sizes.publish(writes.sizes());
    tables = writes.tables();
    if (writes.hasChangedBacklog()) {
      backlog.load();
    }
    listeners.forEach(listener -> listener.committed(changes));
    writes.dropped().forEach(table -> listeners.forEach(listener -> listener.tableDropped(table)));
  }

  /** Makes and answers all queued writes, ends the thread, and brings everything to LMDB. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    journal.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A queued write, and its result until the commit. */
  private static final class Pending<R> {
    private final Work<R> work;
    private final CompletableFuture<R> future = new CompletableFuture<>();
    private @Nullable R result;
    private @Nullable RuntimeException refusal;
    private boolean excluded;

    Pending(Work<R> work) {
      this.work = work;
    }

    /** Makes the write; false if it failed. */
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
      } catch (LmdbException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("Defect in a write");
        refusal = internalError();
      }
      return false;
    }

    void exclude() {
      excluded = true;
      refusal = internalError();
    }

    void fail(RuntimeException error) {
      refusal = error;
    }

    void complete() {
      RuntimeException error = refusal;
      R value = result;
      if (error != null) {
        future.completeExceptionally(error);
      } else if (value != null) {
        future.complete(value);
      } else {
        future.completeExceptionally(internalError());
      }
    }
  }
}
