package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.larder.cache.memory.HeldItem;
import io.larder.cache.memory.ItemMemory;
import io.larder.cache.memory.Lookup;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of the item cache that is bounded for itself. Each held item is its own key; whoever puts
 * one has seen to it that there is none of the same primary key.
 */
final class ItemPart {
  /** What Caffeine, its map and the {@link HeldItem} take of the heap for each, in bytes. */
  static final int OVERHEAD = 96;

  /** An item that takes more than this part of it is not admitted. */
  private static final int LARGEST = 8;

  // Its keys are asked for by lookups.
  private final Cache<Object, HeldItem> cache;

  /**
   * @param evicted is told of each item that leaves for want of room, before it can be given back
   */
  ItemPart(long maximumBytes, ItemMemory memory, Consumer<HeldItem> evicted) {
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(maximumBytes)
            .weigher((Object _, HeldItem held) -> (int) weight(memory.bytes(held)))
            // Upkeep is short and amortised; a hand-over to a pool would cost more than it.
            .executor(Runnable::run)
            .evictionListener(
                (@Nullable Object _, @Nullable HeldItem held, RemovalCause _) -> {
                  if (held != null) {
                    evicted.accept(held);
                  }
                })
            .build();
  }

  /** What an item weighs that takes so much of the memory. */
  static long weight(long bytes) {
    return bytes + OVERHEAD;
  }

  private Policy.Eviction<Object, HeldItem> bound() {
    return cache.policy().eviction().orElseThrow();
  }

  boolean admits(long weight) {
    return weight <= maximum() / LARGEST;
  }

  long maximum() {
    return bound().getMaximum();
  }

  void setMaximum(long maximumBytes) {
    if (maximum() != maximumBytes) {
      bound().setMaximum(maximumBytes);
    }
  }

  @Nullable HeldItem find(Lookup lookup) {
    return cache.getIfPresent(lookup);
  }

  /** The same without counting it as a use. */
  @Nullable HeldItem peek(Lookup lookup) {
    return cache.policy().getIfPresentQuietly(lookup);
  }

  void put(HeldItem held) {
    cache.put(held, held);
  }

  @Nullable HeldItem remove(Lookup lookup) {
    return cache.asMap().remove(lookup);
  }

  /** True if it was there. */
  boolean remove(HeldItem held) {
    return cache.asMap().remove(held, held);
  }

  /** Removes what is too much now, instead of some time later. */
  void cleanUp() {
    cache.cleanUp();
  }

  Collection<HeldItem> all() {
    return cache.asMap().values();
  }

  /** Those that are likeliest to be asked for, {@code most} at most. */
  Collection<HeldItem> hottest(int most) {
    return bound().hottest(most).values();
  }

  long entries() {
    return cache.estimatedSize();
  }

  long bytes() {
    return bound().weightedSize().orElse(0);
  }
}
