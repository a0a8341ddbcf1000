package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.engine.sealed.KeyRing;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Hands out {@link Snapshot}s to any number of threads, as many at once as LMDB has reader slots;
 * further ones wait. Read transactions are reset and renewed, not made anew.
 */
public final class Snapshots implements AutoCloseable {
  /** The store was closed. */
  public static final class ClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }

  private final Environment environment;
  private final Memtables memtables;
  private final KeyRing keys;
  private final int limit;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Snapshot> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** {@code keys} are those with which the records are sealed. */
  public Snapshots(Environment environment, Memtables memtables, KeyRing keys, int limit) {
    this.environment = environment;
    this.memtables = memtables;
    this.keys = keys;
    this.limit = limit;
    this.permits = new Semaphore(limit);
  }

  /**
   * The latest committed state. To be closed soon: as long as it is open, no page it sees is
   * reused.
   *
   * @throws ClosedException after {@link #close}
   */
  public Snapshot open() {
    permits.acquireUninterruptibly();
    boolean opened = false;
    try {
      if (closed) {
        throw new ClosedException();
      }
      Snapshot snapshot = idle.pollFirst();
      if (snapshot == null) {
        snapshot = new Snapshot(environment, memtables, this, keys);
      } else {
        snapshot.renew();
      }
      opened = true;
      return snapshot;
    } finally {
      if (!opened) {
        permits.release();
      }
    }
  }

  void giveBack(Snapshot snapshot) {
    snapshot.reset();
    idle.addFirst(snapshot);
    permits.release();
  }

  public int openCount() {
    return limit - permits.availablePermits();
  }

  /** Waits for the open snapshots; later calls of {@link #open} fail. */
  @Override
  public void close() {
    permits.acquireUninterruptibly(limit);
    closed = true;
    Snapshot snapshot;
    while ((snapshot = idle.pollFirst()) != null) {
      snapshot.release();
    }
    permits.release(limit);
  }
}
