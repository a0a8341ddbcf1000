package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import io.larder.store.lmdb.engine.log.GroupFormat;
import io.larder.store.lmdb.engine.log.LogFile;
import io.larder.store.lmdb.engine.log.LogSession;
import io.larder.store.lmdb.engine.log.LogState;
import io.larder.store.lmdb.engine.log.LogSurvey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log in files: a {@link LogSession}, begun with the first group. While a
 * checkpoint writes to LMDB what one file holds, the groups of the meantime go to the other.
 */
final class FileWriteAheadLog implements WriteAheadLog {
  private static final int MIN_BUFFER = 1 << 16;
  private static final int KEPT_BUFFER = 16 << 20;

  private final Environment environment;
  private final CheckpointWriter lmdb;
  private final UUID store;
  private final EngineParts parts;
  private final long recoveredSession;
  private @Nullable LogSession session;
  private ByteBuffer group = ByteBuffer.allocateDirect(MIN_BUFFER);
  private long sequence;

  private FileWriteAheadLog(
      Environment environment,
      CheckpointWriter lmdb,
      UUID store,
      LogState recovered,
      EngineParts parts) {
    this.environment = environment;
    this.lmdb = lmdb;
    this.store = store;
    this.parts = parts;
    this.recoveredSession = recovered.session();
    this.sequence = recovered.sequence();
    discard();
  }

  /**
   * Brings what only the log of earlier sessions has to LMDB. That for which there is no room goes
   * to the memtables, and must be in LMDB before a group is appended.
   *
   * @throws DamagedStoreException if anything that was acknowledged is missing
   */
  static FileWriteAheadLog recover(
      Environment environment, CheckpointWriter lmdb, Memtables memtables, EngineParts parts) {
    UUID store = StoredRandom.identity(environment, parts.random());
    try (var survey = LogSurvey.of(parts.disk(), environment.directory(), store, lmdb.written())) {
      survey.requireWhole();
      var recovery = new LogRecovery(environment, lmdb, parts.checkpoints().mostBytes());
      LogState recovered = recovery.run(survey);
      memtables.commit(recovery.rest(), null);
      return new FileWriteAheadLog(environment, lmdb, store, recovered, parts);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the store in " + environment.directory(), e);
    } catch (LmdbException e) {
      throw new IllegalStateException(
          "Cannot bring what the log has to "
              + environment.directory().resolve(Environment.FILE)
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public void add(Database database, byte[] key, byte @Nullable [] value) {
    int length = value == null ? 0 : value.length;
    reserve(GroupFormat.CHANGE_HEADER + key.length + length);
    group.put((byte) (database.number() | (value == null ? GroupFormat.DELETED : 0)));
    group.putShort((short) key.length).putInt(length).put(key);
    if (value != null) {
      group.put(value);
    }
  }

  private void reserve(int bytes) {
    if (group.remaining() < bytes) {
      long needed = (long) group.position() + bytes;
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * group.capacity(), needed));
      group = ByteBuffer.allocateDirect(capacity).put(group.flip());
    }
  }

  @Override
  public void discard() {
    if (group.capacity() > KEPT_BUFFER) {
      group = ByteBuffer.allocateDirect(MIN_BUFFER);
    }
    group.clear().position(GroupFormat.HEADER);
  }

  @Override
  public int groupBytes() {
    return group.position() - GroupFormat.HEADER;
  }

  @Override
  public void append() throws IOException {
    LogSession current = session == null ? begin() : session;
    LogFile file = current.file();
    group.flip();
    int length = group.remaining();
    try {
      file.write(sequence + 1, group);
    } catch (IOException e) {
      throw notWritten(e);
    }
    file.sync();
    current.acknowledge(sequence + 1);
    file.keep(length);
    sequence++;
    discard();
  }

  private IOException notWritten(IOException cause) {
    return StorageErrors.isLackOfRoom(cause, environment.isDiskFull())
        ? new NotWrittenException(cause)
        : cause;
  }

  /**
   * Begins the session. Its files take the place of older ones only when LMDB says that it needs
   * none, and LMDB says that it needs them only when they are there.
   */
  private LogSession begin() throws IOException {
    try {
      if (lmdb.written().isOpen()) {
        lmdb.write(Memtable.EMPTY, closed());
      }
      LogSession begun =
          LogSession.begin(parts.disk(), environment.directory(), store, parts.random(), sequence);
      session = begun;
      lmdb.write(Memtable.EMPTY, begun.state(sequence));
      return begun;
    } catch (IOException e) {
      throw notWritten(e);
    } catch (LmdbException e) {
      close();
      var failure = new IOException(e.getMessage(), e);
      throw StorageErrors.isFatal(e, environment.isDiskFull())
          ? failure
          : new NotWrittenException(failure);
    }
  }

  @Override
  public long bytes() {
    return session == null ? 0 : session.file().position();
  }

  @Override
  public LogState beginFile() throws IOException {
    if (session == null) {
      return closed();
    }
    session.turn(sequence);
    return session.state(sequence);
  }

  @Override
  public LogState closed() {
    return LogState.closed(sequence, session == null ? recoveredSession : session.number());
  }

  @Override
  public void delete() throws IOException {
    LogSession.delete(parts.disk(), environment.directory());
  }

  @Override
  public void close() throws IOException {
    LogSession closing = session;
    session = null;
    if (closing != null) {
      closing.close();
    }
  }
}
