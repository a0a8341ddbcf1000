package io.larder.store.partiql;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteReturns;
import io.larder.protocol.partiql.Statement;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans what a statement writes. Unlike the operations an INSERT replaces nothing, an UPDATE makes
 * nothing, and a DELETE asks its condition only of an item that is there.
 */
final class WritePlanner {
  private WritePlanner() {}

  /** A write, and the key of its item. */
  record Planned(Request.Write<?> request, PrimaryKey key) {}

  /**
   * The write that one statement comes to.
   *
   * @throws ServiceException Validation, in the words for statements
   */
  static Planned plan(
      Statement statement,
      Table table,
      ReturnConsumedCapacity consumed,
      ReturnValuesOnConditionCheckFailure onFailure) {
    return switch (statement) {
      case Statement.Insert(var name, var item) -> {
        for (KeyAttribute attribute : table.keySchema().attributes()) {
          AttributeValue value = item.get(attribute.name());
          if (value != null) {
            KeyTypes.checkSchema(attribute, value);
          }
        }
        yield new Planned(
            new PutItemRequest(
                name,
                Item.of(item),
                absent(table),
                returns(ReturnValues.NONE, ReturnValuesOnConditionCheckFailure.NONE, consumed)),
            table.primaryKeyOfItem(item));
      }
      case Statement.Update update -> {
        ItemTarget target = target(update, table);
        yield new Planned(
            new UpdateItemRequest(
                update.tableName(),
                target.key(),
                update.update(),
                present(target.rest(), table),
                returns(returnValues(update.returning()), onFailure, consumed)),
            table.primaryKey(target.key()));
      }
      case Statement.Delete delete -> {
        ItemTarget target = target(delete, table);
        yield new Planned(
            new DeleteItemRequest(
                delete.tableName(),
                target.key(),
                ifPresent(target.rest(), table),
                returns(
                    delete.returnsOld() ? ReturnValues.ALL_OLD : ReturnValues.NONE,
                    onFailure,
                    consumed)),
            table.primaryKey(target.key()));
      }
      case Statement.Select _, Statement.Exists _ ->
          throw new IllegalArgumentException("writes nothing: " + statement);
    };
  }

  private static ItemTarget target(Statement statement, Table table) {
    ItemTarget target = ItemTarget.ofWrite(statement.conjuncts(), table.keySchema());
    target.checkTypes(table.keySchema());
    return target;
  }

  private static WriteReturns returns(
      ReturnValues values,
      ReturnValuesOnConditionCheckFailure onFailure,
      ReturnConsumedCapacity consumed) {
    return new WriteReturns(values, onFailure, consumed, ReturnItemCollectionMetrics.NONE);
  }

  private static ReturnValues returnValues(Statement.@Nullable Returning returning) {
    return switch (returning) {
      case null -> ReturnValues.NONE;
      case ALL_OLD -> ReturnValues.ALL_OLD;
      case ALL_NEW -> ReturnValues.ALL_NEW;
      case MODIFIED_OLD -> ReturnValues.UPDATED_OLD;
      case MODIFIED_NEW -> ReturnValues.UPDATED_NEW;
    };
  }

  private static DocumentPath partitionKey(Table table) {
    return DocumentPath.ofAttribute(table.partitionKey().name());
  }

  /** That there is no such item. */
  static ConditionExpression absent(Table table) {
    return ConditionExpression.ofChecked(new Condition.AttributeNotExists(partitionKey(table)));
  }

  /** That there is the item, and all conditions hold. */
  static ConditionExpression present(List<Condition> conditions, Table table) {
    Condition exists = new Condition.AttributeExists(partitionKey(table));
    if (conditions.isEmpty()) {
      return ConditionExpression.ofChecked(exists);
    }
    List<Condition> all = new ArrayList<>();
    all.add(exists);
    all.addAll(conditions);
    return ConditionExpression.ofChecked(new Condition.All(all));
  }

  /** That all conditions hold if there is the item; null for no condition. */
  static @Nullable ConditionExpression ifPresent(List<Condition> conditions, Table table) {
    return switch (conditions.size()) {
      case 0 -> null;
      case 1 -> orAbsent(conditions.getFirst(), table);
      default -> orAbsent(new Condition.All(conditions), table);
    };
  }

  private static ConditionExpression orAbsent(Condition condition, Table table) {
    return ConditionExpression.ofChecked(
        new Condition.Any(
            List.of(new Condition.AttributeNotExists(partitionKey(table)), condition)));
  }
}
