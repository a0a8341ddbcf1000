package io.larder.store.partiql;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.store.TableStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads items for statements. */
final class Reads {
  private final TableStore store;

  Reads(TableStore store) {
    this.store = store;
  }

  /** Items in the order of their keys, those that are there; and what reading all consumed. */
  record Items(List<Item> items, @Nullable ConsumedCapacity consumed) {}

  /** Reads a page; where it goes on from a token, it is the token's fault if it cannot. */
  <R extends Response> R page(Request.Read<R> request, boolean goesOn) {
    try {
      return store.read(request);
    } catch (ServiceException e) {
      if (goesOn && StatementErrors.meaning(e.error()) instanceof ServiceError.Validation) {
        throw NextToken.invalid();
      }
      throw e;
    }
  }

  /** Reads items of one table by their keys, which are all different. */
  Items items(
      String tableName,
      List<Map<String, AttributeValue>> keys,
      boolean consistent,
      ReturnConsumedCapacity consumed) {
    if (keys.size() == 1) {
      GetItemResponse response = one(tableName, keys.getFirst(), consistent, consumed);
      Item item = response.item();
      return new Items(item == null ? List.of() : List.of(item), response.consumedCapacity());
    }
    BatchGetItemResponse response =
        store.read(
            new BatchGetItemRequest(
                Map.of(tableName, new KeysAndAttributes(keys, null, consistent, null, null, null)),
                consumed));
    Map<Map<String, AttributeValue>, Item> found = new LinkedHashMap<>();
    for (List<Item> items : response.responses().values()) {
      for (Item item : items) {
        found.put(keyOf(item, keys.getFirst()), item);
      }
    }
    List<ConsumedCapacity> all = response.consumedCapacity();
    ConsumedCapacity sum = all == null || all.isEmpty() ? null : all.getFirst();
    // What was left out is asked for by itself, so that the reason for it is told.
    for (KeysAndAttributes left : response.unprocessedKeys().values()) {
      for (Map<String, AttributeValue> key : left.keys()) {
        GetItemResponse single = one(tableName, key, consistent, consumed);
        ConsumedCapacity capacity = single.consumedCapacity();
        sum = sum == null || capacity == null ? capacity : sum.plus(capacity);
        if (single.item() != null) {
          found.put(key, single.item());
        }
      }
    }
    List<Item> inOrder = new ArrayList<>(found.size());
    for (Map<String, AttributeValue> key : keys) {
      Item item = found.get(key);
      if (item != null) {
        inOrder.add(item);
      }
    }
    return new Items(inOrder, sum);
  }

  GetItemResponse one(
      String tableName,
      Map<String, AttributeValue> key,
      boolean consistent,
      ReturnConsumedCapacity consumed) {
    return store.read(request(tableName, key, consistent, consumed));
  }

  static GetItemRequest request(
      String tableName,
      Map<String, AttributeValue> key,
      boolean consistent,
      ReturnConsumedCapacity consumed) {
    return new GetItemRequest(tableName, key, null, consistent, consumed);
  }

  /** The key of an item, which has the attributes that {@code other} has. */
  static Map<String, AttributeValue> keyOf(Item item, Map<String, AttributeValue> other) {
    Map<String, AttributeValue> attributes = item.attributes();
    Map<String, AttributeValue> key = new LinkedHashMap<>(4);
    for (String name : other.keySet()) {
      AttributeValue value = attributes.get(name);
      if (value != null) {
        key.put(name, value);
      }
    }
    return key;
  }
}
