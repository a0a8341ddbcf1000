package io.larder.protocol.dax.response;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.WriteReturns;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables and attribute lists of the captured answers, and requests and items for them. */
final class Answers {
  static final KeySchema MUSIC =
      new KeySchema(List.of(key("Artist", "S")), List.of(key("SongTitle", "S")));
  static final KeySchema HASH = new KeySchema(List.of(key("id", "S")), List.of());
  static final KeySchema HASH_N = new KeySchema(List.of(key("id", "N")), List.of());
  static final KeySchema NUM_RANGE =
      new KeySchema(List.of(key("pk", "S")), List.of(key("sk", "N")));

  /** The lists that the server of the captured answers had. */
  static final AttributeLists LISTS =
      new NumberedLists(
          Map.of(
              List.of("v"), 4,
              List.of("Genre", "Price", "Year"), 5,
              List.of("a", "b", "c"), 9,
              List.of("a", "m"), 10,
              List.of("x"), 12));

  private Answers() {}

  private static KeyAttribute key(String name, String type) {
    return new KeyAttribute(name, AttributeValue.Type.valueOf(type));
  }

  /** Lists with the numbers that they are given. */
  record NumberedLists(Map<List<String>, Integer> ids) implements AttributeLists {
    @Override
    public int idOf(List<String> names) {
      return names.isEmpty() ? EMPTY : ids.getOrDefault(names, UNKNOWN);
    }

    @Override
    public @Nullable List<String> namesOf(int id) {
      return ids.entrySet().stream()
          .filter(list -> list.getValue() == id)
          .map(Map.Entry::getKey)
          .findAny()
          .orElse(null);
    }
  }

  /** The answer in hex. */
  static String answer(DaxRequest request, Response response) {
    var out = new CborWriter();
    ResponseEncoder.encode(request, response, LISTS, out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  static DaxRequest of(Request<?> request, KeySchema keys) {
    return of(request, keys, null);
  }

  static DaxRequest of(
      Request<?> request, KeySchema keys, @Nullable ProjectionExpression projection) {
    return new DaxRequest(request, List.of(keys), Collections.singletonList(projection));
  }

  static DaxRequest getItem(@Nullable ProjectionExpression projection) {
    return of(
        new GetItemRequest("Music", Map.of(), projection, false, ReturnConsumedCapacity.NONE),
        MUSIC,
        projection);
  }

  static DaxRequest putItem() {
    return of(
        new PutItemRequest("Hash", item("id", "ko"), null, returning(ReturnValues.ALL_OLD)), HASH);
  }

  static DaxRequest updateItem(ReturnValues values) {
    return of(new UpdateItemRequest("Hash", Map.of(), null, null, returning(values)), HASH);
  }

  private static WriteReturns returning(ReturnValues values) {
    return new WriteReturns(
        values,
        ReturnValuesOnConditionCheckFailure.NONE,
        ReturnConsumedCapacity.NONE,
        ReturnItemCollectionMetrics.NONE);
  }

  static DaxRequest query(
      @Nullable String indexName, @Nullable ProjectionExpression projection, KeySchema keys) {
    var page = new PageRequest(indexName, null, projection, null, null, null, false);
    return of(
        new QueryRequest(
            "Music",
            KeyConditionExpression.ofLegacy(List.of()),
            true,
            page,
            ReturnConsumedCapacity.NONE),
        keys,
        projection);
  }

  static ProjectionExpression projection(String... attributes) {
    return ProjectionExpression.of(
        List.of(attributes).stream().map(DocumentPath::ofAttribute).toList());
  }

  /** An item of names and values in turns. */
  static Item item(Object... namesAndValues) {
    return Item.of(attributes(namesAndValues));
  }

  static Map<String, AttributeValue> attributes(Object... namesAndValues) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
    }
    return attributes;
  }

  /** A string is one, anything else a number unless it is a value already. */
  private static AttributeValue value(Object value) {
    return switch (value) {
      case String text -> new AttributeValue.Str(text);
      case AttributeValue already -> already;
      default -> new AttributeValue.Num(DynamoNumber.parse(value.toString()));
    };
  }
}
