package io.larder.protocol.operation;

import static io.larder.protocol.operation.Operation.Kind.CHANGE;
import static io.larder.protocol.operation.Operation.Kind.DESCRIBE;
import static io.larder.protocol.operation.Operation.Kind.READ;
import static io.larder.protocol.operation.Operation.Kind.WRITE;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations that are served, as the service's model names them. */
public enum Operation {
  BATCH_GET_ITEM("BatchGetItem", READ),
  BATCH_WRITE_ITEM("BatchWriteItem", WRITE),
  CREATE_TABLE("CreateTable", CHANGE),
  DELETE_ITEM("DeleteItem", WRITE),
  DELETE_RESOURCE_POLICY("DeleteResourcePolicy", CHANGE),
  DELETE_TABLE("DeleteTable", CHANGE),
  DESCRIBE_CONTINUOUS_BACKUPS("DescribeContinuousBackups", DESCRIBE),
  DESCRIBE_ENDPOINTS("DescribeEndpoints", DESCRIBE),
  DESCRIBE_LIMITS("DescribeLimits", DESCRIBE),
  DESCRIBE_STREAM(Service.STREAMS, "DescribeStream", DESCRIBE),
  DESCRIBE_TABLE("DescribeTable", DESCRIBE),
  DESCRIBE_TIME_TO_LIVE("DescribeTimeToLive", DESCRIBE),
  GET_ITEM("GetItem", READ),
  GET_RECORDS(Service.STREAMS, "GetRecords", DESCRIBE),
  GET_RESOURCE_POLICY("GetResourcePolicy", DESCRIBE),
  GET_SHARD_ITERATOR(Service.STREAMS, "GetShardIterator", DESCRIBE),
  LIST_STREAMS(Service.STREAMS, "ListStreams", DESCRIBE),
  LIST_TABLES("ListTables", DESCRIBE),
  LIST_TAGS_OF_RESOURCE("ListTagsOfResource", DESCRIBE),
  PUT_ITEM("PutItem", WRITE),
  PUT_RESOURCE_POLICY("PutResourcePolicy", CHANGE),
  QUERY("Query", READ),
  SCAN("Scan", READ),
  TAG_RESOURCE("TagResource", CHANGE),
  TRANSACT_GET_ITEMS("TransactGetItems", READ),
  TRANSACT_WRITE_ITEMS("TransactWriteItems", WRITE),
  UNTAG_RESOURCE("UntagResource", CHANGE),
  UPDATE_ITEM("UpdateItem", WRITE),
  UPDATE_TABLE("UpdateTable", CHANGE),
  UPDATE_TIME_TO_LIVE("UpdateTimeToLive", CHANGE);

  private static final Map<String, Operation> BY_TARGET = new HashMap<>();

  static {
    for (Operation operation : values()) {
      // No store has streams yet.
      if (operation.service == Service.STREAMS) {
        continue;
      }
      BY_TARGET.put(operation.target(), operation);
    }
  }

  private final Service service;
  private final String wireName;
  private final Kind kind;

  Operation(String wireName, Kind kind) {
    this(Service.DYNAMODB, wireName, kind);
  }

  Operation(Service service, String wireName, Kind kind) {
    this.service = service;
    this.wireName = wireName;
    this.kind = kind;
  }

  /** Which of the two services an operation belongs to; one port serves both. */
  public enum Service {
    DYNAMODB("DynamoDB_20120810."),
    STREAMS("DynamoDBStreams_20120810.");

    private final String prefix;

    Service(String prefix) {
      this.prefix = prefix;
    }

    /** What stands before the name of an operation in the header {@code X-Amz-Target}. */
    public String prefix() {
      return prefix;
    }
  }

  /** What an operation does, and to what. */
  public enum Kind {
    /** Reads items. */
    READ,
    /** Writes items. */
    WRITE,
    /** Looks at tables and settings. */
    DESCRIBE,
    /** Changes tables and settings. */
    CHANGE
  }

  /** The operation that the header {@code X-Amz-Target} names, null if it is none of these. */
  public static @Nullable Operation of(String target) {
    return BY_TARGET.get(target);
  }

  /** The value of the header {@code X-Amz-Target}: the service, its version, and the name. */
  public String target() {
    return service.prefix + wireName;
  }

  /** The name as clients and documentation spell it. */
  public String wireName() {
    return wireName;
  }

  public Kind kind() {
    return kind;
  }

  public Service service() {
    return service;
  }
}
