package io.larder.protocol.dax.request;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.draft.Rollout;
import io.larder.protocol.draft.item.DeleteItemDraft;
import io.larder.protocol.draft.item.PutItemDraft;
import io.larder.protocol.draft.item.UpdateItemDraft;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.draft.item.WriteDraft;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.ValidationLayer;

/** Reads a PutItem, UpdateItem or DeleteItem: table, key, the values of a Put, parameters. */
final class WriteDecoder {
  private WriteDecoder() {}

  static DaxRequest put(CborReader in, Context context) {
    ValidationLayer layer = Rollout.layerOf(Operation.PUT_ITEM);
    var put = new PutItemDraft(layer);
    KeySchema keys = readTable(put.write, "PutItem", in, context);
    put.item = Arguments.item(in.readContent(), in.readContent(), keys, context.lists(), layer);
    var expressions = new ExpressionDecoder(new ValueDraft(layer));
    readParameters(put.write, Parameters.read(in), expressions);
    return Projections.none(put.check(), keys);
  }

  static DaxRequest update(CborReader in, Context context) {
    ValidationLayer layer = Rollout.layerOf(Operation.UPDATE_ITEM);
    var update = new UpdateItemDraft(layer);
    KeySchema keys = readTable(update.write, "UpdateItem", in, context);
    update.key = Arguments.key(in, keys, layer);
    var expressions = new ExpressionDecoder(new ValueDraft(layer));
    Parameters parameters = Parameters.read(in);
    update.updateTree = expressions.update(parameters.content(Parameters.UPDATE_EXPRESSION));
    readParameters(update.write, parameters, expressions);
    return Projections.none(update.check(), keys);
  }

  static DaxRequest delete(CborReader in, Context context) {
    ValidationLayer layer = Rollout.layerOf(Operation.DELETE_ITEM);
    var delete = new DeleteItemDraft(layer);
    KeySchema keys = readTable(delete.write, "DeleteItem", in, context);
    delete.key = Arguments.key(in, keys, layer);
    var expressions = new ExpressionDecoder(new ValueDraft(layer));
    readParameters(delete.write, Parameters.read(in), expressions);
    return Projections.none(delete.check(), keys);
  }

  private static KeySchema readTable(
      WriteDraft write, String action, CborReader in, Context context) {
    String table = Arguments.text(in);
    write.tableName = table;
    return context.keysOf(table, action);
  }

  private static void readParameters(
      WriteDraft write, Parameters parameters, ExpressionDecoder expressions) {
    write.returnValues = parameters.returnValues();
    write.returnConsumedCapacity = parameters.returnConsumedCapacity();
    write.returnItemCollectionMetrics = parameters.returnItemCollectionMetrics();
    write.conditionTree =
        expressions.condition(
            "ConditionExpression", parameters.content(Parameters.CONDITION_EXPRESSION));
    write.placeholders.literals = expressions.literals();
  }
}
