package io.larder.store.lmdb;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.store.IndexKeys;
import io.larder.store.PrimaryKey;
import io.larder.store.ReadUnits;
import io.larder.store.Table;
import io.larder.store.WriteUnits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TransactWriteItems: all actions are evaluated against the state before the transaction, and made
 * only if none fails. Being one entry of a group of writes, a transaction needs no locks.
 */
final class Transactions {
  /** Largest sum of item sizes (TransactWriteItems, limits). */
  private static final long MAX_TOTAL_SIZE = 4L * 1024 * 1024;

  private final KeyLayout layout;
  private final ItemWrites writes;
  private final Tokens tokens;

  Transactions(KeyLayout layout, ItemWrites writes, Tokens tokens) {
    this.layout = layout;
    this.writes = writes;
    this.tokens = tokens;
  }

  /**
   * An action ready to be evaluated, or what already speaks against it. The target is known if the
   * key is good, whatever else is wrong.
   */
  private record Prepared(
      Table table,
      Map<String, AttributeValue> key,
      @Nullable Target target,
      @Nullable Change change,
      @Nullable CancellationReason reason) {}

  Work<TransactWriteItemsResponse> write(Tables tables, TransactWriteItemsRequest request) {
    List<Prepared> prepared = prepare(tables, request.items());
    return group -> {
      String token = request.clientRequestToken();
      Map<String, Long> charged =
          token == null ? null : tokens.replayed(group, token, request.fingerprint());
      return charged != null
          ? replay(charged, request.returnConsumedCapacity())
          : run(
              group,
              group.tables() == tables ? prepared : prepare(group.tables(), request.items()),
              request);
    };
  }

  private List<Prepared> prepare(Tables tables, List<TransactWriteItem> items) {
    // The size of items is judged before any table is looked up, and all tables before any key.
    Iterator<Image> images = images(items).iterator();
    List<Table> found = new ArrayList<>(items.size());
    for (TransactWriteItem item : items) {
      found.add(tables.table(item.tableName()));
    }
    List<Prepared> prepared = new ArrayList<>(items.size());
    for (int at = 0; at < items.size(); at++) {
      prepared.add(prepare(found.get(at), items.get(at), images));
    }
    rejectDuplicates(prepared);
    return prepared;
  }

  /** The items to put, in order. */
  private static List<Image> images(List<TransactWriteItem> items) {
    List<Image> images = new ArrayList<>();
    for (TransactWriteItem item : items) {
      if (item instanceof TransactWriteItem.Put put) {
        Image image = Image.of(put.item());
        ItemRules.checkSize(image.item());
        images.add(image);
      }
    }
    return images;
  }

  private static void rejectDuplicates(List<Prepared> prepared) {
    Set<PrimaryKey> keys = new HashSet<>();
    for (Prepared one : prepared) {
      Target target = one.target();
      if (target != null && !keys.add(target.key())) {
        throw validation("Transaction request cannot include multiple operations on one item");
      }
    }
  }

  private Prepared prepare(Table table, TransactWriteItem item, Iterator<Image> images) {
    return switch (item) {
      case TransactWriteItem.Put _ -> preparePut(table, images.next());
      case TransactWriteItem.Update update ->
          prepare(table, update.key(), new Change.Update(update.key(), update.update()));
      case TransactWriteItem.Delete delete -> prepare(table, delete.key(), new Change.Delete());
      case TransactWriteItem.ConditionCheck check ->
          prepare(table, check.key(), new Change.Check());
    };
  }

  private Prepared preparePut(Table table, Image image) {
    Map<String, AttributeValue> item = image.attributes();
    Target target = null;
    try {
      target = Target.of(layout, table, table.primaryKeyOfItem(item));
      IndexKeys.check(table, null, item);
      image.entries(layout, target);
      return new Prepared(table, item, target, new Change.Put(image), null);
    } catch (ServiceException e) {
      return new Prepared(table, item, target, null, reason(e));
    }
  }

  private Prepared prepare(Table table, Map<String, AttributeValue> key, Change change) {
    Target target = null;
    try {
      target = Target.of(layout, table, table.primaryKey(key));
      if (change instanceof Change.Update(_, var expression)) {
        ItemRules.checkKeyIsKept(table, expression);
      }
      return new Prepared(table, key, target, change, null);
    } catch (ServiceException e) {
      return new Prepared(table, key, target, null, reason(e));
    }
  }

  /** Why the fault cancels the transaction. */
  private static CancellationReason reason(ServiceException e) {
    ServiceError error = e.error();
    if (error instanceof ServiceError.EmptyKeyValue) {
      throw e;
    }
    return error instanceof ServiceError.ConditionalCheckFailed(var message, var item)
        ? new CancellationReason("ConditionalCheckFailed", message, item)
        : new CancellationReason("ValidationError", error.message(), null);
  }

  private TransactWriteItemsResponse run(
      WriteGroup group, List<Prepared> prepared, TransactWriteItemsRequest request) {
    List<ItemWrite> evaluated = evaluate(group, prepared, request.items());
    checkTotalSize(evaluated);
    Map<String, WriteUnits> units = new LinkedHashMap<>();
    Map<String, List<ItemCollectionMetrics>> metrics = new LinkedHashMap<>();
    for (int at = 0; at < evaluated.size(); at++) {
      ItemWrite write = evaluated.get(at);
      String tableName = request.items().get(at).tableName();
      // Read again: an earlier action may have written to the same record.
      write.apply(group, group.record(write.target().at()));
      write.chargeTo(units.computeIfAbsent(tableName, name -> new WriteUnits(name, true)));
      if (!(prepared.get(at).change() instanceof Change.Check)) {
        CollectionMetrics.add(
            metrics,
            request.returnItemCollectionMetrics(),
            tableName,
            write.target().table(),
            prepared.get(at).key());
      }
    }
    String token = request.clientRequestToken();
    if (token != null) {
      tokens.remember(group, token, request.fingerprint(), blocks(evaluated, request.items()));
    }
    return new TransactWriteItemsResponse(
        request.returnConsumedCapacity() == ReturnConsumedCapacity.NONE
            ? null
            : BatchWrites.consumed(units, request.returnConsumedCapacity()),
        metrics.isEmpty() ? null : metrics);
  }

  private List<ItemWrite> evaluate(
      WriteGroup group, List<Prepared> prepared, List<TransactWriteItem> items) {
    List<ItemWrite> evaluated = new ArrayList<>(items.size());
    List<CancellationReason> reasons =
        new ArrayList<>(Collections.nCopies(items.size(), CancellationReason.NONE));
    boolean cancelled = false;
    for (int at = 0; at < items.size(); at++) {
      Prepared one = prepared.get(at);
      CancellationReason reason = one.reason();
      Target target = one.target();
      Change change = one.change();
      if (target != null && change != null) {
        TransactWriteItem item = items.get(at);
        try {
          evaluated.add(
              writes.evaluate(
                  target,
                  group.record(target.at()),
                  change,
                  item.condition(),
                  item.onConditionCheckFailure()));
        } catch (ServiceException e) {
          reason = reason(e);
        }
      }
      if (reason != null) {
        reasons.set(at, reason);
        cancelled = true;
      }
    }
    if (cancelled) {
      throw new ServiceException(new ServiceError.TransactionCanceled(reasons));
    }
    return evaluated;
  }

  private static void checkTotalSize(List<ItemWrite> evaluated) {
    long total = 0;
    for (ItemWrite write : evaluated) {
      total += write.newSize();
    }
    if (total > MAX_TOTAL_SIZE) {
      throw validation(
          "Collection size of items exceeded, which can also be caused by the aggregate size of"
              + " the items in the transaction exceeding the 4MB limit");
    }
  }

  private static Map<String, Long> blocks(
      List<ItemWrite> evaluated, List<TransactWriteItem> items) {
    Map<String, Long> blocks = new LinkedHashMap<>();
    for (int at = 0; at < evaluated.size(); at++) {
      ItemWrite write = evaluated.get(at);
      int size = Math.max(write.oldSize(), write.newSize());
      blocks.merge(items.get(at).tableName(), ReadUnits.blocks(size), Long::sum);
    }
    return blocks;
  }

  /** The answer to a transaction that was committed before, charged as a read of its items. */
  private static TransactWriteItemsResponse replay(
      Map<String, Long> charged, ReturnConsumedCapacity asked) {
    if (asked == ReturnConsumedCapacity.NONE) {
      return new TransactWriteItemsResponse(null, null);
    }
    List<ConsumedCapacity> consumed = new ArrayList<>(charged.size());
    charged.forEach(
        (tableName, blocks) -> {
          ConsumedCapacity capacity = ReadUnits.transaction(asked, tableName, blocks);
          if (capacity != null) {
            consumed.add(capacity);
          }
        });
    return new TransactWriteItemsResponse(consumed, null);
  }
}
