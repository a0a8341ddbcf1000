package io.larder.security.identity;

import org.jspecify.annotations.Nullable;

/** Keeps the identities. Safe for any number of threads. */
public interface IdentityStore {
  /**
   * The identities as they are now: all changes that this store has made are in it, and those of
   * other servers soon. Never blocks. {@link Identities#NONE} if nobody knows, so that nobody is
   * let in.
   */
  Identities current();

  /**
   * Makes a change, all of it or nothing, and returns once it is durable and {@link #current} has
   * it. Blocks: not for event loops.
   *
   * @return what the change has returned
   * @throws IdentityException if the change throws it; ConcurrentModification, if others change the
   *     same again and again; LimitExceeded, if it touches too much at once; ServiceFailure, if it
   *     cannot be stored
   */
  <R extends @Nullable Object> R change(IdentityChange<R> change);

  /** Keeps them in memory only. */
  static IdentityStore inMemory(Identities identities) {
    return new InMemoryIdentityStore(identities);
  }
}
