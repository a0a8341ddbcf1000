package io.larder.store.upstream;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.WriteReturns;
import io.larder.store.TableStore;
import io.larder.store.names.AbstractAttributeListStore;
import io.larder.store.names.NameList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The lists of attribute names in the {@link ControlTable}, an item each, so that all servers
 * before one upstream give a list the same number. Those that were used are in memory.
 */
final class UpstreamAttributeLists extends AbstractAttributeListStore {
  private static final String PARTITION = "attribute-list";
  private static final String NAMES = "names";
  private static final WriteReturns NOTHING =
      new WriteReturns(
          ReturnValues.NONE,
          ReturnValuesOnConditionCheckFailure.NONE,
          ReturnConsumedCapacity.NONE,
          ReturnItemCollectionMetrics.NONE);
  private static final ConditionExpression IS_NEW =
      ConditionExpression.ofChecked(
          new Condition.AttributeNotExists(DocumentPath.ofAttribute(ControlTable.PARTITION_KEY)));

  private final TableStore store;
  private final String tableName;
  private final Executor threads;
  private final ConcurrentHashMap<List<String>, CompletableFuture<Integer>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param store that has the control table
   * @param threads that may block
   */
  UpstreamAttributeLists(TableStore store, String tableName, Executor threads) {
    this.store = store;
    this.tableName = tableName;
    this.threads = threads;
  }

  @Override
  protected CompletableFuture<Integer> add(NameList list) {
    var mine = new CompletableFuture<Integer>();
    CompletableFuture<Integer> other = underWay.putIfAbsent(list.names(), mine);
    if (other != null) {
      return other;
    }
    start(list, mine);
    return mine;
  }

  private void start(NameList list, CompletableFuture<Integer> answer) {
    try {
      lists.reserve(list);
    } catch (ServiceException e) {
      underWay.remove(list.names());
      answer.completeExceptionally(e);
      return;
    }
    threads.execute(
        () -> {
          int id = UNKNOWN;
          Throwable failure = null;
          try {
            id = put(list);
            lists.publish(id, list);
          } catch (RuntimeException | Error e) {
            lists.giveBack(list);
            failure = e;
          }
          underWay.remove(list.names());
          if (failure == null) {
            answer.complete(id);
          } else {
            answer.completeExceptionally(failure);
          }
        });
  }

  /** Stores the list, unless it is there, and returns its number. */
  private int put(NameList list) {
    for (int attempt = 0; ; attempt++) {
      int id = list.number(attempt);
      if (id != UNKNOWN && (isThere(id, list) || isPut(id, list) || isThere(id, list))) {
        return id;
      }
    }
  }

  private boolean isThere(int id, NameList list) {
    byte[] there = value(id);
    return there != null && Arrays.equals(there, list.value());
  }

  private byte @Nullable [] value(int id) {
    try {
      Item item =
          store
              .read(new GetItemRequest(tableName, key(id), null, true, ReturnConsumedCapacity.NONE))
              .item();
      return item != null && item.attributes().get(NAMES) instanceof AttributeValue.Bin(var bytes)
          ? bytes.toByteArray()
          : null;
    } catch (ServiceException e) {
      // Until the first list is put there is no table.
      if (TableFinder.meaning(e) instanceof ServiceError.ResourceNotFound) {
        return null;
      }
      throw e;
    }
  }

  private static Map<String, AttributeValue> key(int id) {
    return Map.of(
        ControlTable.PARTITION_KEY,
        new AttributeValue.Str(PARTITION),
        ControlTable.SORT_KEY,
        new AttributeValue.Str(Integer.toString(id)));
  }

  /** False if something has that number. */
  private boolean isPut(int id, NameList list) {
    Item item =
        Item.of(
            Map.of(
                ControlTable.PARTITION_KEY,
                new AttributeValue.Str(PARTITION),
                ControlTable.SORT_KEY,
                new AttributeValue.Str(Integer.toString(id)),
                NAMES,
                new AttributeValue.Bin(Bytes.wrap(list.value()))));
    var request = new PutItemRequest(tableName, item, IS_NEW, NOTHING);
    try {
      write(request);
      return true;
    } catch (ServiceException e) {
      return switch (TableFinder.meaning(e)) {
        case ServiceError.ConditionalCheckFailed _ -> false;
        case ServiceError.ResourceNotFound _ -> {
          ControlTable.ensure(store, tableName);
          // Whoever has made it meanwhile may have put the list as well.
          yield !isThere(id, list) && isPut(id, list);
        }
        default -> throw e;
      };
    }
  }

  private void write(PutItemRequest request) {
    try {
      store.write(request).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  @Override
  public @Nullable List<String> find(int id) {
    List<String> known = list(id);
    if (known != null) {
      return known;
    }
    byte[] value = value(id);
    if (value == null) {
      return null;
    }
    NameList list;
    try {
      list = NameList.of(NameList.read(value).names());
    } catch (RuntimeException e) {
      // No server has put it.
      return null;
    }
    try {
      lists.reserve(list);
      lists.publish(id, list);
    } catch (ServiceException e) {
      // There is no room to remember it, but it is what it is.
    }
    return list.names();
  }

  int count() {
    return lists.count();
  }

  long bytes() {
    return lists.bytes();
  }
}
