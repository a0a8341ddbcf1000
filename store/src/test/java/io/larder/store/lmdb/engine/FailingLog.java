package io.larder.store.lmdb.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A log whose disk fails when it is told to. */
public final class FailingLog extends ForwardingLog {
  private final Access access;

  private FailingLog(WriteAheadLog log, Access access) {
    super(log);
    this.access = access;
  }

  /** Through which a test makes the log of a store fail. */
  public static final class Access {
    private volatile @Nullable IOException failure;
    private volatile int largestGroup;

    public FailingLog open(WriteAheadLog log) {
      return new FailingLog(log, this);
    }

    /** Groups fail from now on. */
    public void fail(IOException with) {
      failure = with;
    }

    /** Bytes of the largest group so far. */
    public int largestGroup() {
      return largestGroup;
    }

    /** Groups do not fail any more. */
    public void heal() {
      failure = null;
    }
  }

  @Override
  public void append() throws IOException {
    access.largestGroup = Math.max(access.largestGroup, groupBytes());
    IOException thrown = access.failure;
    if (thrown != null) {
      throw thrown;
    }
    super.append();
  }
}
