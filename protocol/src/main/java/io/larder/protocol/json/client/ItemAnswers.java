package io.larder.protocol.json.client;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Select;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers to operations on one item and to Query and Scan. */
final class ItemAnswers {
  private ItemAnswers() {}

  static GetItemResponse get(AnswerReader in) {
    Item item = null;
    ConsumedCapacity consumed = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Item" -> item = in.item();
        case "ConsumedCapacity" -> consumed = CapacityReader.capacity(in);
        default -> in.skip();
      }
    }
    return new GetItemResponse(item, consumed);
  }

  /** Makes the response to a write of one item. */
  @FunctionalInterface
  interface Written<R> {
    R response(
        @Nullable Item attributes,
        @Nullable ConsumedCapacity consumed,
        @Nullable ItemCollectionMetrics metrics);
  }

  static <R> R write(AnswerReader in, Written<R> written) {
    Item attributes = null;
    ConsumedCapacity consumed = null;
    ItemCollectionMetrics metrics = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Attributes" -> attributes = in.item();
        case "ConsumedCapacity" -> consumed = CapacityReader.capacity(in);
        case "ItemCollectionMetrics" -> metrics = CapacityReader.metrics(in);
        default -> in.skip();
      }
    }
    return written.response(attributes, consumed, metrics);
  }

  /** Makes the response to a Query or Scan. */
  @FunctionalInterface
  interface Paged<R> {
    R response(ItemPage page, @Nullable ConsumedCapacity consumed);
  }

  static <R> R page(AnswerReader in, PageRequest request, Paged<R> paged) {
    List<Item> items = List.of();
    int count = -1;
    int scanned = -1;
    Map<String, AttributeValue> lastKey = null;
    ConsumedCapacity consumed = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Items" -> items = in.all(AnswerReader::item);
        case "Count" -> count = in.count();
        case "ScannedCount" -> scanned = in.count();
        case "LastEvaluatedKey" -> lastKey = in.attributes();
        case "ConsumedCapacity" -> consumed = CapacityReader.capacity(in);
        default -> in.skip();
      }
    }
    if (count < 0) {
      count = items.size();
    }
    var page =
        new ItemPage(
            request.select() == Select.COUNT ? null : items,
            count,
            scanned < 0 ? count : scanned,
            lastKey,
            CapacityReader.cost(consumed, request, items));
    return paged.response(page, consumed);
  }
}
