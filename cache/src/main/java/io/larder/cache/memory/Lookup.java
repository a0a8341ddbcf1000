package io.larder.cache.memory;

import io.larder.store.PrimaryKey;
import org.jspecify.annotations.Nullable;

/**
 * A key in search of its {@link HeldItem}: as the key of a look in a map it is equal to the one
 * whose record has the same bytes of the key, and to none that is gone. Keeps the copy by which it
 * was found.
 */
public final class Lookup {
  private final ItemMemory memory;
  private final PrimaryKey key;

  /** How much of a record is copied. */
  private final int most;

  private @Nullable HeldRecord found;

  Lookup(ItemMemory memory, PrimaryKey key, int most) {
    this.memory = memory;
    this.key = key;
    this.most = most;
  }

  /** What it was equal to last. */
  public @Nullable HeldRecord found() {
    return found;
  }

  @Override
  @SuppressWarnings("EqualsUnsafeCast") // a map is asked for it, and has only the others
  public boolean equals(Object other) {
    if (!(other instanceof HeldItem held) || held.hashCode() != key.hashCode()) {
      return this == other;
    }
    HeldRecord copy = memory.read(held, most);
    if (copy == null || !copy.isOf(key)) {
      return false;
    }
    found = copy;
    return true;
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
