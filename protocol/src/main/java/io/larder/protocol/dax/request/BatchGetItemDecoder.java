package io.larder.protocol.dax.request;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.draft.Rollout;
import io.larder.protocol.draft.item.BatchGetItemDraft;
import io.larder.protocol.draft.item.KeysDraft;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a BatchGetItem: what is asked for by table, parameters. */
final class BatchGetItemDecoder {
  private static final ValidationLayer LAYER = Rollout.layerOf(Operation.BATCH_GET_ITEM);

  private BatchGetItemDecoder() {}

  static DaxRequest decode(CborReader in, Context context) {
    var batch = new BatchGetItemDraft();
    Map<String, KeysDraft> tables = new LinkedHashMap<>();
    Map<String, KeySchema> schemas = new LinkedHashMap<>();
    for (int left = in.beginMap(); in.hasNext(left); left--) {
      String table = Arguments.text(in);
      KeySchema keys = context.keysOf(table, "BatchGetItem");
      schemas.put(table, keys);
      tables.put(table, readTable(in, keys));
    }
    batch.requestItems = tables;
    batch.returnConsumedCapacity = Parameters.read(in).returnConsumedCapacity();
    return wholeAttributes(batch.check(), List.copyOf(schemas.values()));
  }

  private static KeysDraft readTable(CborReader in, KeySchema keys) {
    var table = new KeysDraft();
    int announced = Arguments.beginArray(in, 3);
    table.consistentRead = Arguments.flag(in);
    table.projection.tree = ExpressionDecoder.projection(in.skipNull() ? null : in.readContent());
    table.keys =
        Arguments.list(
            in, ServiceQuotas.MAX_BATCH_GET_KEYS, key -> Arguments.key(key, keys, LAYER));
    Arguments.endArray(in, announced);
    return table;
  }

  private static DaxRequest wholeAttributes(BatchGetItemRequest request, List<KeySchema> schemas) {
    Map<String, KeysAndAttributes> tables = new LinkedHashMap<>();
    List<@Nullable ProjectionExpression> projections = new ArrayList<>();
    request
        .requestItems()
        .forEach(
            (name, table) -> {
              projections.add(table.projection());
              tables.put(name, table.withProjection(Projections.whole(table.projection())));
            });
    return new DaxRequest(
        new BatchGetItemRequest(tables, request.returnConsumedCapacity()), schemas, projections);
  }
}
