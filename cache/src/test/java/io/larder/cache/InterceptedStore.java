package io.larder.cache;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.ForwardingTableStore;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.TableStore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A store that runs something after it has read and before it hands the result out. */
final class InterceptedStore extends ForwardingTableStore {
  private final AtomicReference<Runnable> afterNextRead = new AtomicReference<>();

  InterceptedStore(TableStore real) {
    super(real);
  }

  @Override
  public <R extends Response> R read(Request.Read<R> request) {
    return intercepted(super.read(request));
  }

  @Override
  public @Nullable Item item(PointPlan plan) {
    return intercepted(super.item(plan));
  }

  @Override
  public ItemPage page(PagePlan plan) {
    return intercepted(super.page(plan));
  }

  private <T extends @Nullable Object> T intercepted(T result) {
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
