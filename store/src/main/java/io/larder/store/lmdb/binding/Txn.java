package io.larder.store.lmdb.binding;

/** A transaction: a state of the whole environment, and for a write transaction its changes. */
public final class Txn implements AutoCloseable {
  private final Env env;
  private final Slots slots;
  private final long handle;
  private boolean usable = true;
  private boolean ended;

  Txn(Env env, long handle, Slots slots) {
    this.env = env;
    this.handle = handle;
    this.slots = slots;
  }

  Env env() {
    return env;
  }

  Slots slots() {
    return slots;
  }

  long handle() {
    if (!usable) {
      throw new IllegalStateException("The transaction is over");
    }
    return handle;
  }

  /** The number of the state that a read transaction sees. */
  long number() {
    return Native.txnId(handle());
  }

  /**
   * Makes the changes durable and visible, all or none.
   *
   * @throws LmdbException and then nothing was changed
   */
  public void commit() {
    long committed = handle();
    end();
    Env.check(Native.txnCommit(committed));
  }

  /** Lets go of the state that a read transaction sees, but not of the transaction. */
  public void reset() {
    Native.txnReset(handle());
    usable = false;
  }

  /** Sees the latest state, after {@link #reset}. */
  public void renew() {
    if (usable || ended) {
      throw new IllegalStateException("Only a transaction that was reset can be renewed");
    }
    Env.check(Native.txnRenew(handle));
    usable = true;
  }

  private void end() {
    usable = false;
    ended = true;
    env.giveBack(slots);
  }

  /** Gives up the changes, unless they are committed. */
  @Override
  public void close() {
    if (!ended) {
      end();
      Native.txnAbort(handle);
    }
  }
}
