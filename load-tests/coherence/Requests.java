package coherence;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** The bodies of requests, and the table that they are about. */
public final class Requests {
  static final String TABLE = "larder-coherence";

  /** The index holds keys only: what else an item has is fetched from the table. */
  static final String WHOLE_ITEMS_BY_LSI = ",\"IndexName\":\"lsi\",\"Select\":\"ALL_ATTRIBUTES\"";

  private static final String STREAM =
      "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"KEYS_ONLY\"},";

  private static final String RETURN_OLD = ",\"ReturnValues\":\"ALL_OLD\"";

  private Requests() {}

  public static void createTable(Wire wire, boolean hasStream) throws IOException, InterruptedException {
    String name = "{\"TableName\":\"" + TABLE + "\"}";
    wire.call("DeleteTable", name);
    while (wire.call("DescribeTable", name).status() == 200) {
      Thread.sleep(50);
    }
    Answer created =
        wire.call(
            "CreateTable",
            """
            {"TableName":"%s",%s"BillingMode":"PAY_PER_REQUEST",
             "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"},
               {"AttributeName":"g","AttributeType":"S"},{"AttributeName":"r","AttributeType":"N"}],
             "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
             "LocalSecondaryIndexes":[{"IndexName":"lsi","Projection":{"ProjectionType":"KEYS_ONLY"},
               "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"r","KeyType":"RANGE"}]}],
             "GlobalSecondaryIndexes":[{"IndexName":"gsi","Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["c"]},
               "KeySchema":[{"AttributeName":"g","KeyType":"HASH"},{"AttributeName":"r","KeyType":"RANGE"}]}]}\
            """
                .formatted(TABLE, hasStream ? STREAM : ""));
    if (created.status() != 200) {
      throw new IllegalStateException("CreateTable: " + created.body());
    }
    Answer described;
    do {
      Thread.sleep(50);
      described = wire.call("DescribeTable", name);
    } while (!described.body().contains("\"TableStatus\":\"ACTIVE\"")
        || described.body().contains("\"IndexStatus\":\"CREATING\""));
  }

  public static void deleteTable(Wire wire) throws IOException {
    wire.call("DeleteTable", "{\"TableName\":\"" + TABLE + "\"}");
  }

  // ---- writes ----

  static String put(State state) {
    return "{" + putMembers(state) + RETURN_OLD + "}";
  }

  /** A write whose condition cannot hold. */
  static String refusedPut(State state) {
    return "{" + putMembers(state) + ",\"ConditionExpression\":\"attribute_exists(nothing)\"}";
  }

  static String update(State state) {
    return "{" + updateMembers(state) + RETURN_OLD + "}";
  }

  static String delete(State state) {
    return "{" + at(state.item) + RETURN_OLD + "}";
  }

  static String batchWrite(List<State> states) {
    StringBuilder body = new StringBuilder();
    for (State state : states) {
      body.append(body.length() == 0 ? "" : ",")
          .append(
              state.present
                  ? "{\"PutRequest\":{\"Item\":" + image(state) + "}}"
                  : "{\"DeleteRequest\":{\"Key\":{" + state.item.key + "}}}");
    }
    return "{\"RequestItems\":{\"" + TABLE + "\":[" + body + "]}}";
  }

  static String transactWrite(List<State> states, Random random) {
    StringBuilder body = new StringBuilder();
    for (State state : states) {
      body.append(body.length() == 0 ? "" : ",");
      if (!state.present) {
        body.append("{\"Delete\":{").append(at(state.item)).append("}}");
      } else if (random.nextBoolean()) {
        body.append("{\"Put\":{").append(putMembers(state)).append("}}");
      } else {
        body.append("{\"Update\":{").append(updateMembers(state)).append("}}");
      }
    }
    return transaction(body.toString());
  }

  static String transaction(String actions) {
    return "{\"TransactItems\":[" + actions + "]}";
  }

  private static String putMembers(State state) {
    return "\"TableName\":\"" + TABLE + "\",\"Item\":" + image(state);
  }

  private static String updateMembers(State state) {
    return at(state.item)
        + ",\"UpdateExpression\":\"SET c = :c, g = :g, r = :r\",\"ExpressionAttributeValues\":{"
        + values(":", state)
        + "}";
  }

  private static String image(State state) {
    return "{" + state.item.key + "," + values("", state) + "}";
  }

  private static String values(String prefix, State state) {
    return "\"%sc\":{\"N\":\"%d\"},\"%sg\":{\"S\":\"%s\"},\"%sr\":{\"N\":\"%d\"}"
        .formatted(prefix, state.number, prefix, state.group, prefix, state.rank);
  }

  // ---- reads ----

  static String get(Item item, String more) {
    return "{" + at(item) + more + "}";
  }

  private static String at(Item item) {
    return "\"TableName\":\"" + TABLE + "\",\"Key\":{" + item.key + "}";
  }

  static String batchGet(List<Item> items) {
    return "{\"RequestItems\":{\"" + TABLE + "\":{\"Keys\":[" + keys(items, "{", "}") + "]}}}";
  }

  static String transactGet(List<Item> items) {
    return transaction(
        keys(items, "{\"Get\":{\"TableName\":\"" + TABLE + "\",\"Key\":{", "}}}"));
  }

  private static String keys(List<Item> items, String before, String after) {
    StringBuilder keys = new StringBuilder();
    for (Item item : items) {
      keys.append(keys.length() == 0 ? "" : ",").append(before).append(item.key).append(after);
    }
    return keys.toString();
  }

  static String query(int partition, String more) {
    return query("pk", "p" + partition, more);
  }

  static String queryGroup(String group, String more) {
    return query("g", group, ",\"IndexName\":\"gsi\"" + more);
  }

  private static String query(String key, String value, String more) {
    return """
        {"TableName":"%s","KeyConditionExpression":"%s = :v","ExpressionAttributeValues":{":v":{"S":"%s"}}%s}\
        """
        .formatted(TABLE, key, value, more);
  }

  static String scan(String more) {
    return "{\"TableName\":\"" + TABLE + "\"" + more + "}";
  }
}
