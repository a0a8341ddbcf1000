package io.larder.security.identity;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Identities that are gone with the process. */
final class InMemoryIdentityStore implements IdentityStore {
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Identities identities;

  InMemoryIdentityStore(Identities identities) {
    this.identities = identities;
  }

  @Override
  public Identities current() {
    return identities;
  }

  @Override
  public <R extends @Nullable Object> R change(IdentityChange<R> change) {
    changing.lock();
    try {
      var edit = new IdentityEdit(identities);
      R result = change.apply(edit);
      if (!edit.changes().isEmpty()) {
        identities = edit.changed();
      }
      return result;
    } finally {
      changing.unlock();
    }
  }
}
