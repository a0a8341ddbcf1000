package io.larder.store;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.access.TableAccess;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that hands everything on to another one. What stands before a store extends it, and
 * overrides what it cares about.
 */
public abstract class ForwardingTableStore implements TableStore {
  private final TableStore store;

  protected ForwardingTableStore(TableStore store) {
    this.store = store;
  }

  @Override
  public @Nullable Table known(String nameOrArn) {
    return store.known(nameOrArn);
  }

  @Override
  public @Nullable Table defined(String nameOrArn) {
    return store.defined(nameOrArn);
  }

  @Override
  public Table find(String nameOrArn) {
    return store.find(nameOrArn);
  }

  @Override
  public @Nullable TableAccess access(String nameOrArn) {
    return store.access(nameOrArn);
  }

  @Override
  public TableAccess findAccess(String nameOrArn) {
    return store.findAccess(nameOrArn);
  }

  @Override
  public StoreGuarantees guarantees() {
    return store.guarantees();
  }

  @Override
  public void observe(WriteObserver observer) {
    store.observe(observer);
  }

  @Override
  public void watch(Consumer<TableEvent> watcher) {
    store.watch(watcher);
  }

  @Override
  public <R extends Response> R read(Request.Read<R> request) {
    return store.read(request);
  }

  @Override
  public @Nullable Item item(PointPlan plan) {
    return store.item(plan);
  }

  @Override
  public ItemPage page(PagePlan plan) {
    return store.page(plan);
  }

  @Override
  public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    return store.write(request);
  }

  @Override
  public <R extends Response> R describe(Request.Describe<R> request) {
    return store.describe(request);
  }

  @Override
  public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    return store.change(request);
  }

  @Override
  public CompletableFuture<ForwardedResponse> forward(ForwardedRequest request) {
    return store.forward(request);
  }

  @Override
  public void close() {
    store.close();
  }
}
