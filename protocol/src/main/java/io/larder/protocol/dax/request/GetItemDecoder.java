package io.larder.protocol.dax.request;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.draft.Rollout;
import io.larder.protocol.draft.item.GetItemDraft;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.ValidationLayer;

/** Reads a GetItem: table, key, parameters. */
final class GetItemDecoder {
  private static final ValidationLayer LAYER = Rollout.layerOf(Operation.GET_ITEM);

  private GetItemDecoder() {}

  static DaxRequest decode(CborReader in, Context context) {
    var get = new GetItemDraft();
    get.tableName = Arguments.text(in);
    KeySchema keys = context.keysOf(get.tableName, "GetItem");
    get.key = Arguments.key(in, keys, LAYER);
    Parameters parameters = Parameters.read(in);
    get.consistentRead = parameters.flag(Parameters.CONSISTENT_READ, false);
    get.returnConsumedCapacity = parameters.returnConsumedCapacity();
    get.projection.tree =
        ExpressionDecoder.projection(parameters.content(Parameters.PROJECTION_EXPRESSION));
    GetItemRequest request = get.check();
    return Projections.of(request, keys, request.projection(), request::withProjection);
  }
}
