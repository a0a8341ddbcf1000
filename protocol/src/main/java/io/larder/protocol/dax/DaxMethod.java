package io.larder.protocol.dax;

import io.larder.protocol.operation.Operation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The methods that clients call. Their numbers and arguments are frozen: a request has no length,
 * so one ends where its last argument does.
 */
public enum DaxMethod {
  AUTHORIZE_CONNECTION(1489122155, 5, null),
  ENDPOINTS(455855874, 0, null),
  DEFINE_KEY_SCHEMA(-742646399, 1, null),
  DEFINE_ATTRIBUTE_LIST_ID(-1230579644, 1, null),
  DEFINE_ATTRIBUTE_LIST(670678385, 1, null),
  GET_ITEM(263244906, 3, Operation.GET_ITEM),
  PUT_ITEM(-2106490455, 4, Operation.PUT_ITEM),
  UPDATE_ITEM(1425579023, 3, Operation.UPDATE_ITEM),
  DELETE_ITEM(1013539361, 3, Operation.DELETE_ITEM),
  QUERY(-931250863, 3, Operation.QUERY),
  SCAN(-1875390620, 2, Operation.SCAN),
  BATCH_GET_ITEM(-697851100, 2, Operation.BATCH_GET_ITEM),
  BATCH_WRITE_ITEM(116217951, 2, Operation.BATCH_WRITE_ITEM),
  TRANSACT_GET_ITEMS(1866287579, 4, Operation.TRANSACT_GET_ITEMS),
  TRANSACT_WRITE_ITEMS(-1160037738, 9, Operation.TRANSACT_WRITE_ITEMS),
  // Those below are sent by one client only and not implemented by any other server.
  CREATE_TABLE(-313431286, 1, null),
  DELETE_TABLE(2120496185, 1, null),
  DESCRIBE_TABLE(-819330193, 1, null),
  UPDATE_TABLE(383747477, 1, null),
  LIST_TABLES(1874119219, 2, null),
  DESCRIBE_LIMITS(-475661135, 0, null),
  METHODS(785068263, 1, null),
  SERVICES(-1016793520, 0, null);

  private static final Map<Integer, DaxMethod> BY_ID = new HashMap<>();

  static {
    for (DaxMethod method : values()) {
      BY_ID.put(method.id, method);
    }
  }

  private final String wireName;
  private final int id;
  private final int arguments;
  private final @Nullable Operation operation;

  DaxMethod(int id, int arguments, @Nullable Operation operation) {
    this.wireName = camelCase(name());
    this.id = id;
    this.arguments = arguments;
    this.operation = operation;
  }

  private static String camelCase(String constant) {
    var name = new StringBuilder();
    for (String word : constant.split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    name.setCharAt(0, Character.toLowerCase(name.charAt(0)));
    return name.toString();
  }

  /** The method of that number; null if there is none. */
  public static @Nullable DaxMethod of(int id) {
    return BY_ID.get(id);
  }

  /** The name that clients have for it. */
  public String wireName() {
    return wireName;
  }

  public int id() {
    return id;
  }

  /** How many CBOR items follow the number. */
  public int arguments() {
    return arguments;
  }

  /** DynamoDB's operation that it is; null if it is none or is not implemented. */
  public @Nullable Operation operation() {
    return operation;
  }
}
