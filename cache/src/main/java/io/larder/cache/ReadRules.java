package io.larder.cache;

import io.larder.store.StoreGuarantees;

/**
 * How reads are made that miss.
 *
 * @param keepsConsistent true if what the caches have is as good as a consistent read; otherwise
 *     reads that must be consistent go to the store as they came, and nothing is kept of them
 * @param fillsConsistently true if what is kept is read consistently, where that can be; otherwise
 *     as the store likes, or as it is asked for
 */
record ReadRules(boolean keepsConsistent, boolean fillsConsistently) {
  static ReadRules of(StoreGuarantees guarantees, Consistency consistency) {
    boolean isExact = guarantees.readLag().isZero() && consistency == Consistency.COHERENT;
    return new ReadRules(guarantees.announcesAllWrites() && isExact, isExact);
  }

  /** True of a read that must see what others wrote meanwhile, of which nobody heard here. */
  boolean isForStore(boolean consistentRead) {
    return consistentRead && !keepsConsistent;
  }
}
