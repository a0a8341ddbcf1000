package io.larder.cache;

import io.larder.store.TableStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A store that runs something after it has read and before it hands the result out. */
final class InterceptedStore {
  private final AtomicReference<Runnable> afterNextRead = new AtomicReference<>();
  private final TableStore store;

  InterceptedStore(TableStore real) {
    this.store =
        (TableStore)
            Proxy.newProxyInstance(
                TableStore.class.getClassLoader(),
                new Class<?>[] {TableStore.class},
                (_, method, arguments) -> {
                  try {
                    Object result = method.invoke(real, arguments);
                    if (isRead(method.getName())) {
                      Runnable then = afterNextRead.getAndSet(null);
                      if (then != null) {
                        then.run();
                      }
                    }
                    return result;
                  } catch (InvocationTargetException failure) {
                    throw Objects.requireNonNull(failure.getCause());
                  }
                });
  }

  private static boolean isRead(String method) {
    return method.equals("getItem") || method.equals("query") || method.equals("scan");
  }

  TableStore store() {
    return store;
  }

  /** {@code then} runs once, between the next read of the store and the return of its result. */
  void afterNextRead(Runnable then) {
    afterNextRead.set(then);
  }
}
