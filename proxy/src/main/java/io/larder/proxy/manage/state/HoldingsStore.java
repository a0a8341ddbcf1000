package io.larder.proxy.manage.state;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.TableStore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the holdings are kept. Nothing is remembered: each reader has them as they are, for other
 * servers may change them too. Blocks.
 */
public final class HoldingsStore {
  private static final int ATTEMPTS = 10;
  private static final long PAUSE_NANOS = 10_000_000;

  private final HoldingsTable table;
  private final ReentrantLock changing = new ReentrantLock();

  /**
   * @param store which keeps nothing of that table in memory
   * @param name of a table whose keys are the strings {@code pk} and {@code sk}
   * @param make makes the table when it is missing, and may block
   */
  public HoldingsStore(TableStore store, String name, Runnable make) {
    this.table = new HoldingsTable(store, name, make);
  }

  /**
   * @throws ServiceException if they cannot be read
   */
  public Holdings read() {
    return new Holdings(table.read().document());
  }

  /**
   * Tells {@code then} the holdings, in turn with what is told of changes.
   *
   * @throws ServiceException if they cannot be read
   */
  public void look(Consumer<Holdings> then) {
    changing.lock();
    try {
      then.accept(read());
    } finally {
      changing.unlock();
    }
  }

  /**
   * Changes the holdings, or leaves them as they are if {@code change} throws.
   *
   * @param change is made again if others have changed them meanwhile
   * @param then is told of them when they are stored
   * @throws ServiceException if they cannot be read or written
   */
  public <R extends @Nullable Object> R change(
      Function<Holdings, R> change, Consumer<Holdings> then) {
    changing.lock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        HoldingsTable.Stored stored = table.read();
        var holdings = new Holdings(stored.document());
        R result = change.apply(holdings);
        String document = HoldingsTable.text(holdings.document());
        if (HoldingsTable.isTooLong(document)) {
          throw new ServiceException(
              new ServiceError.Other(
                  "ServiceQuotaExceededException",
                  "Clusters, groups and tags take more than "
                      + HoldingsTable.MAX_BYTES
                      + " bytes together.",
                  400));
        }
        if (table.write(stored.revision(), document)) {
          then.accept(holdings);
          return result;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } finally {
      changing.unlock();
    }
    throw new ServiceException(
        new ServiceError.ServiceUnavailable("Others change the same all the time; try again."));
  }
}
