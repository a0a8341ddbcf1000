package io.larder.security.identity.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.security.identity.Entity;
import io.larder.security.identity.EntityKey;
import io.larder.security.identity.Identities;
import io.larder.security.identity.table.EntityDocuments.UnreadableException;
import io.larder.store.TableStore;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.SecretSealer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The items of the identities: one for each entity, one with the revision, which every change finds
 * as it left it or is not made, and one with the key of all that is sealed, which the first change
 * makes. All are one item collection. Blocks.
 */
final class IdentityTable {
  private static final String PARTITION_KEY = "pk";
  private static final String SORT_KEY = "sk";
  private static final String PARTITION = "identity";
  private static final String REVISION = "revision";
  private static final String DOCUMENT = "document";
  private static final String SECRET_KEY = "secret-key";
  private static final String WRAPPED = "wrapped";
  private static final String MASTER_KEY = "master-key";

  private final TableStore store;
  private final String name;
  private final Runnable make;
  private final SecretSealer sealer;
  private final EntityDocuments documents;

  /**
   * @param name of a table whose keys are the strings {@code pk} and {@code sk}
   * @param make makes the table when it is missing, and may block
   */
  IdentityTable(TableStore store, String name, Runnable make, SecretSealer sealer) {
    this.store = store;
    this.name = name;
    this.make = make;
    this.sealer = sealer;
    this.documents = new EntityDocuments(sealer);
  }

  /** The revision that is stored; 0 if nothing ever was. */
  long revision() {
    try {
      Item item =
          store
              .read(
                  new GetItemRequest(name, key(REVISION), null, true, ReturnConsumedCapacity.NONE))
              .item();
      return item == null ? 0 : revision(item);
    } catch (ServiceException e) {
      if (meaning(e) instanceof ServiceError.ResourceNotFound) {
        return 0;
      }
      throw e;
    }
  }

  private static long revision(Item item) {
    if (item.attributes().get(REVISION) instanceof AttributeValue.Num(var number)) {
      return number.floor();
    }
    throw new IllegalStateException("The identities have no revision");
  }

  /** All entities; null if they were changed meanwhile. What is sealed can be opened afterwards. */
  @Nullable Identities read() throws UnreadableException, KeyUnavailableException {
    long revision = revision();
    if (revision == 0) {
      return Identities.NONE;
    }
    Map<String, String> found = new LinkedHashMap<>();
    Item secretKey = null;
    Map<String, AttributeValue> start = null;
    do {
      ItemPage page = store.read(page(start)).page();
      for (Item item : page.items() == null ? List.<Item>of() : page.items()) {
        String key = text(item, SORT_KEY);
        String document = text(item, DOCUMENT);
        if (SECRET_KEY.equals(key)) {
          secretKey = item;
        } else if (key != null && document != null) {
          found.put(key, document);
        }
      }
      start = page.lastEvaluatedKey();
    } while (start != null);
    if (revision() != revision) {
      return null;
    }
    sealer.use(kept(secretKey));
    List<Entity> entities = new ArrayList<>(found.size());
    for (Map.Entry<String, String> each : found.entrySet()) {
      entities.add(documents.read(each.getKey(), each.getValue()));
    }
    return Identities.of(revision, entities);
  }

  private static @Nullable String text(Item item, String attribute) {
    return item.attributes().get(attribute) instanceof AttributeValue.Str(var text) ? text : null;
  }

  private static SecretSealer.Kept kept(@Nullable Item item) throws UnreadableException {
    String masterKey = item == null ? null : text(item, MASTER_KEY);
    String wrapped = item == null ? null : text(item, WRAPPED);
    if (wrapped == null || masterKey == null) {
      throw new UnreadableException(SECRET_KEY + " is missing");
    }
    return new SecretSealer.Kept(wrapped, masterKey);
  }

  private static Item item(SecretSealer.Kept kept) {
    Map<String, AttributeValue> attributes = new HashMap<>(key(SECRET_KEY));
    attributes.put(WRAPPED, new AttributeValue.Str(kept.wrapped()));
    attributes.put(MASTER_KEY, new AttributeValue.Str(kept.masterKey()));
    return Item.of(attributes);
  }

  /** Has the present master key wrap the key that is in use, if another one has. */
  void renewKey() throws KeyUnavailableException {
    SecretSealer.Kept renewed = sealer.renewed();
    if (renewed != null) {
      write(
          new TransactWriteItemsRequest(
              List.of(put(item(renewed), null)),
              null,
              Bytes.wrap(renewed.wrapped().getBytes(UTF_8)),
              ReturnConsumedCapacity.NONE,
              ReturnItemCollectionMetrics.NONE));
    }
  }

  private QueryRequest page(@Nullable Map<String, AttributeValue> start) {
    return new QueryRequest(
        name,
        KeyConditionExpression.of(
            ConditionExpression.ofChecked(
                isEqual(PARTITION_KEY, new AttributeValue.Str(PARTITION)))),
        true,
        new PageRequest(null, null, null, null, null, start, true),
        ReturnConsumedCapacity.NONE);
  }

  /** True if a change of that revision was made; false if there was another before it. */
  boolean write(long revision, Map<EntityKey, @Nullable Entity> changes)
      throws KeyUnavailableException {
    List<TransactWriteItem> items = new ArrayList<>(changes.size() + 2);
    items.add(
        put(
            item(REVISION, REVISION, number(revision + 1)),
            ConditionExpression.ofChecked(
                revision == 0
                    ? new Condition.AttributeNotExists(DocumentPath.ofAttribute(PARTITION_KEY))
                    : isEqual(REVISION, number(revision)))));
    if (revision == 0) {
      SecretSealer.Kept made = sealer.make();
      sealer.use(made);
      items.add(put(item(made), null));
    }
    changes.forEach((key, entity) -> items.add(action(key, entity)));
    var request =
        new TransactWriteItemsRequest(
            items,
            null,
            Bytes.wrap((PARTITION + revision).getBytes(UTF_8)),
            ReturnConsumedCapacity.NONE,
            ReturnItemCollectionMetrics.NONE);
    try {
      write(request);
      return true;
    } catch (ServiceException e) {
      if (meaning(e) instanceof ServiceError.ResourceNotFound) {
        make.run();
        return isWritten(request);
      }
      return wasEarlier(e);
    }
  }

  private boolean isWritten(TransactWriteItemsRequest request) {
    try {
      write(request);
      return true;
    } catch (ServiceException e) {
      return wasEarlier(e);
    }
  }

  /** False if another change was made before; throws if it was not made for another reason. */
  private static boolean wasEarlier(ServiceException e) {
    boolean isLate =
        switch (meaning(e)) {
          case ServiceError.TransactionCanceled(var reasons) ->
              reasons.stream().map(CancellationReason::code).anyMatch(IdentityTable::isConflict);
          case ServiceError.TransactionConflict _ -> true;
          default -> false;
        };
    if (isLate) {
      return false;
    }
    throw e;
  }

  private static boolean isConflict(String code) {
    return code.equals("ConditionalCheckFailed") || code.equals("TransactionConflict");
  }

  private void write(Request.Write<?> request) {
    try {
      store.write(request).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  private TransactWriteItem action(EntityKey key, @Nullable Entity entity) {
    return entity == null
        ? new TransactWriteItem.Delete(
            name, key(key.text()), null, ReturnValuesOnConditionCheckFailure.NONE)
        : put(item(key.text(), DOCUMENT, new AttributeValue.Str(documents.write(entity))), null);
  }

  private TransactWriteItem put(Item item, @Nullable ConditionExpression condition) {
    return new TransactWriteItem.Put(
        name, item, condition, ReturnValuesOnConditionCheckFailure.NONE);
  }

  private static Condition isEqual(String attribute, AttributeValue value) {
    return new Condition.Compare(
        DocumentPath.ofAttribute(attribute), Comparison.EQ, new Operand.Literal(value));
  }

  private static Map<String, AttributeValue> key(String sort) {
    return Map.of(
        PARTITION_KEY, new AttributeValue.Str(PARTITION), SORT_KEY, new AttributeValue.Str(sort));
  }

  /** An item of that sort key with one attribute more. */
  private static Item item(String sort, String attribute, AttributeValue value) {
    Map<String, AttributeValue> attributes = new HashMap<>(key(sort));
    attributes.put(attribute, value);
    return Item.of(attributes);
  }

  private static AttributeValue number(long value) {
    return new AttributeValue.Num(DynamoNumber.of(value));
  }

  /** What an error means that may be an upstream's. */
  private static ServiceError meaning(ServiceException e) {
    return e.error() instanceof ServiceError.Relayed(var meaning, _, _, _) ? meaning : e.error();
  }
}
