package io.larder.proxy.manage.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.WriteReturns;
import io.larder.store.TableStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The item that the holdings are, which a change finds as it left it or is not made. Blocks. */
final class HoldingsTable {
  /** Below what an item may have, with room for its other attributes. */
  static final int MAX_BYTES = 384 * 1024;

  private static final String PARTITION_KEY = "pk";
  private static final String SORT_KEY = "sk";
  private static final String REVISION = "revision";
  private static final String DOCUMENT = "document";
  private static final Map<String, AttributeValue> KEY =
      Map.of(
          PARTITION_KEY, new AttributeValue.Str("dax"),
          SORT_KEY, new AttributeValue.Str("holdings"));

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultVisibility(visibility -> visibility.withIsGetterVisibility(Visibility.NONE))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private static final WriteReturns NOTHING =
      new WriteReturns(
          ReturnValues.NONE,
          ReturnValuesOnConditionCheckFailure.NONE,
          ReturnConsumedCapacity.NONE,
          ReturnItemCollectionMetrics.NONE);

  private final TableStore store;
  private final String name;
  private final Runnable make;

  HoldingsTable(TableStore store, String name, Runnable make) {
    this.store = store;
    this.name = name;
    this.make = make;
  }

  /**
   * What is stored.
   *
   * @param revision 0 if nothing ever was
   */
  record Stored(long revision, Holdings.Document document) {}

  /**
   * @throws ServiceException if it cannot be read
   */
  Stored read() {
    Item item;
    try {
      item =
          store.read(new GetItemRequest(name, KEY, null, true, ReturnConsumedCapacity.NONE)).item();
    } catch (ServiceException e) {
      if (meaning(e) instanceof ServiceError.ResourceNotFound) {
        return new Stored(0, Holdings.Document.NOTHING);
      }
      throw e;
    }
    if (item == null) {
      return new Stored(0, Holdings.Document.NOTHING);
    }
    Map<String, AttributeValue> attributes = item.attributes();
    if (!(attributes.get(REVISION) instanceof AttributeValue.Num(var revision)
        && attributes.get(DOCUMENT) instanceof AttributeValue.Str(var document))) {
      throw unreadable("a part is missing");
    }
    try {
      return new Stored(revision.floor(), JSON.readValue(document, Holdings.Document.class));
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw unreadable(e.getClass().getSimpleName());
    }
  }

  private ServiceException unreadable(String reason) {
    return new ServiceException(
        new ServiceError.InternalServer(
            "What the table " + name + " holds of DAX clusters cannot be read: " + reason));
  }

  /** The document as bytes that {@link #write} takes. */
  static String text(Holdings.Document document) {
    return JSON.writeValueAsString(document);
  }

  static boolean isTooLong(String document) {
    return document.getBytes(UTF_8).length > MAX_BYTES;
  }

  /**
   * True if the change of that revision was made; false if there was another before it.
   *
   * @throws ServiceException if it may or may not have been made
   */
  boolean write(long revision, String document) {
    try {
      put(revision, document);
      return true;
    } catch (ServiceException e) {
      return switch (meaning(e)) {
        case ServiceError.ConditionalCheckFailed _ -> false;
        case ServiceError.ResourceNotFound _ -> {
          make.run();
          yield false;
        }
        default -> throw e;
      };
    }
  }

  private void put(long revision, String document) {
    Map<String, AttributeValue> attributes = new HashMap<>(KEY);
    attributes.put(REVISION, number(revision + 1));
    attributes.put(DOCUMENT, new AttributeValue.Str(document));
    Condition condition =
        revision == 0
            ? new Condition.AttributeNotExists(DocumentPath.ofAttribute(PARTITION_KEY))
            : new Condition.Compare(
                DocumentPath.ofAttribute(REVISION),
                Comparison.EQ,
                new Operand.Literal(number(revision)));
    try {
      var _ =
          store
              .write(
                  new PutItemRequest(
                      name, Item.of(attributes), ConditionExpression.ofChecked(condition), NOTHING))
              .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  private static AttributeValue number(long value) {
    return new AttributeValue.Num(DynamoNumber.of(value));
  }

  /** What an error means that may be an upstream's. */
  private static ServiceError meaning(ServiceException e) {
    return e.error() instanceof ServiceError.Relayed(var meaning, _, _, _) ? meaning : e.error();
  }
}
