package io.larder.store.lmdb;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.sealed.KeyTakenException;
import io.larder.store.lmdb.writer.PendingWrite;
import io.larder.store.lmdb.writer.Tables;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What clients are told of failures to read. */
final class Reading {
  private Reading() {}

  /**
   * What is read; the service's error if a damage or a key that is gone keeps it from being read.
   */
  static <T extends @Nullable Object> T of(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (DamagedRecordException e) {
      throw PendingWrite.internalError();
    } catch (KeyTakenException e) {
      throw Tables.keyTaken();
    } catch (Snapshots.ClosedException e) {
      throw new ServiceException(new ServiceError.ServiceUnavailable("The store is closed"));
    }
  }
}
