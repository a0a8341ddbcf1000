package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.engine.log.LogState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Another log, of which a subclass changes something. */
public class ForwardingLog implements WriteAheadLog {
  private final WriteAheadLog log;

  public ForwardingLog(WriteAheadLog log) {
    this.log = log;
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
    log.append();
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
