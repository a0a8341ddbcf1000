package io.larder.cache;

import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.ForwardingTableStore;
import io.larder.store.TableStore;
import java.util.concurrent.atomic.AtomicReference;

/** A store that runs something after it has read and before it hands the result out. */
final class InterceptedStore extends ForwardingTableStore {
  private final AtomicReference<Runnable> afterNextRead = new AtomicReference<>();

  InterceptedStore(TableStore real) {
    super(real);
  }

  @Override
  public <R extends Response> R read(Request.Read<R> request) {
    R result = super.read(request);
    Runnable then = afterNextRead.getAndSet(null);
    if (then != null) {
      then.run();
    }
    return result;
  }

  /** {@code then} runs once, between the next read of the store and the return of its result. */
  void afterNextRead(Runnable then) {
    afterNextRead.set(then);
  }
}
