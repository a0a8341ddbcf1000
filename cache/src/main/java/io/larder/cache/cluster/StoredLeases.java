package io.larder.cache.cluster;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteReturns;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The lease table of a cluster in one item of a table of the upstream, which is changed by
 * conditional updates only: what one node decides about itself and another is decided at once, on
 * any engine that has them. Each member has an attribute {@code node:NAME}, a map with its
 * incarnation, its address and its renewals; {@code latest} is the last incarnation.
 */
public final class StoredLeases implements LeaseTable {
  private static final String LATEST = "latest";
  private static final String NODE = "node:";
  private static final String INCARNATION = "incarnation";
  private static final String ADDRESS = "address";
  private static final String RENEWALS = "renewals";
  private static final String PARTITION = "cluster";

  /** How often a node tries to register when others do at the same time. */
  private static final int ATTEMPTS = 8;

  private static final WriteReturns NEW_IMAGE =
      new WriteReturns(
          ReturnValues.ALL_NEW,
          ReturnValuesOnConditionCheckFailure.NONE,
          ReturnConsumedCapacity.NONE,
          ReturnItemCollectionMetrics.NONE);

  private final TableStore store;
  private final String tableName;
  private final String cluster;
  private final Runnable make;
  private final Executor blocking;
  private final AtomicBoolean isMaking = new AtomicBoolean();

  /** Of the item, once the table is there. */
  private volatile @Nullable Map<String, AttributeValue> key;

  /**
   * @param store which tells no observer of writes to that table, and keeps nothing of it
   * @param tableName of a table whose keys are strings: a partition key and a sort key
   * @param cluster names the item
   * @param make makes the table when it is missing, and may block
   * @param blocking runs what may block
   */
  public StoredLeases(
      TableStore store, String tableName, String cluster, Runnable make, Executor blocking) {
    this.store = store;
    this.tableName = tableName;
    this.cluster = cluster;
    this.make = make;
    this.blocking = blocking;
  }

  @Override
  public CompletableFuture<Members> read() {
    return CompletableFuture.supplyAsync(() -> members(readItem()), blocking);
  }

  @Override
  public CompletableFuture<Members> register(String name, String address) {
    return CompletableFuture.supplyAsync(
        () -> {
          for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
              return registerAfter(members(readItem()).latest(), name, address);
            } catch (ServiceException e) {
              if (!isConditionFailed(e)) {
                throw e;
              }
            }
          }
          throw new IllegalStateException("others register all the time");
        },
        blocking);
  }

  private Members registerAfter(long latest, String name, String address) {
    Map<String, AttributeValue> row = new HashMap<>();
    row.put(INCARNATION, number(latest + 1));
    row.put(ADDRESS, new AttributeValue.Str(address));
    row.put(RENEWALS, number(0));
    return update(
        "SET #self = :row, #latest = :next",
        "attribute_not_exists(#latest) OR #latest = :latest",
        Map.of("#self", NODE + name, "#latest", LATEST),
        Map.of(
            ":row", new AttributeValue.MapOf(row),
            ":next", number(latest + 1),
            ":latest", number(latest)));
  }

  @Override
  public CompletableFuture<Members> renew(NodeId self) {
    return updateIfMember(
        "SET #self.#renewals = #self.#renewals + :one",
        "#self.#incarnation = :self",
        Map.of("#self", NODE + self.name(), "#incarnation", INCARNATION, "#renewals", RENEWALS),
        Map.of(":one", number(1), ":self", number(self.incarnation())));
  }

  @Override
  public CompletableFuture<Members> fence(NodeId self, NodeId other) {
    return updateIfMember(
        "REMOVE #other",
        "#self.#incarnation = :self AND #other.#incarnation = :other",
        Map.of(
            "#self", NODE + self.name(),
            "#other", NODE + other.name(),
            "#incarnation", INCARNATION),
        Map.of(":self", number(self.incarnation()), ":other", number(other.incarnation())));
  }

  @Override
  public CompletableFuture<Members> leave(NodeId self) {
    return updateIfMember(
        "REMOVE #self",
        "#self.#incarnation = :self",
        Map.of("#self", NODE + self.name(), "#incarnation", INCARNATION),
        Map.of(":self", number(self.incarnation())));
  }

  private CompletableFuture<Members> updateIfMember(
      String update,
      String condition,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return update(update, condition, names, values);
          } catch (ServiceException e) {
            if (isConditionFailed(e)) {
              return members(readItem());
            }
            throw e;
          }
        },
        blocking);
  }

  private Members update(
      String update,
      String condition,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    var expressions = new ExpressionAttributes(names, values);
    var request =
        new UpdateItemRequest(
            tableName,
            key(),
            expressions.update(update),
            expressions.condition(condition),
            NEW_IMAGE);
    try {
      return members(store.write(request).join().attributes());
    } catch (CompletionException e) {
      throw e.getCause() instanceof ServiceException error ? error : e;
    }
  }

  private @Nullable Item readItem() {
    return store
        .read(new GetItemRequest(tableName, key(), null, true, ReturnConsumedCapacity.NONE))
        .item();
  }

  private Map<String, AttributeValue> key() {
    Map<String, AttributeValue> found = key;
    if (found == null) {
      found = keyIn(table());
      key = found;
    }
    return found;
  }

  private Table table() {
    try {
      return store.find(tableName);
    } catch (ServiceException e) {
      if (meaning(e) instanceof ServiceError.ResourceNotFound
          && isMaking.compareAndSet(false, true)) {
        blocking.execute(this::makeTable);
      }
      throw e;
    }
  }

  /** Who needs it asks again. */
  private void makeTable() {
    try {
      make.run();
    } finally {
      isMaking.set(false);
    }
  }

  private Map<String, AttributeValue> keyIn(Table table) {
    Map<String, AttributeValue> values = new HashMap<>();
    table
        .keySchema()
        .partition()
        .forEach(attribute -> values.put(attribute.name(), new AttributeValue.Str(PARTITION)));
    table
        .keySchema()
        .sort()
        .forEach(attribute -> values.put(attribute.name(), new AttributeValue.Str(cluster)));
    return values;
  }

  private static boolean isConditionFailed(ServiceException e) {
    return meaning(e) instanceof ServiceError.ConditionalCheckFailed;
  }

  private static ServiceError meaning(ServiceException e) {
    return e.error() instanceof ServiceError.Relayed relayed ? relayed.meaning() : e.error();
  }

  private static AttributeValue number(long value) {
    return new AttributeValue.Num(DynamoNumber.of(value));
  }

  private static Members members(@Nullable Item item) {
    Map<String, AttributeValue> attributes = item == null ? Map.of() : item.attributes();
    Map<String, Member> byName = new HashMap<>();
    attributes.forEach(
        (attribute, value) -> {
          if (attribute.startsWith(NODE) && value instanceof AttributeValue.MapOf(var row)) {
            String name = attribute.substring(NODE.length());
            byName.put(
                name,
                new Member(
                    new NodeId(name, number(row, INCARNATION)),
                    row.get(ADDRESS) instanceof AttributeValue.Str(var address) ? address : "",
                    number(row, RENEWALS)));
          }
        });
    return new Members(number(attributes, LATEST), byName);
  }

  private static long number(Map<String, AttributeValue> attributes, String name) {
    return attributes.get(name) instanceof AttributeValue.Num(var value) ? value.floor() : 0;
  }
}
