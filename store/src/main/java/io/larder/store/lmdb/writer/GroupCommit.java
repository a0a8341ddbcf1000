package io.larder.store.lmdb.writer;

import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.engine.Checkpoints;
import io.larder.store.lmdb.engine.Journal;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.engine.WriteAheadLog;
import io.larder.store.lmdb.engine.sealed.KeyTakenException;
import io.larder.store.logging.RareLine;
import io.larder.store.observers.TableWatchers;
import io.larder.store.observers.WriteObservers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Makes writes in order, so that each sees what the ones before it did, in groups that become
 * durable at once. Only then are they answered, the refused ones too, since what refused them may
 * have been part of the group. Belongs to the writer's thread.
 */
public final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** So long after the first write of a group was begun no more are added. */
  private static final long MAX_NANOS = Duration.ofMillis(20).toNanos();

  private final Snapshots snapshots;
  private final Journal journal;
  private final Sizes sizes;
  private final StreamTail tail;
  private final OpenJobs openJobs;
  private final WriteObservers observers;
  private final TableWatchers watchers;
  private final TableEvents tableEvents;
  private final WriterCounters counters = new WriterCounters();
  private final Ticker ticker;
  private final RareLine failedGroups;
  private final RareLine failedWrites;
  private boolean mayBeginLong;
  private volatile Tables tables;
  private volatile @Nullable String failure;

  public GroupCommit(
      Snapshots snapshots,
      Journal journal,
      Sizes sizes,
      StreamTail tail,
      Tables tables,
      OpenJobs openJobs,
      Ticker ticker) {
    this.snapshots = snapshots;
    this.journal = journal;
    this.sizes = sizes;
    this.tail = tail;
    this.tables = tables;
    this.openJobs = openJobs;
    this.observers = new WriteObservers(WriteObservers.PATIENCE, ticker::nanos);
    this.watchers = new TableWatchers(ticker::nanos);
    this.tableEvents = new TableEvents(watchers);
    this.ticker = ticker;
    this.failedGroups = new RareLine(ticker::nanos);
    this.failedWrites = new RareLine(ticker::nanos);
  }

  /** The tables as the last commit left them; for any thread. */
  public Tables tables() {
    return tables;
  }

  /** For any thread. */
  public WriteObservers observers() {
    return observers;
  }

  /** For any thread. */
  public TableWatchers watchers() {
    return watchers;
  }

  /** For any thread. */
  public WriterCounters counters() {
    return counters;
  }

  /** Why no write is possible any more, or null; for any thread. */
  public @Nullable String failure() {
    return failure;
  }

  /**
   * Nobody knows what the disk holds now of later writes, or memory no longer says what it holds,
   * so none is accepted until a restart has read back what is really there.
   */
  void stop(Throwable cause) {
    failure = String.valueOf(cause);
    LOG.atError()
        .setCause(cause)
        .addKeyValue("reason", failure)
        .log("The store accepts no more writes until it is restarted");
  }

  /**
   * Commits or fails the writes, and answers them, except those that are left unfinished.
   *
   * @param mayBegin false if none may be begun that may take long; of several only one takes its
   *     time
   */
  void commit(List<PendingWrite<?>> writes, boolean mayBegin) {
    mayBeginLong = mayBegin;
    List<PendingWrite<?>> rest = writes;
    while (!rest.isEmpty()) {
      List<PendingWrite<?>> done = rest.subList(0, commitSome(rest));
      done.forEach(PendingWrite::complete);
      rest = rest.subList(done.size(), rest.size());
    }
  }

  /** Commits or fails the first writes, and returns how many. */
  private int commitSome(List<PendingWrite<?>> writes) {
    try {
      if (failure == null) {
        journal.checkpoints().awaitRoom();
        return attempt(writes);
      }
      writes.forEach(PendingWrite::fail);
    } catch (WriteAheadLog.NotWrittenException | Checkpoints.NoRoomException e) {
      failAll(writes, LOG.atError().addKeyValue("reason", e.getMessage()));
    } catch (IOException | Error e) {
      stop(e);
      failAll(writes, LOG.atError().addKeyValue("reason", e));
    } catch (LmdbException e) {
      if (e.isDamage()) {
        stop(e);
      }
      failAll(writes, LOG.atError().setCause(e));
    } catch (RuntimeException e) {
      failAll(writes, LOG.atError().setCause(e));
    }
    return writes.size();
  }

  private void failAll(List<PendingWrite<?>> writes, LoggingEventBuilder line) {
    counters.failed();
    failedGroups.log(line, "A group of writes failed");
    writes.forEach(PendingWrite::fail);
  }

  /** Makes and commits the first writes, as many as the log takes at once. */
  private int attempt(List<PendingWrite<?>> writes) throws IOException {
    try (Snapshot committed = snapshots.open()) {
      while (true) {
        var group = new WriteGroup(journal.begin(committed), tables, tail);
        int made = make(writes, group);
        if (made > 0 && isComplete(group)) {
          if (group.mutations() > 0) {
            commit(group, made);
          }
          return made;
        }
      }
    }
  }

  /** False if the group is to be made again: the key of a table was taken after its writes. */
  private static boolean isComplete(WriteGroup group) {
    try {
      group.streams().flush();
      return true;
    } catch (KeyTakenException e) {
      return false;
    }
  }

  /** Returns how many writes were made or refused; 0 if they must be made again from the start. */
  private int make(List<PendingWrite<?>> writes, WriteGroup group) {
    int made = 0;
    long start = ticker.nanos();
    while (made < writes.size() && !isFull(made, start)) {
      PendingWrite<?> pending = writes.get(made);
      int before = group.mutations();
      boolean intact = make(pending, group);
      mayBeginLong &= !pending.isUnfinished();
      if (!intact && group.mutations() != before) {
        // A defect that left half a write behind: the group is made again without it.
        pending.exclude();
        return 0;
      }
      made++;
    }
    return made;
  }

  /** True if the writes that were made should not wait for more. */
  private boolean isFull(int made, long start) {
    return journal.isFull() || (made > 0 && ticker.nanos() - start >= MAX_NANOS);
  }

  private boolean make(PendingWrite<?> pending, WriteGroup group) {
    try {
      return pending.make(group, mayBeginLong);
    } catch (LmdbException e) {
      throw e;
    } catch (RuntimeException e) {
      failedWrites.log(LOG.atError().setCause(e), "A write failed");
      pending.fail();
      return false;
    }
  }

  private void commit(WriteGroup group, int writes) throws IOException {
    sizes.write(group);
    WriteObservers.Scopes scopes = observers.begin(group.changes());
    long start = ticker.nanos();
    makeDurable(group, scopes);
    long nanos = ticker.nanos() - start;
    // First of all: caches that never hear of a commit would answer what was before it.
    scopes.committed(group.changes());
    counters.committed(writes, nanos);
    publish(group);
  }

  private void makeDurable(WriteGroup group, WriteObservers.Scopes scopes) throws IOException {
    try {
      journal.commit(group.records());
    } catch (WriteAheadLog.NotWrittenException e) {
      scopes.aborted();
      throw e;
    } catch (IOException | Error e) {
      scopes.unknown();
      throw e;
    } catch (RuntimeException e) {
      // The log may have the group although the memtable has not.
      stop(e);
      scopes.unknown();
      throw e;
    }
  }

  private void publish(WriteGroup group) {
    try {
      Tables before = tables;
      tail.committed(group.streams());
      tables = group.tables();
      sizes.publish(group.sizes());
      openJobs.add(group.jobs());
      tableEvents.changed(before, tables);
    } catch (RuntimeException | Error e) {
      // The group is durable and will be answered so.
      stop(e);
    }
  }
}
