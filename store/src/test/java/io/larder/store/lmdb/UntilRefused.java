package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;

import io.larder.protocol.error.ServiceError;
import io.larder.store.NewTable;
import io.larder.store.StoreFixture;
import io.larder.store.TableStore;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** Writes until there is no room for more, and looks whether what was acknowledged is there. */
final class UntilRefused {
  private static final String TEXT = "x".repeat(100_000);
  private static final int MOST = 4_000;

  private UntilRefused() {}

  /** Puts items of 100 KB until one is refused; returns how many were acknowledged. */
  static int fill(TableStore store, String table) {
    for (int number = 0; number < MOST; number++) {
      var write = store.write(put(table, "pk", s("" + number), "x", s(TEXT)));
      try {
        write.join();
      } catch (CompletionException e) {
        if (StoreFixture.refusal(write) instanceof ServiceError.InternalServer) {
          return number;
        }
        throw e;
      }
    }
    throw new AssertionError("no write was refused");
  }

  /** Reads the items that {@link #fill} has put. */
  static void requireAll(TableStore store, String table, int count) {
    for (int number = 0; number < count; number++) {
      if (store.read(get(table, "pk", s("" + number))).item() == null) {
        throw new AssertionError("item " + number + " of " + count + " is missing");
      }
    }
  }

  /**
   * Fills a store in a folder, with the usual options, and prints how much it took; or reads one
   * that has so many items.
   */
  public static void main(String[] arguments) {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(Path.of(arguments[0])))) {
      if (arguments.length > 1) {
        requireAll(store, "Filled", Integer.parseInt(arguments[1]));
        System.out.println("has all");
        return;
      }
      store.change(NewTable.named("Filled", "pk:S", "").request()).join();
      int kept = fill(store, "Filled");
      requireAll(store, "Filled", kept);
      System.out.println("kept " + kept);
    }
  }
}
