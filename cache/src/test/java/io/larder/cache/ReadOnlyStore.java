package io.larder.cache;

import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import io.larder.store.access.TableAccess;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A store that is only read through its port: a model changes it, and its tables stay. */
public interface ReadOnlyStore extends TableStore {
  @Override
  default TableAccess access(String nameOrArn) {
    return TableAccess.NONE;
  }

  @Override
  default void watch(Consumer<TableEvent> watcher) {}

  @Override
  default <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    throw new UnsupportedOperationException();
  }

  @Override
  default <R extends Response> R describe(Request.Describe<R> request) {
    throw new UnsupportedOperationException();
  }

  @Override
  default <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    throw new UnsupportedOperationException();
  }

  @Override
  default void close() {}
}
