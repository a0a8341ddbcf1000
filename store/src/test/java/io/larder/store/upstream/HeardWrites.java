package io.larder.store.upstream;

import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.PrimaryKey;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** An observer that keeps every item, or none, and remembers what it heard. */
final class HeardWrites implements WriteObserver {
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<NamedTouched> touched = new CopyOnWriteArrayList<>();
  final List<ItemChange> known = new CopyOnWriteArrayList<>();
  volatile boolean keeps = true;
  volatile boolean mayBegin = true;

  /** What is waited for before a write may be made. */
  volatile CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

  @Override
  public CompletionStage<WriteScope> begin(List<? extends Touched> items) {
    items.forEach(item -> touched.add((NamedTouched) item));
    events.add("begin " + items.size());
    return ready.thenApply(_ -> scope());
  }

  @Override
  public CompletionStage<WriteScope> beginTables(List<String> tableNames) {
    events.add("tables " + tableNames);
    return ready.thenApply(_ -> scope());
  }

  private WriteScope scope() {
    return new WriteScope() {
      @Override
      public void committed(List<ItemChange> changes) {
        known.addAll(changes);
        events.add("committed " + changes.size());
      }

      @Override
      public void aborted() {
        events.add("aborted");
      }

      @Override
      public void unknown() {
        events.add("unknown");
      }

      @Override
      public boolean mayBegin() {
        return mayBegin;
      }

      @Override
      public boolean keeps(PrimaryKey key) {
        return keeps;
      }
    };
  }
}
