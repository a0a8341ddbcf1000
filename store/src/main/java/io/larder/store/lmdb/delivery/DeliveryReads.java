package io.larder.store.lmdb.delivery;

import io.larder.store.lmdb.changes.BlockReads;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.engine.sealed.TableKey;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/** Reads what is to be delivered: from memory while that is fresh, else from the store. */
public final class DeliveryReads {
  private final BlockReads blocks;
  private final StreamTail tail;
  private final KeyRing keys;

  /** Deliveries take one of the store's readers at most: clients wait for these. */
  private final ReentrantLock one = new ReentrantLock();

  public DeliveryReads(Snapshots snapshots, StreamTail tail, KeyRing keys) {
    this.blocks = new BlockReads(snapshots, tail);
    this.tail = tail;
    this.keys = keys;
  }

  /** Lets somebody be told of which deliveries there is more to read. */
  void tell(IntConsumer told) {
    tail.tell(told);
  }

  /** Lets nothing be read any more of a delivery that is gone. */
  void forget(int id) {
    keys.remove(id);
  }

  /** What comes next from that number on. */
  ChangePage read(Delivery delivery, long from, long horizon) {
    TableKey key = keys.of(delivery.id());
    if (key != null) {
      // Blocks in memory are not sealed.
      key.requireGiven();
    }
    // Looked at before what is there: what comes later is behind it.
    long end = tail.end();
    ChangePage page;
    one.lock();
    try {
      page = blocks.read(delivery.at(from), () -> new ChangePage(delivery, from, horizon));
    } finally {
      one.unlock();
    }
    if (!page.isFull()) {
      page.reaches(end - 1);
    }
    return page;
  }
}
