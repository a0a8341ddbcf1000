package io.larder.cache.restart;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads through the caches as any reader does, so many items in a second, so that they are there
 * when somebody asks. For one thread; {@link #cancel} and the counts are for any.
 */
public final class Warming {
  private final TableStore caches;
  private final Pace pace;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicBoolean isCancelled = new AtomicBoolean();

  /**
   * @param caches the store with caches before it
   */
  public Warming(TableStore caches, Pace pace) {
    this.caches = caches;
    this.pace = pace;
  }

  /** Lets it end with the read that is under way. */
  public void cancel() {
    isCancelled.set(true);
  }

  public boolean isCancelled() {
    return isCancelled.get();
  }

  /** How many items were read. */
  public long read() {
    return read.get();
  }

  /** How many could not be read. */
  public long failed() {
    return failed.get();
  }

  /**
   * Reads an item, unless this was cancelled. What cannot be read is counted.
   *
   * @return whether it was read
   */
  public boolean item(String tableName, Map<String, AttributeValue> key) {
    if (isCancelled()) {
      return false;
    }
    pace.await();
    try {
      caches.read(new GetItemRequest(tableName, key, null, false, ReturnConsumedCapacity.NONE));
      read.incrementAndGet();
      return true;
    } catch (ServiceException e) {
      failed.incrementAndGet();
      return false;
    }
  }

  /**
   * Reads all pages of a query, and their items by their keys.
   *
   * @throws ServiceException if a page cannot be read
   */
  public void query(QueryRequest request) {
    QueryRequest next = request;
    while (next != null && !isCancelled()) {
      ItemPage page = caches.read(next).page();
      items(request.tableName(), page);
      PageRequest rest = rest(request.page(), page);
      next =
          rest == null
              ? null
              : new QueryRequest(
                  request.tableName(),
                  request.keyCondition(),
                  request.scanIndexForward(),
                  rest,
                  request.returnConsumedCapacity());
    }
  }

  /**
   * The same of a scan.
   *
   * @throws ServiceException if a page cannot be read
   */
  public void scan(ScanRequest request) {
    ScanRequest next = request;
    while (next != null && !isCancelled()) {
      ItemPage page = caches.read(next).page();
      items(request.tableName(), page);
      PageRequest rest = rest(request.page(), page);
      next =
          rest == null
              ? null
              : new ScanRequest(
                  request.tableName(),
                  request.segment(),
                  rest,
                  request.returnConsumedCapacity(),
                  request.layer());
    }
  }

  private static @Nullable PageRequest rest(PageRequest asked, ItemPage page) {
    return page.lastEvaluatedKey() == null
        ? null
        : new PageRequest(
            asked.indexName(),
            asked.filter(),
            asked.projection(),
            asked.select(),
            asked.limit(),
            page.lastEvaluatedKey(),
            asked.consistentRead());
  }

  private void items(String tableName, ItemPage page) {
    Table table = caches.known(tableName);
    List<Item> items = page.items();
    if (table == null || items == null) {
      return;
    }
    for (Item item : items) {
      Map<String, AttributeValue> key = key(table, item);
      if (key != null) {
        boolean _ = item(tableName, key);
      }
    }
  }

  /** The primary key in an item; null if it is not all there. */
  static @Nullable Map<String, AttributeValue> key(Table table, Item item) {
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (KeySchema.KeyAttribute attribute : table.keySchema().attributes()) {
      AttributeValue value = item.attributes().get(attribute.name());
      if (value == null) {
        return null;
      }
      key.put(attribute.name(), value);
    }
    return key;
  }
}
