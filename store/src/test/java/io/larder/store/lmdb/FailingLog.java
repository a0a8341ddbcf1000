package io.larder.store.lmdb;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A log whose disk fails when it is told to. */
final class FailingLog implements WriteAheadLog {
  private final WriteAheadLog log;
  private final Access access;

  private FailingLog(WriteAheadLog log, Access access) {
    this.log = log;
    this.access = access;
  }

  /** Through which a test makes the log of a store fail. */
  static final class Access {
    private volatile @Nullable IOException failure;
    private volatile int largestGroup;

    FailingLog open(WriteAheadLog log) {
      return new FailingLog(log, this);
    }

    /** Groups fail from now on. */
    void fail(IOException with) {
      failure = with;
    }

    /** Bytes of the largest group so far. */
    int largestGroup() {
      return largestGroup;
    }

    /** Groups do not fail any more. */
    void heal() {
      failure = null;
    }
  }

  @Override
  public void add(Database database, byte[] key, byte @Nullable [] value) {
    log.add(database, key, value);
  }

  @Override
  public void discard() {
    log.discard();
  }

  @Override
  public int groupBytes() {
    return log.groupBytes();
  }

  @Override
  public void append() throws IOException {
    access.largestGroup = Math.max(access.largestGroup, log.groupBytes());
    IOException thrown = access.failure;
    if (thrown != null) {
      throw thrown;
    }
    log.append();
  }

  @Override
  public long sequence() {
    return log.sequence();
  }

  @Override
  public long bytes() {
    return log.bytes();
  }

  @Override
  public LogState beginFile() throws IOException {
    return log.beginFile();
  }

  @Override
  public LogState closed() {
    return log.closed();
  }

  @Override
  public void delete() throws IOException {
    log.delete();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
