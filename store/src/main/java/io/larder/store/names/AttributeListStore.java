package io.larder.store.names;

import io.larder.protocol.dax.AttributeLists;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link AttributeLists} for as long as the tables are kept. The same list always gets the
 * same number, and a number never stands for another list: clients remember both without end. Safe
 * for any number of threads; look-ups are answered from memory.
 */
public interface AttributeListStore extends AttributeLists {
  /**
   * Gives a list its number, unless it has one. Never blocks. The future completes once the number
   * is as durable as what is written to tables, on a thread of the store; only from then on do
   * look-ups know it.
   *
   * <p>The future fails with a {@link io.larder.protocol.error.ServiceException}: Validation if no
   * item can have attributes of these names, LimitExceeded if there are as many lists as the store
   * keeps, or as that of a write of items does.
   */
  CompletableFuture<Integer> register(List<String> names);

  /**
   * As {@link #list}, but looks the list up where it is kept if it is not in memory: another node
   * may have registered it. May block; null if there is none.
   *
   * @throws io.larder.protocol.error.ServiceException as a read of items does
   */
  default @Nullable List<String> find(int id) {
    return list(id);
  }
}
