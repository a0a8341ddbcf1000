package io.larder.store.lmdb.writer;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.lmdb.engine.Journal;
import io.larder.store.trace.RequestTrace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes the store, or whoever calls {@link #step} in its place. It takes all
 * writes that wait and has them made and committed as a group. With each group goes a chunk of its
 * own {@link Chore}s, if one is due.
 */
public final class Writer implements AutoCloseable {
  private static final int MAX_UNFINISHED = 64;

  private final Journal journal;
  private final GroupCommit commits;
  private final List<Chore> chores;
  private final int maxGroupSize;
  private final WriteQueue<PendingWrite<?>> queue;
  private final Thread thread;

  /**
   * Writes that take long, in the order in which they are gone on with. Only the first is begun.
   */
  private final Queue<PendingWrite<?>> unfinished = new ArrayDeque<>();

  private int lastChore;
  private boolean choreFailed;

  public Writer(Journal journal, GroupCommit commits, List<Chore> chores, WriterOptions options) {
    this.journal = journal;
    this.commits = commits;
    this.chores = chores;
    this.maxGroupSize = options.maxGroupSize();
    this.queue = new WriteQueue<>(options.queueCapacity());
    this.thread = new Thread(this::run, "larder-writer");
  }

  /** Begins with what an earlier process has left; to be called once, before anything else. */
  public void begin() {
    journal.start(queue::wakeUp);
  }

  /** Lets a thread do all that is due from now on. */
  public void start() {
    thread.start();
  }

  public int queueSize() {
    return queue.size();
  }

  /** Queues {@code work}; its future completes, on the writer's thread, once it is durable. */
  public <R> CompletableFuture<R> submit(Work<R> work) {
    RequestTrace trace = RequestTrace.current();
    var pending = new PendingWrite<>(work, trace == null ? null : trace.waiting());
    return queue.offer(pending) ? pending.future() : CompletableFuture.failedFuture(refusal());
  }

  private ServiceException refusal() {
    if (queue.isClosed()) {
      return new ServiceException(new ServiceError.ServiceUnavailable("The store is closed"));
    }
    return fullQueue();
  }

  private ServiceException fullQueue() {
    commits.counters().refused();
    return new ServiceException(
        new ServiceError.Throttling(
            "Throughput exceeds the current capacity of your table or index."
                + " Please try again shortly: the queue of writes is full."));
  }

  private void run() {
    while (!isDone()) {
      if (!step()) {
        queue.await(nanosToNextStep());
        choreFailed = false;
      }
    }
  }

  private boolean isDone() {
    return queue.isExhausted() && unfinished.isEmpty();
  }

  /** Does what is due now, as one group; false if nothing was. Only for one thread at a time. */
  public boolean step() {
    List<PendingWrite<?>> group = new ArrayList<>();
    try {
      checkpoint();
      boolean isGoneOn = goOn();
      queue.drainTo(group, maxGroupSize);
      // What failed is tried again with the next writes or after a while, not at once and for ever.
      PendingWrite<Boolean> chunk = group.isEmpty() && choreFailed ? null : nextChunk();
      if (chunk != null) {
        group.add(chunk);
      }
      commits.commit(group, unfinished.isEmpty());
      postpone(group);
      choreFailed = chunk != null && chunk.hasFailed();
      return isGoneOn || !group.isEmpty();
    } catch (RuntimeException | Error e) {
      // The thread goes on, so that every write gets its answer.
      commits.stop(e);
      group.addAll(unfinished);
      unfinished.clear();
      group.forEach(PendingWrite::fail);
      group.forEach(PendingWrite::complete);
      return !group.isEmpty();
    }
  }

  /** Gives a write that takes long another turn; false if there is none. */
  private boolean goOn() {
    PendingWrite<?> first = unfinished.peek();
    if (first == null) {
      return false;
    }
    commits.commit(List.of(first), true);
    if (!first.isUnfinished()) {
      unfinished.remove();
    }
    return true;
  }

  private void postpone(List<PendingWrite<?>> group) {
    for (PendingWrite<?> write : group) {
      if (write.isUnfinished()) {
        if (unfinished.size() == MAX_UNFINISHED) {
          write.refuse(fullQueue());
          write.complete();
        } else {
          if (!unfinished.isEmpty()) {
            write.forget();
          }
          unfinished.add(write);
        }
      }
    }
  }

  private @Nullable PendingWrite<Boolean> nextChunk() {
    if (isWritable() && !queue.isClosed()) {
      for (int others = 0; others < chores.size(); others++) {
        // In turns, so that none that is always due keeps the others from going on.
        lastChore = (lastChore + 1) % chores.size();
        Work<Boolean> chunk = chores.get(lastChore).next();
        if (chunk != null) {
          return new PendingWrite<>(chunk, null);
        }
      }
    }
    return null;
  }

  private void checkpoint() {
    if (isWritable()) {
      journal.checkpoints().step();
    }
  }

  /** A store that can no longer be written has nothing to do but to refuse writes. */
  private long nanosToNextStep() {
    long nanos = Long.MAX_VALUE;
    if (isWritable()) {
      nanos = journal.checkpoints().nanosUntilNext();
      for (Chore chore : chores) {
        nanos = Math.min(nanos, chore.nanosUntilNext());
      }
    }
    return nanos;
  }

  private boolean isWritable() {
    return commits.failure() == null;
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
    while (!isDone()) {
      step();
    }
    journal.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
