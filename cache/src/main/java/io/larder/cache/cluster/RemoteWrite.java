package io.larder.cache.cluster;

import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A write of another node that is in flux here. */
final class RemoteWrite {
  private final List<NamedTouched> items;
  private final List<CompletableFuture<WriteScope>> scopes;
  private final List<SharedTables.Hold> holds;

  private RemoteWrite(
      List<NamedTouched> items,
      List<CompletableFuture<WriteScope>> scopes,
      List<SharedTables.Hold> holds) {
    this.items = items;
    this.scopes = scopes;
    this.holds = holds;
  }

  static RemoteWrite ofItems(
      List<NamedTouched> items, SharedTables tables, List<WriteObserver> observers) {
    var write = new RemoteWrite(items, begin(items, observers), List.of());
    if (items.stream().allMatch(tables::isCurrent)) {
      return write;
    }
    // Something may have been kept under another id before the items were in flux. From when they
    // are, nothing is.
    write.end(Message.End.ABORTED, List.of(), Runnable::run);
    List<NamedTouched> now = items.stream().map(item -> touched(item, tables)).toList();
    return ofItems(now, tables, observers);
  }

  private static List<CompletableFuture<WriteScope>> begin(
      List<NamedTouched> items, List<WriteObserver> observers) {
    List<CompletableFuture<WriteScope>> scopes = new ArrayList<>(observers.size());
    for (WriteObserver observer : observers) {
      scopes.add(observer.begin(items).toCompletableFuture());
    }
    return scopes;
  }

  private static NamedTouched touched(NamedTouched item, SharedTables tables) {
    PrimaryKey key = item.key();
    return tables.touched(item.tableName(), key.partition(), key.sort(), item.indexNames());
  }

  static RemoteWrite ofTables(List<String> tableNames, SharedTables tables) {
    List<SharedTables.Hold> holds =
        tableNames.isEmpty()
            ? List.of(tables.hold(null))
            : tableNames.stream().map(tables::hold).toList();
    return new RemoteWrite(List.of(), List.of(), holds);
  }

  /** Completes when nothing that the write touches is answered from memory here. */
  CompletableFuture<Void> begun() {
    return CompletableFuture.allOf(scopes.toArray(CompletableFuture[]::new));
  }

  /**
   * Ends it, once.
   *
   * @param later releases what was held, when the write can be seen or never will
   */
  void end(Message.End end, List<Message.Image> images, Consumer<Runnable> later) {
    List<ItemChange> known = changes(images);
    for (CompletableFuture<WriteScope> begun : scopes) {
      var _ =
          begun.thenAccept(
              scope -> {
                switch (end) {
                  case COMMITTED -> scope.committed(known);
                  case ABORTED -> scope.aborted();
                  case UNKNOWN -> scope.unknown();
                }
              });
    }
    for (SharedTables.Hold hold : holds) {
      if (end == Message.End.UNKNOWN) {
        later.accept(hold::release);
      } else {
        hold.release();
      }
    }
  }

  private List<ItemChange> changes(List<Message.Image> images) {
    List<ItemChange> changes = new ArrayList<>(images.size());
    for (Message.Image image : images) {
      if (image.index() < items.size()) {
        NamedTouched item = items.get(image.index());
        changes.add(new ItemChange(item.key(), image.item(), item.collections()));
      }
    }
    return changes;
  }
}
