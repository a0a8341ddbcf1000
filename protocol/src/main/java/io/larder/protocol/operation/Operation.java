package io.larder.protocol.operation;

import static io.larder.protocol.operation.Operation.Kind.ABSENT;
import static io.larder.protocol.operation.Operation.Kind.CHANGE;
import static io.larder.protocol.operation.Operation.Kind.DESCRIBE;
import static io.larder.protocol.operation.Operation.Kind.READ;
import static io.larder.protocol.operation.Operation.Kind.STATEMENTS;
import static io.larder.protocol.operation.Operation.Kind.WRITE;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations of the service, as its model names them. */
public enum Operation {
  BATCH_EXECUTE_STATEMENT("BatchExecuteStatement", STATEMENTS),
  BATCH_GET_ITEM("BatchGetItem", READ),
  BATCH_WRITE_ITEM("BatchWriteItem", WRITE),
  CANCEL_BULK_OPERATION("CancelBulkOperation", ABSENT),
  CREATE_BACKUP("CreateBackup", ABSENT),
  CREATE_GLOBAL_TABLE("CreateGlobalTable", ABSENT),
  CREATE_TABLE("CreateTable", CHANGE),
  DELETE_BACKUP("DeleteBackup", ABSENT),
  DELETE_ITEM("DeleteItem", WRITE),
  DELETE_RESOURCE_POLICY("DeleteResourcePolicy", CHANGE),
  DELETE_TABLE("DeleteTable", CHANGE),
  DESCRIBE_BACKUP("DescribeBackup", ABSENT),
  DESCRIBE_BULK_OPERATION("DescribeBulkOperation", ABSENT),
  DESCRIBE_CONTINUOUS_BACKUPS("DescribeContinuousBackups", DESCRIBE),
  DESCRIBE_CONTRIBUTOR_INSIGHTS("DescribeContributorInsights", DESCRIBE),
  DESCRIBE_ENDPOINTS("DescribeEndpoints", DESCRIBE),
  DESCRIBE_EXPORT("DescribeExport", ABSENT),
  DESCRIBE_GLOBAL_TABLE("DescribeGlobalTable", ABSENT),
  DESCRIBE_GLOBAL_TABLE_SETTINGS("DescribeGlobalTableSettings", ABSENT),
  DESCRIBE_IMPORT("DescribeImport", ABSENT),
  DESCRIBE_KINESIS_STREAMING_DESTINATION("DescribeKinesisStreamingDestination", DESCRIBE),
  DESCRIBE_LIMITS("DescribeLimits", DESCRIBE),
  DESCRIBE_STREAM(Service.STREAMS, "DescribeStream", DESCRIBE),
  DESCRIBE_TABLE("DescribeTable", DESCRIBE),
  DESCRIBE_TABLE_REPLICA_AUTO_SCALING("DescribeTableReplicaAutoScaling", ABSENT),
  DESCRIBE_TIME_TO_LIVE("DescribeTimeToLive", DESCRIBE),
  DISABLE_KINESIS_STREAMING_DESTINATION("DisableKinesisStreamingDestination", CHANGE),
  ENABLE_KINESIS_STREAMING_DESTINATION("EnableKinesisStreamingDestination", CHANGE),
  EXECUTE_STATEMENT("ExecuteStatement", STATEMENTS),
  EXECUTE_TRANSACTION("ExecuteTransaction", STATEMENTS),
  EXPORT_TABLE_TO_POINT_IN_TIME("ExportTableToPointInTime", ABSENT),
  GET_ITEM("GetItem", READ),
  GET_RECORDS(Service.STREAMS, "GetRecords", DESCRIBE),
  GET_RESOURCE_POLICY("GetResourcePolicy", DESCRIBE),
  GET_SHARD_ITERATOR(Service.STREAMS, "GetShardIterator", DESCRIBE),
  IMPORT_TABLE("ImportTable", ABSENT),
  LIST_BACKUPS("ListBackups", ABSENT),
  LIST_BULK_OPERATIONS("ListBulkOperations", ABSENT),
  LIST_CONTRIBUTOR_INSIGHTS("ListContributorInsights", DESCRIBE),
  LIST_EXPORTS("ListExports", ABSENT),
  LIST_GLOBAL_TABLES("ListGlobalTables", ABSENT),
  LIST_IMPORTS("ListImports", ABSENT),
  LIST_STREAMS(Service.STREAMS, "ListStreams", DESCRIBE),
  LIST_TABLES("ListTables", DESCRIBE),
  LIST_TAGS_OF_RESOURCE("ListTagsOfResource", DESCRIBE),
  PUT_ITEM("PutItem", WRITE),
  PUT_RESOURCE_POLICY("PutResourcePolicy", CHANGE),
  QUERY("Query", READ),
  RESTORE_TABLE_FROM_BACKUP("RestoreTableFromBackup", ABSENT),
  RESTORE_TABLE_TO_POINT_IN_TIME("RestoreTableToPointInTime", ABSENT),
  SCAN("Scan", READ),
  SEARCH_VECTORS("SearchVectors", ABSENT),
  START_BULK_PUT_ITEMS("StartBulkPutItems", ABSENT),
  TAG_RESOURCE("TagResource", CHANGE),
  TRANSACT_GET_ITEMS("TransactGetItems", READ),
  TRANSACT_WRITE_ITEMS("TransactWriteItems", WRITE),
  UNTAG_RESOURCE("UntagResource", CHANGE),
  UPDATE_CONTINUOUS_BACKUPS("UpdateContinuousBackups", CHANGE),
  UPDATE_CONTRIBUTOR_INSIGHTS("UpdateContributorInsights", CHANGE),
  UPDATE_GLOBAL_TABLE("UpdateGlobalTable", ABSENT),
  UPDATE_GLOBAL_TABLE_SETTINGS("UpdateGlobalTableSettings", ABSENT),
  UPDATE_ITEM("UpdateItem", WRITE),
  UPDATE_KINESIS_STREAMING_DESTINATION("UpdateKinesisStreamingDestination", CHANGE),
  UPDATE_TABLE("UpdateTable", CHANGE),
  UPDATE_TABLE_REPLICA_AUTO_SCALING("UpdateTableReplicaAutoScaling", ABSENT),
  UPDATE_TIME_TO_LIVE("UpdateTimeToLive", CHANGE);

  private static final Map<String, Operation> BY_TARGET = new HashMap<>();

  static {
    for (Operation operation : values()) {
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
    /** Reads or writes items, as its statements say. */
    STATEMENTS,
    /** Looks at tables and settings. */
    DESCRIBE,
    /** Changes tables and settings. */
    CHANGE,
    /** Belongs to a feature that the bundled store has not; an upstream may have it. */
    ABSENT
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
