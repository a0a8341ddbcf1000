package io.larder.cache.reads;

import io.larder.cache.policy.Consistency;
import io.larder.store.StoreGuarantees;

/**
 * How reads are made that miss.
 *
 * @param keepsConsistent true if what the caches have is as good as a consistent read; otherwise
 *     reads that must be consistent go to the store as they came, and nothing is kept of them
 * @param fillsConsistently true if what is kept is read consistently, where that can be; otherwise
 *     as the store likes, or as it is asked for
 * @param asksConsistently true if the store must be asked for that, because else it does not
 */
public record ReadRules(
    boolean keepsConsistent, boolean fillsConsistently, boolean asksConsistently) {
  public static ReadRules of(StoreGuarantees guarantees, Consistency consistency) {
    boolean isExact = guarantees.readLag().isZero() && consistency == Consistency.COHERENT;
    return new ReadRules(
        guarantees.announcesAllWrites() && isExact,
        isExact,
        isExact && !guarantees.readsConsistently());
  }

  /** True of a read that must see what others wrote meanwhile, of which nobody heard here. */
  boolean isForStore(boolean consistentRead) {
    return consistentRead && !keepsConsistent;
  }
}
