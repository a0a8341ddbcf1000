package io.larder.protocol.json.client;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.WriteRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers to batches and transactions. */
final class BatchAnswers {
  private BatchAnswers() {}

  static BatchGetItemResponse get(AnswerReader in, BatchGetItemRequest request) {
    Map<String, List<Item>> responses = new LinkedHashMap<>();
    Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
    List<ConsumedCapacity> consumed = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Responses" -> {
          in.beginObject();
          while (in.nextMember()) {
            String table = in.name();
            responses.put(table, in.all(AnswerReader::item));
          }
        }
        case "UnprocessedKeys" -> {
          in.beginObject();
          while (in.nextMember()) {
            String table = in.name();
            unprocessed.put(table, unprocessed(in, request.requestItems().get(table)));
          }
        }
        case "ConsumedCapacity" -> consumed = CapacityReader.capacities(in);
        default -> in.skip();
      }
    }
    return new BatchGetItemResponse(responses, unprocessed, consumed);
  }

  /**
   * What the upstream repeats are the words of the request that was written; the client is told its
   * own again.
   */
  private static KeysAndAttributes unprocessed(AnswerReader in, @Nullable KeysAndAttributes asked) {
    if (asked == null) {
      throw in.malformed("keys of a table that was not asked for");
    }
    List<Map<String, AttributeValue>> keys =
        in.only("Keys", list -> list.all(AnswerReader::attributes));
    return new KeysAndAttributes(
        keys,
        asked.projection(),
        asked.consistentRead(),
        asked.projectionExpression(),
        asked.expressionAttributeNames(),
        asked.attributesToGet());
  }

  static BatchWriteItemResponse write(AnswerReader in) {
    Map<String, List<WriteRequest>> unprocessed = new LinkedHashMap<>();
    List<ConsumedCapacity> consumed = null;
    Map<String, List<ItemCollectionMetrics>> metrics = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "UnprocessedItems" -> {
          in.beginObject();
          while (in.nextMember()) {
            String table = in.name();
            unprocessed.put(table, in.all(BatchAnswers::unprocessed));
          }
        }
        case "ConsumedCapacity" -> consumed = CapacityReader.capacities(in);
        case "ItemCollectionMetrics" -> metrics = CapacityReader.metricsByTable(in);
        default -> in.skip();
      }
    }
    return new BatchWriteItemResponse(unprocessed, consumed, metrics);
  }

  private static WriteRequest unprocessed(AnswerReader in) {
    WriteRequest write = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "PutRequest" -> write = new WriteRequest.Put(in.only("Item", AnswerReader::item));
        case "DeleteRequest" ->
            write = new WriteRequest.Delete(in.only("Key", AnswerReader::attributes));
        default -> in.skip();
      }
    }
    if (write == null) {
      throw in.malformed("write that is none");
    }
    return write;
  }

  private static @Nullable Item itemOrNull(AnswerReader in) {
    Item item = null;
    in.beginObject();
    while (in.nextMember()) {
      if (in.name().equals("Item")) {
        item = in.item();
      } else {
        in.skip();
      }
    }
    return item;
  }

  static TransactGetItemsResponse transactGet(AnswerReader in) {
    List<@Nullable Item> items = new ArrayList<>();
    List<ConsumedCapacity> consumed = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Responses" -> {
          in.beginArray();
          while (in.nextElement()) {
            items.add(itemOrNull(in));
          }
        }
        case "ConsumedCapacity" -> consumed = CapacityReader.capacities(in);
        default -> in.skip();
      }
    }
    return new TransactGetItemsResponse(items, consumed);
  }

  static TransactWriteItemsResponse transactWrite(AnswerReader in) {
    List<ConsumedCapacity> consumed = null;
    Map<String, List<ItemCollectionMetrics>> metrics = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "ConsumedCapacity" -> consumed = CapacityReader.capacities(in);
        case "ItemCollectionMetrics" -> metrics = CapacityReader.metricsByTable(in);
        default -> in.skip();
      }
    }
    return new TransactWriteItemsResponse(consumed, metrics);
  }
}
