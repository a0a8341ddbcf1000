package io.larder.store.lmdb;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.TransactionSize;
import io.larder.store.ReadUnits;
import io.larder.store.WriteUnits;
import io.larder.store.lmdb.TransactionActions.Action;
import io.larder.store.lmdb.TransactionActions.Prepared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * TransactWriteItems: all actions are evaluated against the state before the transaction, and made
 * only if none fails. Being one entry of a group of writes, a transaction needs no locks.
 */
final class Transactions {
  private final TransactionActions actions;
  private final ItemWrites writes;
  private final Tokens tokens;

  Transactions(KeyLayout layout, ItemWrites writes, Tokens tokens) {
    this.actions = new TransactionActions(layout);
    this.writes = writes;
    this.tokens = tokens;
  }

  Work<TransactWriteItemsResponse> write(Tables tables, TransactWriteItemsRequest request) {
    Prepared prepared = actions.prepare(tables, request.items());
    return group -> {
      String token = request.clientRequestToken();
      Map<String, Long> charged =
          token == null ? null : tokens.replayed(group, token, request.fingerprint());
      return charged != null
          ? replay(charged, request.returnConsumedCapacity())
          : run(
              group,
              group.tables() == tables
                  ? prepared
                  : actions.prepare(group.tables(), request.items()),
              request);
    };
  }

  private TransactWriteItemsResponse run(
      WriteGroup group, Prepared prepared, TransactWriteItemsRequest request) {
    if (prepared.cancelled() != null) {
      throw prepared.cancelled();
    }
    List<ItemWrite> evaluated = evaluate(group, prepared.actions());
    checkTotalSize(evaluated);
    Map<String, WriteUnits> units = new LinkedHashMap<>();
    Map<String, List<ItemCollectionMetrics>> metrics = new LinkedHashMap<>();
    for (int at = 0; at < evaluated.size(); at++) {
      ItemWrite write = evaluated.get(at);
      String tableName = request.items().get(at).tableName();
      // Read again: an earlier action may have written to the same record.
      write.apply(group, group.record(write.target().at()));
      write.chargeTo(units.computeIfAbsent(tableName, name -> new WriteUnits(name, true)));
      Action action = prepared.actions().get(at);
      if (!(action.change() instanceof Change.Check)) {
        CollectionMetrics.add(
            metrics,
            request.returnItemCollectionMetrics(),
            tableName,
            write.target().table(),
            action.key());
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

  private List<ItemWrite> evaluate(WriteGroup group, List<Action> actions) {
    List<ItemWrite> evaluated = new ArrayList<>(actions.size());
    List<CancellationReason> reasons = TransactionActions.noReasons(actions.size());
    boolean cancelled = false;
    for (int at = 0; at < actions.size(); at++) {
      try {
        evaluated.add(evaluate(group, actions.get(at)));
      } catch (ServiceException e) {
        reasons.set(at, TransactionActions.reason(e));
        cancelled = true;
      }
    }
    if (cancelled) {
      throw new ServiceException(new ServiceError.TransactionCanceled(reasons));
    }
    return evaluated;
  }

  private ItemWrite evaluate(WriteGroup group, Action action) {
    TransactWriteItem item = action.item();
    if (item instanceof TransactWriteItem.Update update && update.hasTooDeepValue()) {
      throw ItemRules.tooDeep();
    }
    Target target = action.target();
    return writes.evaluate(
        target,
        group.record(target.at()),
        action.change(),
        item.condition(),
        item.onConditionCheckFailure());
  }

  private static void checkTotalSize(List<ItemWrite> evaluated) {
    long total = 0;
    for (ItemWrite write : evaluated) {
      total += write.newSize();
    }
    TransactionSize.check(total);
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
