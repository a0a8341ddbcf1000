package io.larder.store.lmdb;

import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.transaction;

import io.larder.protocol.operation.TransactWriteItem;
import io.larder.store.NewTable;
import io.larder.store.StoreFixture;
import java.nio.file.Path;

/** Sends a store the largest transaction that is allowed, and then a small write. */
final class SmallHeap {
  private static final int ITEMS = 10;
  private static final int INDEXES = 20;
  private static final String TEXT = "x".repeat(400_000);

  private SmallHeap() {}

  public static void main(String[] arguments) {
    try (var store = LmdbTableStore.open(LmdbOptions.durable(Path.of(arguments[0])))) {
      NewTable table = NewTable.named("Indexed", "pk:S", "");
      for (int number = 0; number < INDEXES; number++) {
        table = table.global("index" + number, "x:S", "", "*");
      }
      store.change(table.request()).join();
      var actions = new TransactWriteItem[ITEMS];
      for (int number = 0; number < ITEMS; number++) {
        actions[number] = putAction("Indexed", "pk", s("" + number), "x", s("x"), "text", s(TEXT));
      }

      var large = store.write(transaction("token", 1, actions));

      System.out.println(StoreFixture.refusal(large));
      store.write(put("Indexed", "pk", s("small"), "x", s("x"))).join();
      System.out.println(store.read(scan("Indexed", page().request())).page().count() + " written");
    }
  }
}
