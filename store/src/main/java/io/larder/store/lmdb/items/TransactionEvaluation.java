package io.larder.store.lmdb.items;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.items.TransactionActions.Action;
import io.larder.store.lmdb.writer.UnfinishedException;
import io.larder.store.lmdb.writer.WriteGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of one transaction's actions. A hundred expensive conditions on large items take
 * long, so they are evaluated in turns, between which the writer makes other writes. What came out
 * of an action in an earlier turn holds as long as its item's record is still the same; the last
 * turn goes over all of them, so that all hold at one moment.
 */
final class TransactionEvaluation {
  private static final long TURN_NANOS = Duration.ofMillis(20).toNanos();

  /**
   * Fewer expressions than so many are evaluated at once, so that short transactions never wait.
   */
  private static final int FEW = 4;

  /** How often an action may be evaluated, on average, because its item was changed meanwhile. */
  private static final int MAX_TIMES = 3;

  private final boolean givesWay;
  private final ItemWrites writes;
  private final Ticker ticker;
  private List<Action> actions = List.of();
  private @Nullable Outcome[] outcomes = {};
  private int evaluations;

  /** What came out of an action on a record: a write, or why the transaction is cancelled. */
  private static final class Outcome {
    private final byte @Nullable [] before;
    private final @Nullable ItemWrite write;
    private final @Nullable CancellationReason reason;

    Outcome(
        byte @Nullable [] before, @Nullable ItemWrite write, @Nullable CancellationReason reason) {
      this.before = before;
      this.write = write;
      this.reason = reason;
    }

    boolean holdsFor(byte @Nullable [] record) {
      return Arrays.equals(before, record);
    }
  }

  TransactionEvaluation(List<TransactWriteItem> items, ItemWrites writes, Ticker ticker) {
    this.givesWay = hasSeveralExpressions(items);
    this.writes = writes;
    this.ticker = ticker;
  }

  /** True if it may take so long that other writes are made before it ends. */
  boolean givesWay() {
    return givesWay;
  }

  private static boolean hasSeveralExpressions(List<TransactWriteItem> items) {
    int expressions = 0;
    for (TransactWriteItem item : items) {
      if (item.condition() != null || item instanceof TransactWriteItem.Update) {
        expressions++;
      }
    }
    return expressions >= FEW;
  }

  /** Takes {@code all} for the actions to be evaluated; of others nothing is known any more. */
  void begin(List<Action> all) {
    actions = all;
    outcomes = new Outcome[all.size()];
  }

  /**
   * Evaluates the actions, or goes on with that.
   *
   * @throws ServiceException TransactionCanceled
   * @throws UnfinishedException if there is more to do than should be done at once
   */
  List<ItemWrite> run(WriteGroup group) {
    int before = evaluations;
    long start = ticker.nanos();
    for (int at = 0; at < outcomes.length; at++) {
      byte[] record = group.record(actions.get(at).target().at());
      Outcome known = outcomes[at];
      if (known == null || !known.holdsFor(record)) {
        if (givesWay && evaluations > before && ticker.nanos() - start >= TURN_NANOS) {
          throw new UnfinishedException();
        }
        if (evaluations == MAX_TIMES * outcomes.length) {
          throw conflict(at);
        }
        outcomes[at] = outcome(record, actions.get(at));
        evaluations++;
      }
    }
    return result();
  }

  private ServiceException conflict(int at) {
    List<CancellationReason> reasons = TransactionActions.noReasons(outcomes.length);
    reasons.set(
        at,
        new CancellationReason("TransactionConflict", "Transaction is ongoing for the item", null));
    return new ServiceException(new ServiceError.TransactionCanceled(reasons));
  }

  private Outcome outcome(byte @Nullable [] record, Action action) {
    try {
      return new Outcome(record, evaluate(record, action), null);
    } catch (ServiceException e) {
      return new Outcome(record, null, TransactionActions.reason(e));
    }
  }

  private ItemWrite evaluate(byte @Nullable [] record, Action action) {
    TransactWriteItem item = action.item();
    if (item instanceof TransactWriteItem.Update update && update.hasTooDeepValue()) {
      throw ItemRules.tooDeep();
    }
    ItemWrite write =
        writes.evaluate(
            action.target(),
            record,
            action.change(),
            item.condition(),
            item.onConditionCheckFailure());
    write.forgetAttributes();
    return write;
  }

  private List<ItemWrite> result() {
    List<ItemWrite> evaluated = new ArrayList<>(outcomes.length);
    List<CancellationReason> reasons = TransactionActions.noReasons(outcomes.length);
    for (int at = 0; at < outcomes.length; at++) {
      Outcome outcome = outcomes[at];
      if (outcome != null && outcome.write != null) {
        evaluated.add(outcome.write);
      } else if (outcome != null && outcome.reason != null) {
        reasons.set(at, outcome.reason);
      }
    }
    if (evaluated.size() < outcomes.length) {
      throw new ServiceException(new ServiceError.TransactionCanceled(reasons));
    }
    return evaluated;
  }

  /** Lets go of all that is known. */
  void forget() {
    begin(actions);
    evaluations = 0;
  }
}
