package io.larder.protocol.dax.request;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.dax.value.ItemDecoder;
import io.larder.protocol.draft.Rollout;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.TransactActionDraft;
import io.larder.protocol.draft.item.TransactActionDraft.Kind;
import io.larder.protocol.draft.item.TransactWriteItemsDraft;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.expression.text.ExpressionPrinter;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.ValidationLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a TransactWriteItems: actions, tables, keys, values, what nobody sends, what to return of a
 * failed condition, conditions, updates, parameters. Its expressions are printed: the size and the
 * fingerprint of a transaction are those of texts.
 */
final class TransactWriteItemsDecoder {
  private static final ValidationLayer LAYER = Rollout.layerOf(Operation.TRANSACT_WRITE_ITEMS);

  private static final List<String> RETURNED = List.of("NONE", "ALL_OLD");

  private final Column actions;
  private final Column tables;
  private final Column keys;
  private final Column values;
  private final Column returned;
  private final Column conditions;
  private final Column updates;
  private final AttributeLists lists;

  private TransactWriteItemsDecoder(CborReader in, AttributeLists lists) {
    actions = Column.read(in);
    int count = actions.size();
    tables = Column.read(in).requireSize(count);
    keys = Column.read(in).requireSize(count);
    values = Column.read(in).requireSize(count);
    in.skip();
    returned = Column.read(in).requireSize(count);
    conditions = Column.read(in).requireSize(count);
    updates = Column.read(in).requireSize(count);
    this.lists = lists;
  }

  static DaxRequest decode(CborReader in, Context context) {
    var decoder = new TransactWriteItemsDecoder(in, context.lists());
    int count = decoder.actions.size();
    var transaction = new TransactWriteItemsDraft();
    List<Map<Kind, TransactActionDraft>> items = new ArrayList<>(count);
    List<KeySchema> schemas = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String table = decoder.tables.textAt(i);
      Kind kind = decoder.kindAt(i);
      KeySchema schema = context.keysOf(table, action(kind));
      TransactActionDraft action = decoder.action(i, kind, table, schema);
      items.add(Map.of(action.kind(), action));
      schemas.add(schema);
    }
    transaction.transactItems = items;
    Parameters parameters = Parameters.read(in);
    transaction.clientRequestToken = parameters.text(Parameters.CLIENT_REQUEST_TOKEN);
    transaction.returnConsumedCapacity = parameters.returnConsumedCapacity();
    transaction.returnItemCollectionMetrics = parameters.returnItemCollectionMetrics();
    return Projections.none(transaction.check(), schemas);
  }

  private TransactActionDraft action(int index, Kind kind, String table, KeySchema schema) {
    var action = new TransactActionDraft(kind);
    action.tableName = table;
    action.target = target(index, action.kind(), schema);
    CborReader wanted = returned.at(index);
    if (wanted != null) {
      action.onConditionCheckFailure = Arguments.element(wanted.readInt(), RETURNED, 1);
    }
    readExpressions(index, action);
    return action;
  }

  private static String action(Kind kind) {
    return switch (kind) {
      case PUT -> "PutItem";
      case DELETE -> "DeleteItem";
      case UPDATE -> "UpdateItem";
      case CONDITION_CHECK -> "ConditionCheckItem";
    };
  }

  private Kind kindAt(int index) {
    CborReader action = actions.at(index);
    int number = action == null ? 0 : action.readInt();
    return switch (number) {
      case 2 -> Kind.PUT;
      case 7 -> Kind.DELETE;
      case 9 -> Kind.UPDATE;
      case 12 -> Kind.CONDITION_CHECK;
      default -> throw new MalformedCbor("unknown action " + number);
    };
  }

  private @Nullable AttributeMap target(int index, Kind kind, KeySchema schema) {
    CborReader key = keys.contentAt(index);
    CborReader others = kind == Kind.PUT ? values.contentAt(index) : null;
    if (key == null || (kind == Kind.PUT && others == null)) {
      return null;
    }
    return others == null
        ? ItemDecoder.key(key, schema, new ValueDraft(LAYER))
        : Arguments.item(key, others, schema, lists, LAYER);
  }

  private void readExpressions(int index, TransactActionDraft action) {
    var draft = ValueDraft.ofAction(LAYER);
    var expressions = new ExpressionDecoder(draft);
    Condition condition = expressions.condition("ConditionExpression", conditions.contentAt(index));
    List<UpdateAction> update = expressions.update(updates.contentAt(index));
    var printer = new ExpressionPrinter();
    if (update != null) {
      action.updateExpression = printer.update(UpdateExpression.ofChecked(update));
    }
    if (condition != null) {
      action.conditionExpression = printer.condition(ConditionExpression.ofChecked(condition));
    }
    action.placeholders.names = printer.names().isEmpty() ? null : printer.names();
    AttributeMap printed = draft.toMap(printer.values());
    action.placeholders.values =
        printed.values().isEmpty() && printed.fault() == null ? null : printed;
  }
}
