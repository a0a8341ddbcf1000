package io.larder.security.access;

import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What transactions do: the actions of their entries, not one of their own. Entries that differ in
 * nothing but their items are looked at together.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">
 *     Using IAM with DynamoDB transactions</a>
 */
final class TransactionAccess {
  private TransactionAccess() {}

  /** What entries have in common that are looked at together. */
  private record Kind(String action, String tableName, Enum<?> returns, boolean isProjected) {}

  static List<Access> of(TransactGetItemsRequest transaction, Arns arns) {
    return grouped(
        transaction.items(),
        get -> new Kind("GetItem", get.tableName(), Absent.ABSENT, get.projection() != null),
        (kind, gets) -> {
          Mentions mentions =
              new Mentions()
                  .consumed(transaction.returnConsumedCapacity())
                  .enclosedIn(Operation.TRANSACT_GET_ITEMS.wireName());
          for (TransactGetItem get : gets) {
            mentions.item(get.key()).projection(get.projection());
          }
          return mentions;
        },
        arns);
  }

  static List<Access> of(TransactWriteItemsRequest transaction, Arns arns) {
    return grouped(
        transaction.items(),
        write -> new Kind(action(write), write.tableName(), write.onConditionCheckFailure(), false),
        (kind, writes) -> {
          Mentions mentions =
              new Mentions()
                  .returns(kind.returns())
                  .consumed(transaction.returnConsumedCapacity())
                  .enclosedIn(Operation.TRANSACT_WRITE_ITEMS.wireName());
          writes.forEach(write -> mention(write, mentions));
          return mentions;
        },
        arns);
  }

  private enum Absent {
    ABSENT
  }

  private static String action(TransactWriteItem write) {
    return switch (write) {
      case TransactWriteItem.Put _ -> "PutItem";
      case TransactWriteItem.Update _ -> "UpdateItem";
      case TransactWriteItem.Delete _ -> "DeleteItem";
      case TransactWriteItem.ConditionCheck _ -> "ConditionCheckItem";
    };
  }

  private static void mention(TransactWriteItem write, Mentions mentions) {
    mentions.condition(write.condition());
    switch (write) {
      case TransactWriteItem.Put put -> mentions.item(put.item().attributes());
      case TransactWriteItem.Update update -> mentions.item(update.key()).update(update.update());
      case TransactWriteItem.Delete delete -> mentions.item(delete.key());
      case TransactWriteItem.ConditionCheck check -> mentions.item(check.key());
    }
  }

  @FunctionalInterface
  private interface Mentioning<T> {
    Mentions of(Kind kind, List<T> entries);
  }

  private static <T> List<Access> grouped(
      List<T> entries, Function<T, Kind> kindOf, Mentioning<T> mentions, Arns arns) {
    Map<Kind, List<T>> kinds = new LinkedHashMap<>();
    for (T entry : entries) {
      kinds.computeIfAbsent(kindOf.apply(entry), _ -> new ArrayList<>()).add(entry);
    }
    List<Access> all = new ArrayList<>(kinds.size());
    kinds.forEach(
        (kind, alike) ->
            all.add(
                new Access(
                    RequestAccess.SERVICE + kind.action(),
                    arns.table(kind.tableName()),
                    kind.tableName(),
                    null,
                    () -> mentions.of(kind, alike))));
    return all;
  }
}
