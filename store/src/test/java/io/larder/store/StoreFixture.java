package io.larder.store;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The store under test, and what all parts of the contract do with it. */
public interface StoreFixture {
  String TABLE = "Music";

  TableStore store();

  /** Creates the table. */
  default Table create(NewTable table) {
    store().change(table.request()).join();
    return store().find(table.request().tableName());
  }

  /** Creates a table {@link #TABLE} with the key {@code pk} and {@code sk}, both strings. */
  default Table createTable() {
    return create(NewTable.named(TABLE, "pk:S", "sk:S"));
  }

  default void save(Object... namesAndValues) {
    store().write(Requests.put(TABLE, namesAndValues)).join();
  }

  default @Nullable Map<String, AttributeValue> read(Object... key) {
    return attributes(store().read(Requests.get(TABLE, key)).item());
  }

  static @Nullable Map<String, AttributeValue> attributes(@Nullable Item item) {
    return item == null ? null : item.attributes();
  }

  /** The values of one string attribute of several items. */
  static List<String> texts(@Nullable List<Item> items, String attribute) {
    return Objects.requireNonNull(items).stream()
        .map(item -> ((AttributeValue.Str) item.attributes().get(attribute)).value())
        .toList();
  }

  /** The error of a call that must fail. */
  static ServiceError refusal(Runnable call) {
    try {
      call.run();
    } catch (ServiceException e) {
      return meaning(e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException cause) {
        return meaning(cause);
      }
      throw e;
    }
    throw new AssertionError("the call succeeded");
  }

  /** The error, and of one that is handed on what it means. */
  private static ServiceError meaning(ServiceException refusal) {
    return refusal.error() instanceof ServiceError.Relayed relayed
        ? relayed.meaning()
        : refusal.error();
  }

  /** The error of a write that must fail. */
  static ServiceError refusal(CompletableFuture<?> write) {
    return refusal((Runnable) write::join);
  }
}
