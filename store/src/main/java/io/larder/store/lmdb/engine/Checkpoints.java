package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.engine.log.LogState;
import io.larder.store.logging.RareLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Decides when what the memtable holds goes to LMDB, which a thread of its own does while the
 * writer goes on. At most one checkpoint is under way. Belongs to the writer's thread.
 */
public final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long NEVER = Long.MAX_VALUE;
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  /** So much more may be logged while a checkpoint is under way before the writer waits for it. */
  private static final int MAX_FILES = 4;

  private final Environment environment;
  private final Memtables memtables;
  private final WriteAheadLog log;
  private final CheckpointWriter writer;
  private final Policy policy;
  private final Ticker ticker;
  private final RareLine failures;
  private final ExecutorService thread;
  private Runnable wakeUp = () -> {};
  private @Nullable Running running;
  private long due = NEVER;
  private long retry = NEVER;
  private volatile long completed;
  private volatile long failed;

  /**
   * When a checkpoint begins.
   *
   * @param logBytes once so much was logged since the last
   * @param age once its oldest record has waited so long
   */
  public record Policy(long logBytes, Duration age) {
    private static final long MAX_BYTES = 32L << 20;
    private static final int HEAP_PARTS = 16;

    /** Few enough bytes for a small heap. */
    static Policy ofHeap() {
      long bytes = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS);
      return new Policy(bytes, Duration.ofSeconds(1));
    }

    /** The most that waits in memory for a checkpoint, in bytes of log. */
    public long mostBytes() {
      return logBytes > Long.MAX_VALUE / MAX_FILES ? Long.MAX_VALUE : MAX_FILES * logBytes;
    }
  }

  /** So much waits for a checkpoint, which fails, that no more may be added. */
  public static final class NoRoomException extends Exception {
    private static final long serialVersionUID = 1L;

    NoRoomException(LmdbException cause) {
      super("LMDB has no room for what was logged: " + cause.getMessage(), cause);
    }
  }

  /**
   * A checkpoint that is under way, or that failed and is tried again.
   *
   * @param isRecovery true if it is of what an earlier process has logged
   */
  private record Running(
      Memtable records, LogState state, boolean isRecovery, CompletableFuture<Void> end) {}

  Checkpoints(
      Environment environment,
      Memtables memtables,
      WriteAheadLog log,
      CheckpointWriter writer,
      EngineParts parts) {
    this.environment = environment;
    this.memtables = memtables;
    this.log = log;
    this.writer = writer;
    this.policy = parts.checkpoints();
    this.ticker = parts.ticker();
    this.thread = parts.checkpointThread().get();
    this.failures = new RareLine(ticker::nanos);
  }

  static ExecutorService newThread() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().name("larder-checkpoint").factory());
  }

  /**
   * Begins with what was recovered from the log, if anything.
   *
   * @param whenEnded called by another thread when {@link #step} has something to do
   */
  void start(Runnable whenEnded) {
    wakeUp = whenEnded;
    if (!memtables.state().records().isEmpty()) {
      start(memtables.beginCheckpoint(), log.closed(), true);
    }
  }

  /** To be called after each commit. */
  void committed() {
    if (due == NEVER) {
      due = ticker.nanos() + policy.age.toNanos();
    }
  }

  /** Checkpoints that LMDB has; may be called by any thread. */
  public long completed() {
    return completed;
  }

  /** Attempts that failed; may be called by any thread. */
  public long failed() {
    return failed;
  }

  public long nanosUntilNext() {
    if (running == null) {
      return nanosUntil(due);
    }
    return running.end.isDone() ? nanosUntil(retry) : Long.MAX_VALUE;
  }

  private long nanosUntil(long time) {
    return time == NEVER ? Long.MAX_VALUE : time - ticker.nanos();
  }

  /**
   * Ends, begins or repeats a checkpoint if it is time.
   *
   * @throws LmdbException if one failed in a way after which none can succeed
   * @throws UncheckedIOException if nobody knows what the disk holds now of the log
   */
  public void step() {
    if (running != null) {
      if (running.end.isDone()) {
        end(running);
      }
    } else if (due != NEVER && (log.bytes() >= policy.logBytes || nanosUntil(due) <= 0)) {
      begin();
    }
  }

  private void begin() {
    due = NEVER;
    LogState state;
    try {
      state = log.beginFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(memtables.beginCheckpoint(), state, false);
  }

  private void start(Memtable records, LogState state, boolean isRecovery) {
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(() -> writer.write(records, state), thread);
    running = new Running(records, state, isRecovery, end);
    retry = NEVER;
    end.whenComplete((_, _) -> wakeUp.run());
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes
  private void end(Running ended) {
    LmdbException failure = failure(ended);
    if (failure == null) {
      running = null;
      memtables.endCheckpoint();
      completed++;
    } else if (retry == NEVER) {
      failed++;
      if (StorageErrors.isFatal(failure, environment.isDiskFull())) {
        throw failure;
      }
      failures.log(line(failure), "A checkpoint failed and will be tried again");
      retry = ticker.nanos() + RETRY_NANOS;
    } else if (nanosUntil(retry) <= 0) {
      start(ended.records, ended.state, ended.isRecovery);
    }
  }

  private LoggingEventBuilder line(LmdbException failure) {
    String reason = StorageErrors.lackOfRoom(failure, environment.isDiskFull());
    return reason == null
        ? LOG.atError().setCause(failure)
        : LOG.atError().addKeyValue("reason", reason);
  }

  /** Waits for the end; null if it was a good one. */
  private static @Nullable LmdbException failure(Running ended) {
    try {
      ended.end.join();
      return null;
    } catch (CompletionException e) {
      if (e.getCause() instanceof LmdbException cause) {
        return cause;
      }
      throw e;
    }
  }

  /**
   * True if no group may be made before the checkpoint that is under way has ended: too much waits
   * for it, or the log that has its records is of an earlier process, and must stay until then.
   */
  boolean isFarBehind() {
    return running != null && (running.isRecovery || log.bytes() >= policy.mostBytes());
  }

  /**
   * Waits for the checkpoint that is under way, if it is far behind the writer.
   *
   * @throws NoRoomException if it failed, so that there is no room for more
   * @throws LmdbException if it failed in a way after which none can succeed
   */
  public void awaitRoom() throws NoRoomException {
    if (running != null && isFarBehind()) {
      LmdbException failure = failure(running);
      end(running);
      if (failure != null) {
        throw new NoRoomException(failure);
      }
    }
  }

  /** Ends the thread; what is not in LMDB yet does not go there. */
  void abandon() {
    thread.close();
  }

  /** Brings everything to LMDB, as far as it can be written, and ends the thread. */
  @Override
  public void close() {
    thread.close();
    try {
      if (running != null) {
        LmdbException failure = failure(running);
        if (failure == null) {
          memtables.endCheckpoint();
        } else if (StorageErrors.isFatal(failure, environment.isDiskFull())) {
          // A second attempt could seem to succeed although the disk has lost the first.
          throw failure;
        }
      }
      writer.write(memtables.state().records(), log.closed());
      log.delete();
    } catch (RuntimeException | IOException e) {
      LOG.atError().setCause(e).log("The last checkpoint failed; the log has what it would hold");
    }
  }
}
