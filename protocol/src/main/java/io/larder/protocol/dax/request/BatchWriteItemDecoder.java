package io.larder.protocol.dax.request;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.dax.request.RequestDecoder.Context;
import io.larder.protocol.dax.value.ItemDecoder;
import io.larder.protocol.draft.Rollout;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.BatchWriteItemDraft;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.draft.item.WriteRequestDraft;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a BatchWriteItem: the keys of each table with values or, to delete, null; parameters. */
final class BatchWriteItemDecoder {
  private static final ValidationLayer LAYER = Rollout.layerOf(Operation.BATCH_WRITE_ITEM);

  private BatchWriteItemDecoder() {}

  static DaxRequest decode(CborReader in, Context context) {
    var batch = new BatchWriteItemDraft();
    Map<String, List<WriteRequestDraft>> tables = new LinkedHashMap<>();
    Map<String, KeySchema> schemas = new LinkedHashMap<>();
    for (int left = in.beginMap(); in.hasNext(left); left--) {
      String table = Arguments.text(in);
      KeySchema keys = context.keysOf(table, "BatchWriteItem");
      schemas.put(table, keys);
      tables.put(table, readWrites(in, keys, context));
    }
    batch.requestItems = tables;
    Parameters parameters = Parameters.read(in);
    batch.returnConsumedCapacity = parameters.returnConsumedCapacity();
    batch.returnItemCollectionMetrics = parameters.returnItemCollectionMetrics();
    return Projections.none(batch.check(), List.copyOf(schemas.values()));
  }

  private static List<WriteRequestDraft> readWrites(
      CborReader in, KeySchema keys, Context context) {
    List<WriteRequestDraft> writes = new ArrayList<>();
    for (int left = in.beginArray(); in.hasNext(left); left -= 2) {
      if (left == 1) {
        throw new MalformedCbor("a key without values");
      }
      if (writes.size() > ServiceQuotas.MAX_BATCH_WRITES) {
        // Refused anyway.
        in.skip();
        in.skip();
      } else {
        writes.add(readWrite(in, keys, context));
      }
    }
    return writes;
  }

  private static WriteRequestDraft readWrite(CborReader in, KeySchema keys, Context context) {
    CborReader key = in.readContent();
    if (in.skipNull()) {
      return new WriteRequestDraft(
          false, null, true, ItemDecoder.key(key, keys, new ValueDraft(LAYER)));
    }
    AttributeMap item = Arguments.item(key, in.readContent(), keys, context.lists(), LAYER);
    return new WriteRequestDraft(true, item, false, null);
  }
}
