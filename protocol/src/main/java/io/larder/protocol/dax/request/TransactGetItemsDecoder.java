package io.larder.protocol.dax.request;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.draft.Rollout;
import io.larder.protocol.draft.item.TransactGetDraft;
import io.larder.protocol.draft.item.TransactGetItemsDraft;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.ValidationLayer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a TransactGetItems: tables, keys, projections, parameters. */
final class TransactGetItemsDecoder {
  private static final ValidationLayer LAYER = Rollout.layerOf(Operation.TRANSACT_GET_ITEMS);

  private TransactGetItemsDecoder() {}

  static DaxRequest decode(CborReader in, Context context) {
    Column tables = Column.read(in);
    int count = tables.size();
    Column keys = Column.read(in).requireSize(count);
    Column projections = Column.read(in).requireSize(count);
    var transaction = new TransactGetItemsDraft();
    List<@Nullable TransactGetDraft> gets = new ArrayList<>(count);
    List<KeySchema> schemas = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      var get = new TransactGetDraft();
      get.tableName = tables.textAt(i);
      KeySchema schema = context.keysOf(get.tableName, "GetItem");
      CborReader key = keys.at(i);
      get.key = key == null ? null : Arguments.key(key, schema, LAYER);
      get.projectionTree = ExpressionDecoder.projection(projections.contentAt(i));
      gets.add(get);
      schemas.add(schema);
    }
    transaction.transactItems = gets;
    transaction.returnConsumedCapacity = Parameters.read(in).returnConsumedCapacity();
    return wholeAttributes(transaction.check(), schemas);
  }

  private static DaxRequest wholeAttributes(
      TransactGetItemsRequest request, List<KeySchema> schemas) {
    List<TransactGetItem> gets = new ArrayList<>(request.items().size());
    List<@Nullable ProjectionExpression> projections = new ArrayList<>(request.items().size());
    for (TransactGetItem get : request.items()) {
      projections.add(get.projection());
      gets.add(
          new TransactGetItem(get.tableName(), get.key(), Projections.whole(get.projection())));
    }
    return new DaxRequest(
        new TransactGetItemsRequest(gets, request.returnConsumedCapacity()), schemas, projections);
  }
}
