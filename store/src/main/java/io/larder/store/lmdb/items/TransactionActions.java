package io.larder.store.lmdb.items;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.store.IndexKeys;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.writer.Tables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prepares the actions of a TransactWriteItems: makes all checks that need no stored item. */
final class TransactionActions {
  private final KeyLayout layout;

  TransactionActions(KeyLayout layout) {
    this.layout = layout;
  }

  /** An action whose key is still to be judged; {@code key} are the attributes that hold it. */
  private record Draft(TransactWriteItem item, Map<String, AttributeValue> key, Change change) {
    static Draft of(TransactWriteItem item) {
      return switch (item) {
        case TransactWriteItem.Put put -> {
          ItemRules.checkSize(put.item());
          Image image = Image.of(put.item());
          yield new Draft(item, image.attributes(), new Change.Put(image));
        }
        case TransactWriteItem.Update update ->
            new Draft(item, update.key(), new Change.Update(update.key(), update.update()));
        case TransactWriteItem.Delete delete -> new Draft(item, delete.key(), new Change.Delete());
        case TransactWriteItem.ConditionCheck check ->
            new Draft(item, check.key(), new Change.Check());
      };
    }

    PrimaryKey primaryKey(Table table) {
      return change instanceof Change.Put ? table.primaryKeyOfItem(key) : table.primaryKey(key);
    }
  }

  /** An action ready to be evaluated. */
  record Action(
      TransactWriteItem item, Map<String, AttributeValue> key, Change change, Target target) {}

  /**
   * Actions ready to be evaluated, or why they never will be: {@code cancelled} is to be thrown
   * once it is clear that the request is not one sent again.
   */
  record Prepared(List<Action> actions, @Nullable ServiceException cancelled) {}

  /**
   * Keys are judged before anything else, and two actions on one item before what else is wrong
   * with one. The first fault cancels the transaction and is the only one that is told; but an
   * empty key value, wherever it is, fails the whole call.
   */
  Prepared prepare(Tables tables, List<TransactWriteItem> items) {
    // The size of items is judged before any table is looked up, and all tables before any key.
    List<Draft> drafts = items.stream().map(Draft::of).toList();
    List<Table> found = items.stream().map(item -> tables.table(item.tableName())).toList();
    var misfit = new FirstFault(items.size());
    var other = new FirstFault(items.size());
    Set<PrimaryKey> keys = HashSet.newHashSet(items.size());
    List<Action> actions = new ArrayList<>(items.size());
    for (int at = 0; at < items.size(); at++) {
      Draft draft = drafts.get(at);
      Table table = found.get(at);
      try {
        PrimaryKey key = draft.primaryKey(table);
        keys.add(key);
        actions.add(new Action(draft.item, draft.key, draft.change, Target.of(layout, table, key)));
      } catch (ServiceException e) {
        misfit.found(at, e);
        continue;
      }
      try {
        check(actions.getLast());
      } catch (ServiceException e) {
        other.found(at, e);
      }
    }
    ServiceException cancelled = misfit.cancellation();
    if (cancelled == null && keys.size() < actions.size()) {
      throw validation("Transaction request cannot include multiple operations on one item");
    }
    return new Prepared(actions, cancelled == null ? other.cancellation() : cancelled);
  }

  private void check(Action action) {
    Table table = action.target().table();
    switch (action.change()) {
      case Change.Put(var image) -> {
        IndexKeys.check(table, null, action.key());
        // Made here, on the caller's thread.
        image.entries(layout, action.target());
      }
      case Change.Update(_, var expression) -> ItemRules.checkKeyIsKept(table, expression);
      case Change.Delete() -> {}
      case Change.Check() -> {}
    }
  }

  /** A fault of the first action that has one. */
  private static final class FirstFault {
    private final int actions;
    private int at;
    private @Nullable CancellationReason reason;

    FirstFault(int actions) {
      this.actions = actions;
    }

    void found(int action, ServiceException e) {
      CancellationReason found = reason(e);
      if (reason == null) {
        at = action;
        reason = found;
      }
    }

    @Nullable ServiceException cancellation() {
      if (reason == null) {
        return null;
      }
      List<CancellationReason> reasons = noReasons(actions);
      reasons.set(at, reason);
      return new ServiceException(new ServiceError.TransactionCanceled(reasons));
    }
  }

  static List<CancellationReason> noReasons(int actions) {
    return new ArrayList<>(Collections.nCopies(actions, CancellationReason.NONE));
  }

  /** Why a fault cancels the transaction; thrown again if it fails the call instead. */
  static CancellationReason reason(ServiceException e) {
    ServiceError error = e.error();
    if (error instanceof ServiceError.EmptyKeyValue) {
      throw e;
    }
    return error instanceof ServiceError.ConditionalCheckFailed(var message, var item)
        ? new CancellationReason("ConditionalCheckFailed", message, item)
        : new CancellationReason("ValidationError", error.message(), null);
  }
}
