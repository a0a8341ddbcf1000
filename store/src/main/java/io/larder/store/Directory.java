package io.larder.store;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.access.TableAccess;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a store knows of its tables without looking. Safe for any number of threads. */
public interface Directory {
  /**
   * The table of that name or ARN, from memory, never blocking. Null if there is none on whose
   * items one can work, or if the store would have to look; whoever reads or writes is told which.
   */
  @Nullable Table known(String nameOrArn);

  /**
   * The definition of that table as far as it is in memory, never blocking; also where nothing of
   * the table may be answered from memory, so that it is not {@link #known}.
   */
  default @Nullable Table defined(String nameOrArn) {
    return known(nameOrArn);
  }

  /**
   * The definition of that table, looked up if need be. May block.
   *
   * @throws ServiceException ResourceNotFound if there is none on whose items one can work, or as a
   *     read does
   */
  default Table find(String nameOrArn) {
    Table table = defined(nameOrArn);
    if (table == null) {
      throw new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
    }
    return table;
  }

  /**
   * What bears on who may use that table, from memory, never blocking; {@link TableAccess#NONE} if
   * there is no such table, null if the store would have to look.
   */
  @Nullable TableAccess access(String nameOrArn);

  /**
   * The same, looked up if need be. May block.
   *
   * @throws ServiceException if it cannot be had
   */
  default TableAccess findAccess(String nameOrArn) {
    TableAccess access = access(nameOrArn);
    if (access == null) {
      throw new IllegalStateException("a store that looks says how");
    }
    return access;
  }

  /** Lets {@code watcher} hear of tables that come, change and go, from now on and in order. */
  void watch(Consumer<TableEvent> watcher);
}
