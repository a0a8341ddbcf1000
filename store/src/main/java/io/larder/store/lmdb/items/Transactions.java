package io.larder.store.lmdb.items;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.TransactionSize;
import io.larder.store.ReadUnits;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.items.TransactionActions.Action;
import io.larder.store.lmdb.items.TransactionActions.Prepared;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.throughput.Access;
import io.larder.store.throughput.WriteCharge;
import io.larder.store.throughput.WriteUnits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * TransactWriteItems: all actions are evaluated against the state before the transaction, and made
 * only if none fails. Being one entry of a group of writes, a transaction needs no locks.
 */
public final class Transactions {
  private final TransactionActions actions;
  private final ItemWrites writes;
  private final IdempotencyTokens tokens;
  private final Ticker ticker;

  public Transactions(
      KeyLayout layout, ItemWrites writes, IdempotencyTokens tokens, Ticker ticker) {
    this.ticker = ticker;
    this.actions = new TransactionActions(layout);
    this.writes = writes;
    this.tokens = tokens;
  }

  public Work<TransactWriteItemsResponse> write(Tables tables, TransactWriteItemsRequest request) {
    return new Whole(tables, request);
  }

  /** One transaction as a write. */
  private final class Whole implements Work<TransactWriteItemsResponse> {
    private final TransactWriteItemsRequest request;
    private final TransactionEvaluation evaluation;
    private Tables tables;
    private Prepared prepared;

    Whole(Tables tables, TransactWriteItemsRequest request) {
      this.request = request;
      this.evaluation = new TransactionEvaluation(request.items(), writes, ticker);
      this.tables = tables;
      this.prepared = prepare(tables);
    }

    private Prepared prepare(Tables ofNow) {
      Prepared made = actions.prepare(ofNow, request.items());
      evaluation.begin(made.actions());
      return made;
    }

    @Override
    public TransactWriteItemsResponse run(WriteGroup group) {
      String token = request.clientRequestToken();
      Map<String, Long> charged =
          token == null ? null : tokens.replayed(group, token, request.fingerprint());
      if (charged != null) {
        return replay(group.tables(), charged, request.returnConsumedCapacity());
      }
      if (tables != group.tables()) {
        prepared = prepare(group.tables());
        tables = group.tables();
      }
      return Transactions.this.run(group, prepared, evaluation, request);
    }

    @Override
    public boolean mayTakeLong() {
      return evaluation.givesWay();
    }

    @Override
    public void forget() {
      evaluation.forget();
    }
  }

  private TransactWriteItemsResponse run(
      WriteGroup group,
      Prepared prepared,
      TransactionEvaluation evaluation,
      TransactWriteItemsRequest request) {
    if (prepared.cancelled() != null) {
      throw prepared.cancelled();
    }
    List<Action> actions = prepared.actions();
    Throttled.cancel(
        actions.size(),
        at -> {
          Target target = actions.get(at).target();
          return writes.throughput(target).own().refusal(Access.WRITE, target.key().collection());
        });
    List<ItemWrite> evaluated = evaluate(group, evaluation, actions);
    checkTotalSize(evaluated);
    Throttled.cancel(
        actions.size(),
        at -> evaluated.get(at).refusal(writes.throughput(actions.get(at).target())));
    Map<String, WriteUnits> units = new LinkedHashMap<>();
    Map<String, List<ItemCollectionMetrics>> metrics = new LinkedHashMap<>();
    for (int at = 0; at < evaluated.size(); at++) {
      ItemWrite write = evaluated.get(at);
      String tableName = request.items().get(at).tableName();
      // Read again: an earlier action may have written to the same record.
      write.apply(group, group.record(write.target().at()));
      write.chargeTo(units.computeIfAbsent(tableName, name -> new WriteUnits(name, true)));
      write.chargeTo(charge(write.target()));
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

  /** Evaluates the actions; those of a transaction that is cancelled are charged nevertheless. */
  private List<ItemWrite> evaluate(
      WriteGroup group, TransactionEvaluation evaluation, List<Action> actions) {
    try {
      return evaluation.run(group);
    } catch (ServiceException e) {
      for (Action action : actions) {
        charge(action.target()).addItem(0, ItemWrites.size(action.change()));
      }
      throw e;
    }
  }

  private WriteCharge charge(Target target) {
    return writes.throughput(target).charge(target.key().collection(), true);
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
  private TransactWriteItemsResponse replay(
      Tables tables, Map<String, Long> charged, ReturnConsumedCapacity asked) {
    charged.forEach(
        (name, blocks) ->
            writes.throughput(tables.table(name)).own().consume(Access.READ, 2.0 * blocks));
    return new TransactWriteItemsResponse(ReadUnits.transaction(asked, charged), null);
  }
}
