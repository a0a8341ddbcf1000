package io.larder.store.upstream;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.UpdateExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.operation.WriteReturns;
import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the new images of a write's items are learnt, where they can be.
 *
 * <p>What is put is its own image, and what is deleted has none. The image of an update is what the
 * upstream returns as ALL_NEW, which costs nothing at DynamoDB and is asked for only where a copy
 * of the item is kept; or it is the update of what it returns as ALL_OLD.
 *
 * @param keepsItemsAsSent {@link UpstreamOptions.Engine#keepsItemsAsSent}
 */
record WriteImages(boolean keepsItemsAsSent) {
  /**
   * What is sent for an update.
   *
   * @param isKept true if a copy of the item is kept
   */
  UpdateItemRequest ask(UpdateItemRequest request, boolean isKept) {
    ReturnValues values = request.returns().values();
    boolean isAsked =
        isKept
            && keepsItemsAsSent
            && (values == ReturnValues.NONE || values == ReturnValues.UPDATED_NEW);
    return isAsked ? returning(request, ReturnValues.ALL_NEW) : request;
  }

  private static UpdateItemRequest returning(UpdateItemRequest request, ReturnValues values) {
    WriteReturns returns = request.returns();
    return new UpdateItemRequest(
        request.tableName(),
        request.key(),
        request.update(),
        request.condition(),
        new WriteReturns(
            values,
            returns.onConditionCheckFailure(),
            returns.consumedCapacity(),
            returns.itemCollectionMetrics()));
  }

  /** The image of an updated item, null if it cannot be told. */
  private @Nullable Item image(UpdateItemRequest sent, UpdateItemResponse response) {
    Item returned = response.attributes();
    return switch (sent.returns().values()) {
      case ALL_NEW -> returned;
      case ALL_OLD -> keepsItemsAsSent ? updated(sent, returned) : null;
      case NONE, UPDATED_OLD, UPDATED_NEW -> null;
    };
  }

  private static @Nullable Item updated(UpdateItemRequest request, @Nullable Item old) {
    UpdateExpression update = request.update();
    if (update == null) {
      return old == null ? Item.of(request.key()) : old;
    }
    if (old == null && update.onlyRemoves()) {
      return null;
    }
    try {
      if (old != null) {
        return old.attributes().with(update.targetNames(), update.apply(old.attributes()));
      }
      Map<String, AttributeValue> attributes = new LinkedHashMap<>(request.key());
      attributes.putAll(update.apply(request.key()));
      return Item.of(attributes);
    } catch (ServiceException e) {
      // The upstream sees it otherwise, and has the say.
      return null;
    }
  }

  /** The response to what was asked for, made of the response to what was sent. */
  static UpdateItemResponse answer(
      UpdateItemRequest request, UpdateItemRequest sent, UpdateItemResponse response) {
    ReturnValues asked = request.returns().values();
    if (asked == sent.returns().values()) {
      return response;
    }
    Item image = response.attributes();
    return new UpdateItemResponse(
        asked == ReturnValues.UPDATED_NEW && image != null
            ? updatedOf(request.update(), image)
            : null,
        response.consumedCapacity(),
        response.itemCollectionMetrics());
  }

  private static @Nullable Item updatedOf(@Nullable UpdateExpression update, Item image) {
    Map<String, AttributeValue> attributes =
        update == null ? Map.of() : update.updated(image.attributes());
    return attributes.isEmpty() ? null : Item.of(attributes);
  }

  /**
   * The images that are known of a write that was done.
   *
   * @param touched its items, in its order
   */
  List<ItemChange> known(Request.Write<?> request, Response response, List<NamedTouched> touched) {
    var images = new Known(touched);
    switch (request) {
      case PutItemRequest put -> images.put(put.item());
      case DeleteItemRequest _ -> images.delete();
      case UpdateItemRequest update -> {
        Item image = image(update, (UpdateItemResponse) response);
        if (image != null) {
          images.add(image);
        }
      }
      case BatchWriteItemRequest batch ->
          images.batch(batch, ((BatchWriteItemResponse) response).unprocessedItems());
      case TransactWriteItemsRequest transaction -> {
        // With a token it may have been done long ago, and other writes have come since.
        if (transaction.clientRequestToken() == null) {
          transaction.items().forEach(images::action);
        }
      }
    }
    return images.changes;
  }

  /** Goes over the touched items in their order. */
  private final class Known {
    private final List<NamedTouched> touched;
    private final List<ItemChange> changes = new ArrayList<>();
    private int at;

    Known(List<NamedTouched> touched) {
      this.touched = touched;
    }

    void put(Item item) {
      if (keepsItemsAsSent) {
        add(item);
      } else {
        at++;
      }
    }

    void delete() {
      add(null);
    }

    void add(@Nullable Item image) {
      NamedTouched target = touched.get(at++);
      changes.add(new ItemChange(target.key(), image, target.collections()));
    }

    void batch(BatchWriteItemRequest request, Map<String, List<WriteRequest>> unprocessed) {
      Map<String, Integer> left = new HashMap<>();
      unprocessed.forEach(
          (name, writes) -> left.merge(UpstreamTables.nameOf(name), writes.size(), Integer::sum));
      request
          .requestItems()
          .forEach(
              (name, writes) -> {
                if (left.containsKey(UpstreamTables.nameOf(name))) {
                  // Which of them is left is no matter: the next read brings the others.
                  at += writes.size();
                } else {
                  writes.forEach(this::write);
                }
              });
    }

    private void write(WriteRequest write) {
      switch (write) {
        case WriteRequest.Put(var item) -> put(item);
        case WriteRequest.Delete _ -> delete();
      }
    }

    void action(TransactWriteItem action) {
      switch (action) {
        case TransactWriteItem.Put put -> put(put.item());
        case TransactWriteItem.Delete _ -> delete();
        case TransactWriteItem.Update _ -> at++;
        case TransactWriteItem.ConditionCheck _ -> {}
      }
    }
  }
}
