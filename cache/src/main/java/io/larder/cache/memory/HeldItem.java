package io.larder.cache.memory;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * All that the heap has of an item that is held: where its record begins, and the hash of its key.
 * The record may be replaced by another one of the same key. Once it is gone it stays so; what is
 * held of the key later is another one. Equal to itself only; by its key it is found with a {@link
 * Lookup}.
 */
public final class HeldItem {
  private static final int GONE = -1;
  private static final AtomicIntegerFieldUpdater<HeldItem> FIRST =
      AtomicIntegerFieldUpdater.newUpdater(HeldItem.class, "first");

  private final int hash;

  /** The first block of the record, or {@link #GONE}. */
  private volatile int first;

  HeldItem(int hash, int first) {
    this.hash = hash;
    this.first = first;
  }

  /** Negative if it is gone. */
  int first() {
    return first;
  }

  public boolean isGone() {
    return first == GONE;
  }

  /** Has its record begin elsewhere; false if it does not begin there any more. */
  boolean move(int from, int to) {
    return FIRST.compareAndSet(this, from, to);
  }

  /** Makes it gone; negative if it was before. */
  int leave() {
    return FIRST.getAndSet(this, GONE);
  }

  /** The hash of its {@link io.larder.store.PrimaryKey}. */
  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }
}
